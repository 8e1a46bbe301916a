using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Decoding.Video;

public sealed class FFmpegClipFramesTests
{
    [MediaTheory]
    [InlineData("video/tears_of_steel_battle.webm")]
    [InlineData("video/sintel_cliff.mp4")]
    [InlineData("video/goldeneye_vfr_drop3.mp4")]
    [InlineData("video/changi_4k_portrait_hevc.mp4")]
    [InlineData("video/yard_mono.mkv")]
    [InlineData("video/lamp_hevc_rot90.mov")]
    [InlineData("video/nasa_two_streams.mp4")]
    [InlineData("faces/talking_head_1.mp4")]
    public async Task OpenAsync_KeyFrames_HaveThePtsThatFFprobeTells(string file)
    {
        FFmpegClipFrames source = await OpenAsync(TestMedia.File(file));

        List<long> times = await TimesAsync(source, new FrameRequest { Selection = FrameSelection.KeyFrames });

        long[] expected = await QuickProbe.FrameTimesAsync(source.Info.Path, source.Stream.Index, keyFramesOnly: true);
        Assert.Equal(expected, times);
    }

    [MediaTheory]
    [InlineData("video/sintel_cliff.mp4")]
    [InlineData("video/goldeneye_vfr_drop3.mp4")]
    [InlineData("video/gopher_slowmo_120fps.mp4")]
    [InlineData("video/cat_phone_vfr.mp4")]
    [InlineData("video/bbb_60fps_vp9_51.webm")]
    [InlineData("video/flower_timelapse_vp8.webm")]
    [InlineData("video/portrait_4k60_rot90.mp4")]
    public async Task OpenAsync_All_HavePtsThatFFprobeTells(string file)
    {
        FFmpegClipFrames source = await OpenAsync(TestMedia.File(file));

        List<long> times = await TimesAsync(source, new FrameRequest { Selection = FrameSelection.All, LongSide = 64 });

        long[] expected = await QuickProbe.FrameTimesAsync(source.Info.Path, source.Stream.Index, keyFramesOnly: false);
        Assert.Equal(expected, times);
    }

    [MediaTheory]
    [InlineData("video/test_makeup_mpeg4.avi", 164)]
    [InlineData("video/rooftop_av1_hdr10_portrait.mp4", 127)]
    [InlineData("video/bbb_square_vp9.webm", 89)]
    public async Task OpenAsync_KeyFramesWhereFFprobeCannotTell_AreAmongAllFrames(string file, int frames)
    {
        FFmpegClipFrames source = await OpenAsync(TestMedia.File(file));

        List<long> all = await TimesAsync(source, new FrameRequest { Selection = FrameSelection.All, LongSide = 64 });
        List<long> keys = await TimesAsync(source, new FrameRequest { Selection = FrameSelection.KeyFrames, LongSide = 64 });

        Assert.Equal(frames, all.Count);
        Assert.Equal(all[0], keys[0]);
        Assert.Subset(all.ToHashSet(), keys.ToHashSet());
        Assert.True(keys.Count < all.Count / 5, $"{keys.Count} key frames");
    }

    [MediaTheory]
    [InlineData("video/sintel_cliff.mp4")]
    [InlineData("video/tears_of_steel_battle.webm")]
    [InlineData("video/goldeneye_vfr_drop3.mp4")]
    public async Task OpenAsync_Windows_DeliverExactlyTheFramesInside(string file)
    {
        FFmpegClipFrames source = await OpenAsync(TestMedia.File(file));
        long[] all = await QuickProbe.FrameTimesAsync(source.Info.Path, source.Stream.Index, keyFramesOnly: false);
        (int From, int To)[] ranges = [(3, 9), (60, 61), (62, 75), (100, 140)];
        (MediaTime, MediaTime)[] windows = [.. ranges.Select(r => (Time(all[r.From]), Time(all[r.To])))];

        SortedDictionary<int, List<long>> delivered = [];
        await using (IFrameReader reader = await source.OpenAsync(
            new FrameRequest { Selection = FrameSelection.Windows, Windows = windows, LongSide = 64 }, TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                if (!delivered.TryGetValue(reader.Current.Window, out List<long>? list))
                {
                    delivered[reader.Current.Window] = list = [];
                }

                list.Add(reader.Current.Time.Ticks);
            }
        }

        Assert.Equal(ranges.Select(r => all[r.From..r.To]), delivered.Values.Select(v => v.ToArray()));

        MediaTime Time(long ticks) => new(ticks, source.Stream.TimeBase);
    }

    private static async Task<FFmpegClipFrames> OpenAsync(string path) =>
        new(QuickProbe.Tools, await QuickProbe.InfoAsync(path));

    private static async Task<List<long>> TimesAsync(FFmpegClipFrames source, FrameRequest request)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        List<long> times = [];
        await using IFrameReader reader = await source.OpenAsync(request, token);
        while (await reader.ReadAsync(token))
        {
            Assert.Equal(source.Stream.TimeBase, reader.Current.Time.TimeBase);
            times.Add(reader.Current.Time.Ticks);
        }

        Assert.Null(reader.Problem);
        return times;
    }
}
