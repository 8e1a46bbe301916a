using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Sources;

public sealed class SourceFilesTests : IDisposable
{
    private static readonly DateTime s_longAgo = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Identify_CopiedAndRenamedFile_HasTheSameFingerprint()
    {
        byte[] content = TestFolder.Bytes(3_000_000, 1);
        using CacheStore store = Open();

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
        using CacheStore store = Open();
        SourceFile before = await store.Sources.IdentifyAsync(_folder.Write("a", content), default);
        content[position]++;

        SourceFile after = await store.Sources.IdentifyAsync(_folder.Write("b", content), default);

        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public async Task Identify_StretchChangedInTheMiddle_HasAnotherFingerprint()
    {
        byte[] content = TestFolder.Bytes(5_000_000, 1);
        using CacheStore store = Open();
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
        using CacheStore store = Open();
        SourceFile before = await store.Sources.IdentifyAsync(_folder.Write("a.mp4", content), default);
        content[3_500_250]++;

        SourceFile after = await store.Sources.IdentifyAsync(_folder.Write("b.mp4", content), default);

        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public async Task Identify_SamePathSizeAndTime_IsNotReadAgain()
    {
        byte[] content = TestFolder.Bytes(1000, 1);
        SourceFile first;
        using (CacheStore store = Open())
        {
            first = await store.Sources.IdentifyAsync(Old("a.mp4", content), default);
        }

        // Other bytes under the same size and time: only by not reading can the old answer come.
        Old("a.mp4", TestFolder.Bytes(1000, 2));
        using CacheStore next = Open();
        SourceFile second = await next.Sources.IdentifyAsync(_folder["a.mp4"], default);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Identify_TimeChanged_IsReadAgain()
    {
        using CacheStore store = Open();
        SourceFile first = await store.Sources.IdentifyAsync(Old("a.mp4", TestFolder.Bytes(1000, 1)), default);
        _folder.Write("a.mp4", TestFolder.Bytes(1000, 2));
        File.SetLastWriteTimeUtc(_folder["a.mp4"], s_longAgo.AddSeconds(1));

        SourceFile second = await store.Sources.IdentifyAsync(_folder["a.mp4"], default);

        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
    }

    [Fact]
    public async Task Identify_FileChangedAMomentAgo_IsNotTrustedToStay()
    {
        using CacheStore store = Open();
        string path = _folder.Write("a.mp4", TestFolder.Bytes(1000, 1));
        DateTime time = File.GetLastWriteTimeUtc(path);
        SourceFile first = await store.Sources.IdentifyAsync(path, default);
        _folder.Write("a.mp4", TestFolder.Bytes(1000, 2));
        File.SetLastWriteTimeUtc(path, time);

        SourceFile second = await store.Sources.IdentifyAsync(path, default);

        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
    }

    [Fact]
    public async Task Identify_FileOpenForWritingElsewhere_StillWorks()
    {
        string path = _folder.Write("a.mp4", TestFolder.Bytes(1000, 1));
        await using FileStream writer = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        using CacheStore store = Open();

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
        using CacheStore store = Open();

        MediaException e = await Assert.ThrowsAsync<MediaException>(() => store.Sources.IdentifyAsync(_folder[name], default));

        Assert.Equal(_folder[name], e.Path);
        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
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

    private CacheStore Open() => new(new CacheStoreOptions { Folder = _folder["cache"] });
}
