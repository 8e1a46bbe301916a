using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Decoding.Video;

public sealed class PacketListTests
{
    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("video/sintel_cliff.mp4")]
    [InlineData("video/goldeneye_vfr_drop3.mp4")]
    [InlineData("video/changi_4k_portrait_hevc.mp4")]
    [InlineData("video/gopro_karma_drone_480p.mp4")]
    [InlineData("video/lamp_hevc_rot90.mov")]
    [InlineData("video/yard_mono.mkv")]
    [InlineData("video/tears_of_steel_battle.webm")]
    [InlineData("faces/asl_yes.mkv")]
    public async Task ListPacketsAsync_ContainerThatTells_ListsThePtsAndKeyFramesThatFFprobeTells(string file)
    {
        string path = TestMedia.File(file);
        FFmpegClipFrames source = new(QuickProbe.Tools, await QuickProbe.InfoAsync(path));

        IReadOnlyList<PacketInfo>? packets = await source.ListPacketsAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(packets);
        Assert.Equal(
            await QuickProbe.FrameTimesAsync(path, source.Stream.Index, keyFramesOnly: false),
            packets.Select(p => p.Time.Ticks).Order()
        );
        Assert.Equal(
            await QuickProbe.FrameTimesAsync(path, source.Stream.Index, keyFramesOnly: true),
            packets.Where(p => p.IsKey).Select(p => p.Time.Ticks)
        );
        Assert.InRange(packets.Sum(p => (long)p.Size), new FileInfo(path).Length / 4, new FileInfo(path).Length);
    }

    [MediaTheory]
    [InlineData("video/test_makeup_mpeg4.avi")]
    public async Task ListPacketsAsync_OtherContainers_IsNull(string file)
    {
        FFmpegClipFrames source = new(QuickProbe.Tools, await QuickProbe.InfoAsync(TestMedia.File(file)));

        Assert.Null(await source.ListPacketsAsync(TestContext.Current.CancellationToken));
    }

    [MediaTheory]
    [InlineData("video/sintel_cliff.mp4", "moov")]
    [InlineData("video/yard_mono.mkv", "file")]
    public async Task ListPacketsAsync_DamagedTables_IsNullOrAListButNeverAnError(string file, string start)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string original = TestMedia.File(file);
        MediaInfo info = await QuickProbe.InfoAsync(original);
        byte[] bytes = await File.ReadAllBytesAsync(original, token);
        int moov = start == "moov" ? bytes.AsSpan().IndexOf("moov"u8) : 0;
        string folder = Directory.CreateTempSubdirectory("packets").FullName;
        string path = Path.Combine(folder, "damaged.mp4");
        Random random = new(1);
        int lists = 0;
        for (int round = 0; round < 25; round++)
        {
            byte[] damaged = [.. bytes];
            for (int i = 0; i < 20; i++)
            {
                damaged[moov + 4 + random.Next(bytes.Length - moov < 4000 ? bytes.Length - moov - 4 : 4000)] = (byte)random.Next(256);
            }

            await File.WriteAllBytesAsync(path, round == 0 ? bytes[..(start == "moov" ? bytes.Length / 2 : 30)] : damaged, token);
            lists += await new FFmpegClipFrames(QuickProbe.Tools, info with { Path = path }).ListPacketsAsync(token) is null ? 0 : 1;
        }

        Assert.InRange(lists, 0, 24);
        Directory.Delete(folder, recursive: true);
    }
}
