using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Decoding.Video;

public sealed class FrameBatchTests
{
    private static readonly FFmpegTools s_tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
    private static readonly FrameRequest s_request = new() { Selection = FrameSelection.KeyFrames, LongSide = 160 };

    [Fact]
    public async Task Read_ClipsOfDifferentKinds_GivesWhatEachGivesAlone()
    {
        using TempFolder folder = new();
        FFmpegClipFrames[] clips =
        [
            await MakeAsync(folder, "a.mp4", "testsrc2=s=320x180:r=25:d=6", "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 25 -bf 3"),
            await MakeAsync(
                folder,
                "b.mp4",
                "mandelbrot=s=180x320:r=30000/1001,trim=duration=3",
                "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=20 -tag:v hvc1"
            ),
            await MakeAsync(folder, "c.mkv", "testsrc=s=128x96:r=10:d=9", "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 7"),
            await MakeAsync(folder, "d.webm", "testsrc2=s=160x120:r=25:d=2", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 10"),
        ];

        IReadOnlyList<IClipFrameSource> batch = await FrameBatch.ReadAsync(
            s_tools,
            [.. clips.Select(c => (c, s_request))],
            TestContext.Current.CancellationToken
        );

        for (int i = 0; i < clips.Length; i++)
        {
            Assert.NotSame(clips[i], batch[i]);
            List<(int, long, string)> alone = await FramesAsync(clips[i], s_request);
            Assert.NotEmpty(alone);
            Assert.Equal(alone, await FramesAsync(batch[i], s_request with { DecoderThreads = 2 }));

            // Asked again, or for something else, the clip is read.
            Assert.Equal(alone, await FramesAsync(batch[i], s_request));
            Assert.Equal(
                await FramesAsync(clips[i], s_request with { LongSide = 64 }),
                await FramesAsync(batch[i], s_request with { LongSide = 64 })
            );
        }
    }

    [Fact]
    public async Task Read_WithADamagedClip_LeavesEveryClipToItself()
    {
        using TempFolder folder = new();
        FFmpegClipFrames good = await MakeAsync(
            folder,
            "good.mp4",
            "testsrc2=s=320x180:r=25:d=4",
            "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 25"
        );
        FFmpegClipFrames bad = await MakeAsync(
            folder,
            "bad.mp4",
            "testsrc2=s=320x180:r=25:d=4",
            "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 25"
        );
        byte[] bytes = await File.ReadAllBytesAsync(folder.File("bad.mp4"), TestContext.Current.CancellationToken);
        bytes.AsSpan(bytes.AsSpan().IndexOf("mdat"u8) + 4, 20_000).Fill(0xA5);
        await File.WriteAllBytesAsync(folder.File("bad.mp4"), bytes, TestContext.Current.CancellationToken);

        IReadOnlyList<IClipFrameSource> batch = await FrameBatch.ReadAsync(
            s_tools,
            [(good, s_request), (bad, s_request)],
            TestContext.Current.CancellationToken
        );

        Assert.Equal([good, bad], batch);
        Assert.Equal(4, (await FramesAsync(batch[0], s_request)).Count);
    }

    [Fact]
    public async Task Read_WindowsOfSeveralClips_GivesWhatEachGivesAlone()
    {
        using TempFolder folder = new();
        FFmpegClipFrames[] clips =
        [
            await MakeAsync(folder, "a.mp4", "testsrc2=s=320x180:r=25:d=6", "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 25 -bf 3"),
            await MakeAsync(
                folder,
                "b.mp4",
                "mandelbrot=s=180x320:r=30000/1001,trim=duration=4",
                "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=20 -tag:v hvc1"
            ),
        ];
        FrameRequest[] requests =
        [
            .. clips.Select(c => new FrameRequest
            {
                Selection = FrameSelection.Windows,
                LongSide = 96,
                Windows =
                [
                    .. new[] { 0.3, 0.9, 3.1 }.Select(t => new MediaRange(
                        MediaTime.FromSeconds(t, c.Stream.TimeBase),
                        MediaTime.FromSeconds(t + 0.4, c.Stream.TimeBase)
                    )),
                ],
                SeekPoints = [MediaTime.FromSeconds(2, c.Stream.TimeBase)],
            }),
        ];

        IReadOnlyList<IClipFrameSource> batch = await FrameBatch.ReadAsync(
            s_tools,
            [.. clips.Zip(requests)],
            TestContext.Current.CancellationToken
        );

        for (int i = 0; i < clips.Length; i++)
        {
            Assert.NotSame(clips[i], batch[i]);
            List<(int, long, string)> alone = await FramesAsync(clips[i], requests[i]);
            Assert.True(alone.Select(f => f.Item1).Distinct().Count() == 3);
            Assert.Equal(alone.Order(), (await FramesAsync(batch[i], requests[i] with { Windows = [.. requests[i].Windows] })).Order());
        }
    }

    private static async Task<FFmpegClipFrames> MakeAsync(TempFolder folder, string name, string picture, string options)
    {
        TestTools.FFmpeg(["-f", "lavfi", "-i", picture, .. options.Split(' '), folder.File(name)]);
        return new FFmpegClipFrames(
            s_tools,
            await new MediaProbe(s_tools).ProbeAsync(folder.File(name), TestContext.Current.CancellationToken)
        );
    }

    private static async Task<List<(int Window, long Ticks, string Pixels)>> FramesAsync(IClipFrameSource source, FrameRequest request)
    {
        List<(int, long, string)> frames = [];
        await using IFrameReader reader = await source.OpenAsync(request, TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            frames.Add(
                (
                    reader.Current.Window,
                    reader.Current.Time.Ticks,
                    Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(reader.Current.Pixels.Span))
                )
            );
        }

        return frames;
    }
}
