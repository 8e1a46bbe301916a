using System.IO.Compression;
using System.Text;
using MontageAI.Studio.Files;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>A folder as a zip that begins at any byte.</summary>
public sealed class FolderZipTests
{
    [Fact]
    public void Checksum_IsThatOfZips_HoweverItIsCutUp()
    {
        byte[] text = Encoding.ASCII.GetBytes("123456789");
        Assert.Equal(0xCBF43926u, Crc32.Append(0, text));
        Assert.Equal(0u, Crc32.Append(0, []));
        byte[] bytes = new byte[1000];
        new Random(4).NextBytes(bytes);
        uint whole = Crc32.Append(0, bytes);
        for (int cut = 0; cut <= 20; cut++)
        {
            Assert.Equal(whole, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    // 100: files and places are too large for short numbers, as they are beyond four gigabytes.
    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(100)]
    public async Task Zip_IsReadByOthers_AndFromAnyByteOnIsTheSame(long most)
    {
        using TempFolder folder = new();
        string root = folder.File("Ferien \u540d.package");
        Directory.CreateDirectory(Path.Combine(root, "media"));
        Dictionary<string, byte[]> files = new()
        {
            ["media/a.bin"] = new byte[70_000],
            ["media/\u0641\u064a\u062f\u064a\u0648.mov"] = new byte[300],
            ["empty.txt"] = [],
            ["notes.txt"] = Encoding.UTF8.GetBytes("short"),
        };
        foreach ((string name, byte[] bytes) in files)
        {
            new Random(bytes.Length).NextBytes(bytes);
            await File.WriteAllBytesAsync(Path.Combine(root, name), bytes);
        }

        byte[] whole = await FromAsync(0);

        using (ZipArchive zip = new(new MemoryStream(whole)))
        {
            Assert.Equal(files.Count, zip.Entries.Count);
            foreach ((string name, byte[] bytes) in files)
            {
                ZipArchiveEntry entry = zip.GetEntry("Ferien \u540d.package/" + name)!;
                await using Stream from = await entry.OpenAsync();
                MemoryStream read = new();
                await from.CopyToAsync(read);
                Assert.Equal(bytes, read.ToArray());
            }
        }

        string file = folder.File("out.zip");
        await File.WriteAllBytesAsync(file, whole);
        // Another program's opinion, with checksums.
        TestTools.Run("python3", "-c", "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None", file);
        Random random = new(9);
        foreach (int at in Enumerable.Range(0, 40).Select(_ => random.Next(whole.Length)).Append(whole.Length - 1).Append(whole.Length))
        {
            Assert.Equal(whole.AsSpan(at).ToArray(), await FromAsync(at));
        }

        async Task<byte[]> FromAsync(long at)
        {
            IEnumerable<FileInfo> all = new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(f => f.FullName);
            await using FolderZip zip = new(root, all, new FolderZip.Sums(), most);
            zip.Seek(at, SeekOrigin.Begin);
            MemoryStream to = new();
            await zip.CopyToAsync(to);
            Assert.Equal(zip.Length, at + to.Length);
            return to.ToArray();
        }
    }

    [Fact]
    public async Task File_ThatBecameShorter_IsAnError_AndNotAWrongZip()
    {
        using TempFolder folder = new();
        string file = folder.File("a.package/long.bin");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, new byte[5000]);
        await using FolderZip zip = new(Path.GetDirectoryName(file)!, [new FileInfo(file)], new FolderZip.Sums());
        await File.WriteAllBytesAsync(file, new byte[10]);

        EndOfStreamException why = await Assert.ThrowsAsync<EndOfStreamException>(() => zip.CopyToAsync(Stream.Null));

        Assert.Contains("long.bin", why.Message, StringComparison.Ordinal);
    }
}
