using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Decoding.Video;

public sealed class FFmpegClipFramesTests
{
    [TableTheory(NeedsMedia = true, Every = 3)]
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

    [TableTheory(NeedsMedia = true, Every = 3)]
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
    [InlineData("video/bbb_square_vp9.webm", 90)]
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
        MediaRange[] windows = [.. ranges.Select(r => new MediaRange(Time(all[r.From]), Time(all[r.To])))];

        SortedDictionary<int, List<long>> delivered = [];
        await using (
            IFrameReader reader = await source.OpenAsync(
                new FrameRequest
                {
                    Selection = FrameSelection.Windows,
                    Windows = windows,
                    LongSide = 64,
                },
                TestContext.Current.CancellationToken
            )
        )
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

    [MediaFact]
    public async Task OpenAsync_WindowsWithSeekPoints_DeliverTheSameFrames()
    {
        FFmpegClipFrames source = await OpenAsync(TestMedia.File("video/sintel_cliff.mp4"));
        MediaTime At(double seconds) => MediaTime.FromSeconds(seconds, source.Stream.TimeBase);
        MediaRange[] windows = [new(At(1), At(1.5)), new(At(2), At(2.3)), new(At(9), At(9.2)), new(At(20), At(20.5))];
        FrameRequest request = new()
        {
            Selection = FrameSelection.Windows,
            Windows = windows,
            LongSide = 64,
        };

        List<long> guessed = await TimesAsync(source, request);
        List<long> known = await TimesAsync(
            source,
            request with
            {
                SeekPoints = [At(0.033), At(3.073), At(4.873), At(12.793), At(18.313)],
            }
        );

        Assert.Equal(guessed.Order(), known.Order());
        long[] all = await QuickProbe.FrameTimesAsync(source.Info.Path, source.Stream.Index, keyFramesOnly: false);
        Assert.Equal(all.Where(t => windows.Any(w => t >= w.Start.Ticks && t < w.End.Ticks)), known.Order());
    }

    [MediaTheory]
    [InlineData("video/portrait_4k60_rot90.mp4", true)]
    [InlineData("video/dog_bed_720p_rot90.mp4", true)]
    [InlineData("video/documentary_704x576.mp4", false)]
    public async Task OpenAsync_RotatedOrOddPixels_DeliversUprightSquarePixels(string file, bool portrait)
    {
        FFmpegClipFrames source = await OpenAsync(TestMedia.File(file));
        CancellationToken token = TestContext.Current.CancellationToken;

        await using IFrameReader reader = await source.OpenAsync(new FrameRequest { Selection = FrameSelection.KeyFrames }, token);

        Assert.True(await reader.ReadAsync(token));
        Assert.Equal(portrait, reader.Current.Height > reader.Current.Width);
        double shown = (double)source.Stream.DisplayWidth / source.Stream.DisplayHeight;
        Assert.Equal(shown, (double)reader.Current.Width / reader.Current.Height, 0.02);
    }

    [Theory]
    [InlineData("ts", "-bf", "2")]
    [InlineData("mkv", "-bf", "2")]
    [InlineData("mov", "-bf", "3")]
    [InlineData("mp4", "-g", "1")]
    [InlineData("mp4", "-output_ts_offset", "-0.5")]
    [InlineData("mp4", "-output_ts_offset", "7.25")]
    public async Task OpenAsync_ContainersAndStarts_HaveThePtsThatFFprobeTells(string extension, string option, string value)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("frames").FullName, "clip." + extension);
        await QuickProbe.MakeAsync(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=160x90:r=25:d=3",
            "-c:v",
            "libx264",
            "-g",
            "20",
            "-preset",
            "ultrafast",
            "-bf",
            "2",
            option,
            value,
            path
        );
        FFmpegClipFrames source = await OpenAsync(path);

        List<long> keys = await TimesAsync(source, new FrameRequest { Selection = FrameSelection.KeyFrames, LongSide = 64 });
        List<long> all = await TimesAsync(source, new FrameRequest { Selection = FrameSelection.All, LongSide = 64 });

        Assert.Equal(await QuickProbe.FrameTimesAsync(path, source.Stream.Index, keyFramesOnly: true), keys);
        Assert.Equal(await QuickProbe.FrameTimesAsync(path, source.Stream.Index, keyFramesOnly: false), all);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public async Task OpenAsync_ClipOfOneFrame_DeliversIt()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("frames").FullName, "it's 100% -one.mp4");
        await QuickProbe.MakeAsync("-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=1", "-frames:v", "1", "file:" + path);
        FFmpegClipFrames source = await OpenAsync(path);

        List<long> keys = await TimesAsync(source, new FrameRequest { Selection = FrameSelection.KeyFrames, LongSide = 64 });

        Assert.Equal([0L], keys);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [MediaFact]
    public async Task ReadAsync_SteadyState_AllocatesNothingPerFrame()
    {
        FFmpegClipFrames source = await OpenAsync(TestMedia.File("video/tears_of_steel_battle.webm"));
        CancellationToken token = TestContext.Current.CancellationToken;
        await using IFrameReader reader = await source.OpenAsync(
            new FrameRequest
            {
                Selection = FrameSelection.All,
                LongSide = 64,
                Averaged = false,
            },
            token
        );
        for (int i = 0; i < 300; i++)
        {
            Assert.True(await reader.ReadAsync(token));
        }

        // The parser alone: frames that are in the pipe already complete synchronously.
        long least = long.MaxValue;
        for (int i = 0; i < 600; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ValueTask<bool> read = reader.ReadAsync(token);
            if (read.IsCompleted)
            {
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            else
            {
                await Task.Delay(20, token); // a decoder that had no processor gets ahead of the reader
            }

            Assert.True(await read);
        }

        Assert.Equal(0, least);
    }

    private static async Task<FFmpegClipFrames> OpenAsync(string path) => new(QuickProbe.Tools, await QuickProbe.InfoAsync(path));

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
