using System.IO.Compression;
using System.Text;
using MontageAI.Errors;
using MontageAI.Interchange.Bundles;

namespace MontageAI.Interchange.Tests.Bundles;

/// <summary>Bundles of OpenTimelineIO: what others read comes out, and what would write elsewhere or fill a disk is refused.</summary>
public sealed class OtiozTests
{
    [Fact]
    public void Write_TimelineAndMedia_IsTheFormThatTheLibraryReads()
    {
        byte[] film = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i / 7))];
        byte[] bundle = Bundle(film);

        using ZipArchive zip = new(new MemoryStream(bundle), ZipArchiveMode.Read);
        Assert.Equal(["version.txt", "content.otio", "media/a b.mp4"], zip.Entries.Select(e => e.FullName));
        Assert.Equal("1.0.0", Encoding.ASCII.GetString(Bytes(zip.GetEntry("version.txt")!)));
        ZipArchiveEntry media = zip.GetEntry("media/a b.mp4")!;
        Assert.Equal(film, Bytes(media));
        Assert.Equal(media.Length, media.CompressedLength);
        Assert.Equal(bundle, Bundle(film));
    }

    [Fact]
    public void Read_WhatWasWritten_GivesItBack()
    {
        byte[] film = [1, 2, 3, 4, 5];
        using OtiozReader reader = OtiozReader.Open(new MemoryStream(Bundle(film)), "film.otioz");
        using MemoryStream copy = new();
        reader.CopyTo("media/a b.mp4", copy);

        Assert.Equal("{}", Encoding.UTF8.GetString(reader.Content()));
        Assert.Equal(5, reader.LengthOf("media/a b.mp4"));
        Assert.Null(reader.LengthOf("media/b.mp4"));
        Assert.Equal(film, copy.ToArray());
    }

    [Theory]
    [InlineData("../../outside.mp4")]
    [InlineData("media/../../outside.mp4")]
    [InlineData("/etc/outside.mp4")]
    [InlineData("media\\..\\outside.mp4")]
    [InlineData("C:/outside.mp4")]
    [InlineData("media//outside.mp4")]
    public void Open_NameThatLeadsOut_IsRefused(string name)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() =>
            OtiozReader.Open(new MemoryStream(Zip((name, [1]))), "film.otioz")
        );
        Assert.Contains("leads", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Bomb_IsRefusedWithoutUnpacking()
    {
        byte[] bomb = Zip(("content.otio", Encoding.UTF8.GetBytes("{}")), ("media/a.mp4", new byte[64 << 20]));
        long before = GC.GetAllocatedBytesForCurrentThread();

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() =>
            OtiozReader.Open(new MemoryStream(bomb), "film.otioz")
        );

        Assert.Contains("times its size", refused.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    // The zip says five bytes and holds a million.
    [Fact]
    public void CopyTo_MoreThanTheZipSays_GivesNoMore()
    {
        byte[] zip = Zip(
            ("content.otio", Encoding.UTF8.GetBytes("{}")),
            ("media/a.mp4", [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)(i * i))])
        );
        int directory = zip.AsSpan().LastIndexOf("PK\x1\x2"u8);
        BitConverter.GetBytes(5).CopyTo(zip, directory + 24);
        using OtiozReader reader = OtiozReader.Open(new MemoryStream(zip), "film.otioz");

        using MemoryStream copy = new();
        reader.CopyTo("media/a.mp4", copy);
        Assert.Equal(5, copy.Length);
    }

    [Fact]
    public void Open_LinkOrTwiceTheSameName_IsRefused()
    {
        Assert.Throws<ConfigurationException>(() =>
            OtiozReader.Open(new MemoryStream(Zip(("media/a", [1]), ("media/a", [2]))), "film.otioz")
        );
        Assert.Throws<ConfigurationException>(() => OtiozReader.Open(new MemoryStream(Zip(0xA1FF << 16, ("media/a", [1]))), "film.otioz"));
    }

    [Fact]
    public void Open_CutOffAnywhere_IsReadOrRefused()
    {
        byte[] bundle = Bundle([1, 2, 3]);
        for (int length = 0; length < bundle.Length; length++)
        {
            Assert.Throws<ConfigurationException>(() =>
            {
                using OtiozReader reader = OtiozReader.Open(new MemoryStream(bundle[..length]), "film.otioz");
                reader.Content();
            });
        }
    }

    private static byte[] Bundle(byte[] film)
    {
        using MemoryStream to = new();
        OtiozWriter.Write(to, s => s.Write("{}"u8), [new BundledFile("a b.mp4", () => new MemoryStream(film))]);
        return to.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files) => Zip(0, files);

    private static byte[] Zip(int attributes, params (string Name, byte[] Bytes)[] files)
    {
        using MemoryStream to = new();
        using (ZipArchive zip = new(to, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using Stream stream = entry.Open();
                stream.Write(bytes);
            }
        }

        return to.ToArray();
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream from = entry.Open();
        using MemoryStream to = new();
        from.CopyTo(to);
        return to.ToArray();
    }
}
