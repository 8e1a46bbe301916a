using System.Buffers.Binary;
using MontageAI.Containers.Mp4;
using MontageAI.Containers.Probing;
using MontageAI.Media;
using MontageAI.Testing;

namespace MontageAI.Containers.Tests.Mp4;

public sealed class TrackTablesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("h264")]
    [InlineData("h264 with B-frames")]
    [InlineData("intra")]
    public async Task BothReaders_OfOneFile_SayTheSame(string kind)
    {
        string path = Encoded.Part(_folder, "part.mp4", kind, "30000/1001", 40, 3).Path;

        MediaInfo? facts = await Mp4Facts.ReadAsync(path, TestContext.Current.CancellationToken);
        Mp4Track track = Mp4File.Read(path).Video!;

        VideoStreamInfo video = facts!.MainVideo!;
        Assert.Equal(40, track.Count);
        Assert.Equal(video.FrameCount, track.Count);
        Assert.Equal(video.TimeBase, new MontageAI.Time.Rational(1, track.Timescale));
        Assert.Equal(video.DurationSeconds!.Value, track.EndSeconds - track.StartSeconds, 3);
        Assert.Equal(new FileInfo(path).Length, facts.SizeBytes);
    }

    [Theory]
    [InlineData("stts", 4)]
    [InlineData("ctts", 4)]
    [InlineData("stss", 4)]
    [InlineData("stsc", 4)]
    [InlineData("stco", 4)]
    [InlineData("stsz", 8)]
    [InlineData("elst", 4)]
    public async Task Table_OfMoreRowsThanItsBoxHolds_IsDamaged(string table, int count)
    {
        string path = Encoded.Part(_folder, "part.mp4", "h264 with B-frames", "25", 40, 0).Path;
        byte[] file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Span<byte> claimed = file.AsSpan(file.AsSpan().LastIndexOf(System.Text.Encoding.ASCII.GetBytes(table)) + 4 + count, 4);
        BinaryPrimitives.WriteUInt32BigEndian(claimed, BinaryPrimitives.ReadUInt32BigEndian(claimed) + 1);
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);

        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => Mp4File.Read(path)).Message, StringComparison.Ordinal);
        // Key frames are nothing that facts are told from.
        Assert.Equal(table == "stss", await Mp4Facts.ReadAsync(path, TestContext.Current.CancellationToken) is not null);
    }

    public void Dispose() => _folder.Dispose();
}
