using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Storage.Tests.Support;
using MontageAI.Stores;

namespace MontageAI.Storage.Tests.Sources;

public sealed class SourceFilesTests : IDisposable
{
    private static readonly DateTime s_longAgo = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Identify_CopiedAndRenamedFile_HasTheSameFingerprint()
    {
        byte[] content = TestFolder.Bytes(3_000_000, 1);
        await using CacheStore store = Open();

        SourceFile first = await store.Sources.IdentifyAsync(Old("a.mp4", content), default);
        SourceFile copy = await store.Sources.IdentifyAsync(_folder.Write("other/b.mov", content), default);

        Assert.Equal(first.Fingerprint, copy.Fingerprint);
        Assert.Equal((3_000_000, s_longAgo), (first.SizeBytes, first.ModifiedUtc));
    }

    [Theory]
    [InlineData(1000, 500)]
    [InlineData(512 * 1024, 300_000)]
    [InlineData(5_000_000, 0)]
    [InlineData(5_000_000, 131_071)]
    [InlineData(5_000_000, 4_999_999)]
    [InlineData(5_000_000, 4_900_000)]
    public async Task Identify_OneByteChanged_HasAnotherFingerprint(int size, int position)
    {
        byte[] content = TestFolder.Bytes(size, 1);
        await using CacheStore store = Open();
        SourceFile before = await store.Sources.IdentifyAsync(_folder.Write("a", content), default);
        content[position]++;

        SourceFile after = await store.Sources.IdentifyAsync(_folder.Write("b", content), default);

        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public async Task Identify_StretchChangedInTheMiddle_HasAnotherFingerprint()
    {
        byte[] content = TestFolder.Bytes(5_000_000, 1);
        await using CacheStore store = Open();
        SourceFile before = await store.Sources.IdentifyAsync(_folder.Write("a", content), default);
        TestFolder.Bytes(500_000, 9).CopyTo(content, 2_000_000);

        SourceFile after = await store.Sources.IdentifyAsync(_folder.Write("b", content), default);

        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public async Task Identify_MovieHeaderChangedInPlace_HasAnotherFingerprint()
    {
        // ftyp (32 bytes), mdat up to 3.5 MB, moov from there, its rotation far from both ends of the file.
        byte[] content = TestFolder.Bytes(5_000_000, 1);
        Box(content, 0, 32, "ftyp");
        Box(content, 32, 3_500_000 - 32, "mdat");
        Box(content, 3_500_000, 1_500_000, "moov");
        await using CacheStore store = Open();
        SourceFile before = await store.Sources.IdentifyAsync(_folder.Write("a.mp4", content), default);
        content[3_500_250]++;

        SourceFile after = await store.Sources.IdentifyAsync(_folder.Write("b.mp4", content), default);

        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public async Task Identify_UnchangedFile_IsReadOnceAndForAll()
    {
        string path = _folder.Write("a.mp4", TestFolder.Bytes(1000, 1));
        SourceFile first;
        await using (CacheStore store = Open(Later))
        {
            // Intake, planning and rendering ask, some of them at once.
            SourceFile[] answers = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.Sources.IdentifyAsync(path, default)))
            );
            first = Assert.Single(answers.Distinct());
            Assert.Equal(new SourceStatistics(1, 0, 7), store.Sources.Statistics);
        }

        await using CacheStore next = Open(Later);
        Assert.Equal(first, await next.Sources.IdentifyAsync(path, default));
        Assert.Equal(first, await next.Sources.IdentifyAsync(path, default));
        Assert.Equal(new SourceStatistics(0, 1, 1), next.Sources.Statistics);
    }

    [Theory]
    [InlineData("other bytes")]
    [InlineData("other bytes of the same time")]
    [InlineData("another file in its place")]
    [InlineData("longer")]
    public async Task Identify_FileChangedDuringTheRun_IsReadAgain(string change)
    {
        string path = Old("a.mp4", TestFolder.Bytes(1000, 1));
        await using CacheStore store = Open(Later);
        SourceFile first = await store.Sources.IdentifyAsync(path, default);
        switch (change)
        {
            case "other bytes":
                _folder.Write("a.mp4", TestFolder.Bytes(1000, 2));
                break;
            case "other bytes of the same time":
                Old("a.mp4", TestFolder.Bytes(1000, 2));
                break;
            case "another file in its place":
                File.Move(Old("b.mp4", TestFolder.Bytes(1000, 2)), path, overwrite: true);
                break;
            default:
                Old("a.mp4", TestFolder.Bytes(1001, 1));
                break;
        }

        SourceFile second = await store.Sources.IdentifyAsync(path, default);

        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        Assert.Equal(2, store.Sources.Statistics.Read);
    }

    [Fact]
    public async Task Identify_FileChangedAMomentAgo_IsNotTrustedToStay()
    {
        await using CacheStore store = Open();
        string path = Old("a.mp4", TestFolder.Bytes(1000, 1));
        await store.Sources.IdentifyAsync(path, default);
        await store.Sources.IdentifyAsync(path, default);

        Assert.Equal(2, store.Sources.Statistics.Read);
    }

    [Fact]
    public async Task Identify_LinksToFiveClips_HaveTheFactsOfFive()
    {
        await using CacheStore store = Open(Later);
        List<SourceFile> found = [];
        for (int i = 0; i < 5; i++)
        {
            string target = Old($"clips/{i}.mp4", TestFolder.Bytes(10_000 + i, i));
            File.SetLastWriteTimeUtc(target, s_longAgo.AddDays(i));
            // A link to a link, every other time; all links are equally long and were made in the same moment.
            string link = _folder[$"link{i}.mp4"];
            File.CreateSymbolicLink(i % 2 == 0 ? link : link + ".on", target);
            if (i % 2 == 1)
            {
                File.CreateSymbolicLink(link, link + ".on");
            }

            found.Add(await store.Sources.IdentifyAsync(link, default));
            Assert.Equal((await store.Sources.IdentifyAsync(target, default)).Fingerprint, found[i].Fingerprint);
        }

        Assert.Equal([10_000, 10_001, 10_002, 10_003, 10_004], found.Select(f => f.SizeBytes));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => s_longAgo.AddDays(i)), found.Select(f => f.ModifiedUtc));
        Assert.Equal(5, found.Select(f => f.Fingerprint).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Identify_WhatALinkLeadsToChanges_IsNoticed(bool inTheNextRun)
    {
        Old("a.mp4", TestFolder.Bytes(1000, 1));
        Old("b.mp4", TestFolder.Bytes(1000, 2));
        string link = File.CreateSymbolicLink(_folder["link.mp4"], "a.mp4").FullName;
        await using CacheStore store = Open(Later);
        SourceFile first = await store.Sources.IdentifyAsync(link, default);
        File.Delete(link);
        File.CreateSymbolicLink(link, "b.mp4");

        await using CacheStore next = Open(Later);
        SourceFile second = await (inTheNextRun ? next : store).Sources.IdentifyAsync(link, default);
        Old("b.mp4", TestFolder.Bytes(1000, 3));
        SourceFile third = await (inTheNextRun ? next : store).Sources.IdentifyAsync(link, default);

        Assert.Equal(3, new[] { first, second, third }.Select(f => f.Fingerprint).Distinct().Count());
    }

    [Fact]
    public async Task Identify_LinkThatLeadsNowhere_SaysSo()
    {
        string link = File.CreateSymbolicLink(_folder["link.mp4"], _folder["gone.mp4"]).FullName;
        await using CacheStore store = Open();

        MediaException e = await Assert.ThrowsAsync<MediaException>(() => store.Sources.IdentifyAsync(link, default));

        Assert.Contains($"a link to '{_folder["gone.mp4"]}', which does not exist", e.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Identify_PipeByItselfOrByALink_IsRefusedAtOnce(bool linked)
    {
        string pipe = _folder["pipe.mp4"];
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        string path = linked ? File.CreateSymbolicLink(_folder["link.mp4"], pipe).FullName : pipe;
        await using CacheStore store = Open();

        MediaException e = await Assert.ThrowsAsync<MediaException>(() => store.Sources.IdentifyAsync(path, default));

        Assert.Contains("pipe", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identify_FileOpenForWritingElsewhere_StillWorks()
    {
        string path = _folder.Write("a.mp4", TestFolder.Bytes(1000, 1));
        await using FileStream writer = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        await using CacheStore store = Open();

        Assert.Equal(1000, (await store.Sources.IdentifyAsync(path, default)).SizeBytes);
    }

    [Theory]
    [InlineData("empty.mp4", "empty")]
    [InlineData("missing.mp4", "no such file")]
    [InlineData("folder", "folder")]
    public async Task Identify_UnusablePath_SaysWhatIsWrong(string name, string expected)
    {
        _folder.Write("empty.mp4", []);
        Directory.CreateDirectory(_folder["folder"]);
        await using CacheStore store = Open();

        MediaException e = await Assert.ThrowsAsync<MediaException>(() => store.Sources.IdentifyAsync(_folder[name], default));

        Assert.Equal(_folder[name], e.Path);
        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2099)]
    [InlineData(1980)]
    [InlineData(2024)]
    public async Task Identify_CameraWithAWrongClock_IsRememberedLikeAnyOther(int year)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the only time is the one that programs may set.");
        string path = _folder.Write("a", TestFolder.Bytes(1000, 1));
        File.SetLastWriteTimeUtc(path, new DateTime(year, 5, 1, 12, 0, 0, DateTimeKind.Utc));
        await using CacheStore store = Open(Later);

        await store.Sources.IdentifyAsync(path, default);
        await store.Sources.IdentifyAsync(path, default);

        Assert.Equal(1, store.Sources.Statistics.Read);
    }

    public void Dispose() => _folder.Dispose();

    private static void Box(byte[] content, int offset, int length, string type)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(offset), length);
        System.Text.Encoding.ASCII.GetBytes(type).CopyTo(content, offset + 4);
    }

    private string Old(string name, byte[] content)
    {
        string path = _folder.Write(name, content);
        File.SetLastWriteTimeUtc(path, s_longAgo);
        return path;
    }

    private CacheStore Open(TimeProvider? time = null) =>
        new(new StoreOptions { Folder = _folder["cache"], Time = time ?? TimeProvider.System });

    // Files that have just been written have settled by then.
    private static TimeProvider Later { get; } = new OneHourLater();

    private sealed class OneHourLater : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1);
    }
}
