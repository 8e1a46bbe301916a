using System.Security.Cryptography;
using MontageAI.Containers.Joining;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Proxies;

public sealed class ProxyRendererTests
{
    [TableTheory(Every = 3)]
    [InlineData("30", 640, 360)]
    [InlineData("25", 360, 640)]
    [InlineData("24000/1001", 360, 360)]
    [InlineData("60", 288, 360)]
    [InlineData("60000/1001", 640, 360)]
    public async Task Render_AnyCanvasAndRate_ParameterSetsAreThoseOfARenderedShotToTheByte(string rate, int width, int height)
    {
        using Scene scene = new() { Format = new(Scene.Rate(rate), new Canvas(width, height), RenderProfile.Preview) };
        foreach (string own in (string[])["25", "60000/1001"])
        {
            string source = scene.Counter($"count{own.Length}.mp4", own, 40);
            scene.AddAtFrame(source, 3, 12);
            (ProxyFile proxy, _) = await scene.ProxyAsync(source);

            IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

            Assert.Equal(await ProxyScene.SetupAsync(shots[^1].Path), await ProxyScene.SetupAsync(proxy.Path));
            Assert.Equal(40, proxy.Frames);
            Assert.Equal(Enumerable.Range(0, 40), Measure.Packets(proxy.Path).KeyFrames);
        }
    }

    [Theory]
    [InlineData("rotated", "-vf", "scale=320:180")]
    [InlineData("wide pixels", "-vf", "scale=180:144,setsar=64/45")]
    [InlineData("untagged SD", "-vf", "scale=320:240,setparams=colorspace=unknown")]
    [InlineData(
        "interlaced",
        "-vf",
        "scale=320:180,tinterlace=interleave_top,fieldorder=tff",
        "-flags",
        "+ilme+ildct",
        "-x264-params",
        "tff=1"
    )]
    [InlineData(
        "PQ",
        "-vf",
        "scale=320:180,format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc",
        "-pix_fmt",
        "yuv420p10le"
    )]
    [InlineData("full range", "-vf", "scale=320:180:out_range=pc,setparams=range=pc", "-pix_fmt", "yuvj420p")]
    public async Task Render_OddPictures_LookAsInARenderedShot(string kind, params string[] encode)
    {
        using Scene scene = new()
        {
            Format = new(new FrameRate(25), new Canvas(320, 180), RenderProfile.Preview with { Crf = 4 }, PictureFit.Pad),
        };
        string source = scene.Source(
            kind.Replace(' ', '-') + ".mp4",
            ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=2", "-pix_fmt", "yuv420p", "-crf", "8", "-g", "12", .. encode]
        );
        if (kind == "rotated")
        {
            source = scene.Source("turned.mp4", "-i", source, "-c", "copy", "-metadata:s:v", "rotate=90");
        }

        VideoStreamInfo video = scene.Probe(source).MainVideo!;
        Assert.True(
            kind switch
            {
                "rotated" => video.Rotation == 270,
                "wide pixels" => video.SampleAspect.Value > 1.4,
                "interlaced" => video.IsInterlaced,
                "PQ" => video.Color.IsHdr,
                "full range" => video.Color.Range == "pc",
                _ => video.Color.Matrix is null && video.Height < 576,
            }
        );
        long step = scene.Probe(source).MainVideo!.TimeBase.Denominator / 25;
        scene.Add(source, (scene.Probe(source).MainVideo!.StartPts ?? 0) + (step * 8), 12);
        (ProxyFile proxy, ProxyIndex index) = await scene.ProxyAsync(source);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        byte[][] pictures = ProxyScene.Luma(proxy.Path, 320, 180);
        byte[][] shown = ProxyScene.Luma(shots[0].Path, 320, 180);
        Assert.Equal(12, shown.Length);
        // Above 38 dB: what two encodings of one picture differ by, and no other picture or colour.
        Assert.All(
            index.Picked(scene.Jobs[0], scene.Format),
            (sample, k) => Assert.InRange(ProxyScene.Error(shown[k], pictures[sample]), 0, 10)
        );
    }

    [TableTheory(Every = 3)]
    [InlineData("30", 1, 1)]
    [InlineData("60", 1, 1)]
    [InlineData("24", 1, 1)]
    [InlineData("30", 1, 2)]
    [InlineData("30", 3, 1)]
    public async Task Pick_BetweenRenderedShots_JoinsIntoTheFilmThatRenderingAllOfThemGives(string rate, int numerator, int denominator)
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", rate, 120, "-bf", "2", "-crf", "4");
        foreach (int start in (int[])[5, 31, 17, 62])
        {
            scene.AddAtFrame(source, start, 10, new Rational(numerator, denominator));
        }

        (_, ProxyIndex index) = await scene.ProxyAsync(source);
        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();
        JoinPart[] rendered = [.. shots.Select(s => new JoinPart(s.Path, s.Frames))];
        JoinPart[] mixed = [.. rendered];
        foreach (int i in (int[])[1, 2])
        {
            mixed[i] = new JoinPart(index.Path, 10, index.Picked(scene.Jobs[i], scene.Format));
        }

        string all = await JoinAsync(scene, "all.mp4", rendered),
            some = await JoinAsync(scene, "some.mp4", mixed);

        Assert.Equal(Numbers(all), Numbers(some));
        Assert.Equal(40, Numbers(some).Length);
        Assert.Equal(Measure.Packets(all).Times, Measure.Packets(some).Times);
    }

    private static int[] Numbers(string film) => [.. Measure.FrameLuma(film).Select(l => (int)Math.Round((l - 20) / 10.0))];

    private static async Task<string> JoinAsync(Scene scene, string name, IReadOnlyList<JoinPart> parts) =>
        (
            await new Joiner().JoinAsync(
                new JoinRequest
                {
                    Rate = scene.Format.Rate,
                    Parts = parts,
                    OutputPath = scene.Folder.File(name),
                },
                CancellationToken.None
            )
        ).Path;

    [Fact]
    public async Task Render_WithAnalysis_ReadsTheSameFramesAsAnalysisAlone()
    {
        using Scene scene = new();
        string flat = scene.Source(
            "flat.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=640x360:rate=25:duration=2",
            "-pix_fmt",
            "yuv420p",
            "-bf",
            "2",
            "-g",
            "30"
        );
        string source = scene.Source("turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90");
        List<(MediaTime, string)> shared = [];

        (ProxyFile proxy, _) = await scene.ProxyAsync(source, async (frames, ct) => shared = await ReadAsync(frames));

        Assert.Equal(50, proxy.Frames);
        Assert.Equal(await ReadAsync(new FFmpegClipFrames(Scene.Tools, scene.Probe(source))), shared);
    }

    private static async Task<List<(MediaTime Time, string Picture)>> ReadAsync(IClipFrameSource source)
    {
        List<(MediaTime, string)> frames = [];
        await using IFrameReader reader = await source.OpenAsync(
            new FrameRequest
            {
                Selection = FrameSelection.All,
                LongSide = 320,
                Averaged = false,
            },
            CancellationToken.None
        );
        while (await reader.ReadAsync(CancellationToken.None))
        {
            frames.Add((reader.Current.Time, Convert.ToHexString(SHA256.HashData(reader.Current.Pixels.Span))));
        }

        return frames;
    }

    [Fact]
    public async Task Render_Twice_SameBytes()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60, "-bf", "2");
        byte[] first = await File.ReadAllBytesAsync((await scene.ProxyAsync(source)).File.Path);

        Assert.Equal(first, await File.ReadAllBytesAsync((await scene.ProxyAsync(source)).File.Path));
    }

    [Fact]
    public async Task Render_Cancelled_LeavesNothing()
    {
        using Scene scene = new() { Format = new(new FrameRate(30), new Canvas(640, 360), RenderProfile.Preview) };
        string source = scene.Source(
            "long.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=640x360:rate=30:duration=20",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p"
        );
        MediaInfo info = scene.Probe(source);
        using CancellationTokenSource stop = new();
        ProxyFileRequest job = new()
        {
            Source = info,
            Video = info.MainVideo!,
            Format = scene.Format,
            OutputPath = scene.Folder.File("proxy.mp4"),
        };

        async Task StopSoonAsync(IClipFrameSource frames, CancellationToken token)
        {
            await using IFrameReader reader = await frames.OpenAsync(new FrameRequest { Selection = FrameSelection.All }, token);
            for (int i = 0; await reader.ReadAsync(token); i++)
            {
                if (i == 50)
                {
                    await stop.CancelAsync();
                }
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new ProxyRenderer(Scene.Tools).RenderAsync(job, StopSoonAsync, stop.Token)
        );
        Assert.Equal(["long.mp4"], Directory.GetFiles(scene.Folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Render_NothingToDecode_SaysSoAndLeavesNothing()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 30);
        MediaInfo info = scene.Probe(source);
        byte[] bytes = await File.ReadAllBytesAsync(source);
        int data = bytes.AsSpan().IndexOf("mdat"u8);
        int tables = bytes.AsSpan().IndexOf("moov"u8);
        bytes.AsSpan(data + 4, tables - 4 - (data + 4)).Clear();
        await File.WriteAllBytesAsync(source, bytes);
        ProxyFileRequest job = new()
        {
            Source = info,
            Video = info.MainVideo!,
            Format = scene.Format,
            OutputPath = scene.Folder.File("proxy.mp4"),
        };

        await Assert.ThrowsAsync<MediaException>(() => new ProxyRenderer(Scene.Tools).RenderAsync(job, null, CancellationToken.None));
        Assert.Equal(["count.mp4"], Directory.GetFiles(scene.Folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ReadIndex_NoProxyOrCutOff_IsRefused()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60);
        (ProxyFile proxy, ProxyIndex index) = await scene.ProxyAsync(source);
        byte[] whole = await File.ReadAllBytesAsync(proxy.Path);
        string cut = scene.Folder.File("cut.mp4");
        await File.WriteAllBytesAsync(cut, whole[..^3]);

        Assert.Equal(60, index.Count);
        await Assert.ThrowsAsync<InvalidDataException>(() => ProxyIndex.ReadAsync(source, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidDataException>(() => ProxyIndex.ReadAsync(cut, CancellationToken.None));
    }
}
