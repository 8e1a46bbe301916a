using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.BadInput;

/// <summary>Odd pictures come out upright, in the right shape and in the right colours, as seen in the rendered file.</summary>
public sealed class PictureMatrixTests
{
    private const string To709 = "scale=out_color_matrix=bt709:out_range=tv";

    public static TheoryData<string, string, string, string[]> Recipes =>
        new()
        {
            {
                "bt709",
                "card.mp4",
                To709 + ",format=yuv420p",
                ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
            },
            {
                "bt601 tagged",
                "card.mp4",
                "scale=out_color_matrix=bt601:out_range=tv,format=yuv420p",
                ["-colorspace", "smpte170m", "-color_primaries", "smpte170m", "-color_trc", "smpte170m"]
            },
            {
                "small and untagged (bt601 by custom)",
                "card.avi",
                "scale=out_color_matrix=bt601:out_range=tv,format=yuv420p",
                ["-c:v", "mpeg4", "-q:v", "2"]
            },
            {
                "full range",
                "card.mp4",
                "scale=out_color_matrix=bt709:out_range=pc,format=yuvj420p",
                ["-colorspace", "bt709", "-color_range", "pc"]
            },
            {
                "full range JPEG in bt601",
                "card.mov",
                "scale=out_color_matrix=bt601:out_range=pc,format=yuvj422p",
                ["-c:v", "mjpeg", "-q:v", "2", "-colorspace", "smpte170m"]
            },
            { "4:4:4", "card.mp4", To709 + ",format=yuv444p", ["-colorspace", "bt709"] },
            {
                "4:2:2 10 bit",
                "card.mov",
                To709 + ",format=yuv422p10le,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
                ["-c:v", "prores_ks"]
            },
            {
                "10 bit HEVC",
                "card.mp4",
                To709 + ",format=yuv420p10le",
                ["-c:v", "libx265", "-x265-params", "log-level=none", "-colorspace", "bt709"]
            },
            { "RGB", "card.mkv", "format=bgr0", ["-c:v", "ffv1"] },
            { "palette", "card.gif", "format=rgb8", [] },
        };

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Render_AnyPixelFormat_HasTheColorsOfTheCard(string what, string name, string filter, string[] encode)
    {
        using Scene scene = Landscape();
        string source = scene.Source(name, ["-f", "lavfi", "-i", Card.Input(320, 180), "-vf", filter, "-t", "0.5", .. encode]);
        scene.Add(source, scene.Probe(source).MainVideo!.StartPts ?? 0, 5);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Card.AssertUpright(Card.Quarters(shots[0].Path, 4, 320, 180), what == "palette" ? 40 : 10);
        Assert.Equal(
            "tv,bt709,bt709,bt709",
            string.Join(
                ',',
                new[] { "color_range", "color_space", "color_transfer", "color_primaries" }.Select(f =>
                    Measure.Fact(shots[0].Path, "v:0", f)
                )
            )
        );
        Assert.Equal("yuv420p", Measure.Fact(shots[0].Path, "v:0", "pix_fmt"));
    }

    [Theory]
    [InlineData("smpte2084")]
    [InlineData("arib-std-b67")]
    public async Task Render_Hdr_IsBroughtToStandardRange(string transfer)
    {
        using Scene scene = Landscape();
        string source = scene.Source(
            "hdr.mp4",
            "-f",
            "lavfi",
            "-i",
            Card.Input(320, 180),
            "-t",
            "0.4",
            "-vf",
            "scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le",
            "-c:v",
            "libx265",
            "-x265-params",
            "log-level=none",
            "-color_trc",
            transfer,
            "-color_primaries",
            "bt2020",
            "-colorspace",
            "bt2020nc",
            "-color_range",
            "tv"
        );
        Assert.True(scene.Probe(source).MainVideo!.Color.IsHdr);
        scene.Add(source, 0, 5);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        (int R, int G, int B)[] q = Card.Quarters(shots[0].Path, 3, 320, 180);
        Assert.True(q[0].R - q[0].G > 90, $"red is {q[0]}");
        Assert.True(q[1].G - q[1].R > 60, $"green is {q[1]}");
        Assert.True(q[2].B - q[2].R > 90, $"blue is {q[2]}");
        Assert.InRange(q[3].R, 90, 175);
        Assert.InRange(Math.Abs(q[3].R - q[3].B), 0, 8);
        Assert.Equal("bt709", Measure.Fact(shots[0].Path, "v:0", "color_transfer"));
    }

    [Theory]
    [InlineData(90, "transpose=cclock")]
    [InlineData(180, "hflip,vflip")]
    [InlineData(270, "transpose=clock")]
    public async Task Render_RotationFlag_IsUpright(int rotation, string coded)
    {
        using Scene scene = Landscape();
        string plain = scene.Source(
            "coded.mp4",
            "-f",
            "lavfi",
            "-i",
            Card.Input(320, 180),
            "-vf",
            $"{coded},{To709},format=yuv420p",
            "-colorspace",
            "bt709",
            "-t",
            "0.4"
        );
        string source = scene.Source("turned.mp4", "-i", plain, "-c", "copy", "-metadata:s:v", $"rotate={360 - rotation}");
        Assert.Equal(rotation, scene.Probe(source).MainVideo!.Rotation);
        scene.Add(source, 0, 5);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Card.AssertUpright(Card.Quarters(shots[0].Path, 4, 320, 180));
        Assert.Equal("", TestTools.FFprobe("-show_entries", "stream_side_data=rotation", "-of", "default=nw=1:nk=1", shots[0].Path).Trim());
    }

    [TableTheory(Every = 3)]
    [InlineData("320x180", "1", PictureFit.Auto)]
    [InlineData("160x180", "2", PictureFit.Auto)]
    [InlineData("321x181", "1", PictureFit.Auto)]
    [InlineData("319x183", "1", PictureFit.Fill)]
    [InlineData("300x300", "1", PictureFit.Fill)]
    public async Task Render_OddShape_FillsTheCanvasWithoutBars(string size, string sampleAspect, PictureFit fit)
    {
        using Scene scene = Landscape(fit);
        int[] wh = [.. size.Split('x').Select(int.Parse)];
        string source = scene.Source(
            "odd.mkv",
            "-f",
            "lavfi",
            "-i",
            Card.Input(wh[0], wh[1]),
            "-t",
            "0.4",
            "-vf",
            $"setsar={sampleAspect},{To709},format=yuv444p",
            "-c:v",
            "ffv1",
            "-colorspace",
            "bt709"
        );
        scene.Add(source, 0, 5);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Card.AssertUpright(Card.Quarters(shots[0].Path, 4, 320, 180));
        byte[] rgb = Measure.Picture(shots[0].Path, 4);
        Assert.True(Card.At(rgb, 320, 2, 2).R > 150 && Card.At(rgb, 320, 317, 177).G > 90, "a bar at the edge");
        Assert.Equal("1:1", Measure.Fact(shots[0].Path, "v:0", "sample_aspect_ratio"));
    }

    [TableTheory(Every = 3)]
    [InlineData("180x320", PictureFit.Pad)]
    [InlineData("240x180", PictureFit.Pad)]
    [InlineData("320x80", PictureFit.Pad)]
    [InlineData("180x320", PictureFit.Auto)]
    [InlineData("240x180", PictureFit.Auto)]
    [InlineData("320x80", PictureFit.Blur)]
    public async Task Render_OtherShape_IsWholeAndKeepsItsProportions(string size, PictureFit fit)
    {
        using Scene scene = Landscape(fit);
        int[] wh = [.. size.Split('x').Select(int.Parse)];
        string source = scene.Source(
            "other.mp4",
            "-f",
            "lavfi",
            "-i",
            Card.Input(wh[0], wh[1]),
            "-t",
            "0.4",
            "-vf",
            To709 + ",format=yuv420p",
            "-colorspace",
            "bt709"
        );
        scene.Add(source, 0, 5);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        byte[] rgb = Measure.Picture(shots[0].Path, 4);
        double scale = Math.Min(320.0 / wh[0], 180.0 / wh[1]);
        int left = (int)((320 - (wh[0] * scale)) / 2);
        int top = (int)((180 - (wh[1] * scale)) / 2);
        (int R, int G, int B) beside = Card.At(rgb, 320, left > 4 ? left - 4 : 10, top > 4 ? top - 4 : 10);
        if (fit == PictureFit.Pad)
        {
            Assert.True(beside is { R: < 20, G: < 20, B: < 20 }, "no black bar");
        }
        else
        {
            // The card's red quarter, darkened.
            Assert.True(beside is { R: > 50 and < 160, G: < 60 }, $"no backdrop: {beside}");
        }

        Assert.True(Card.At(rgb, 320, left + 6, top + 6).R > 150, "the picture's corner is not where it should be");
        Assert.True(Card.At(rgb, 320, 320 - left - 6, 180 - top - 6).G > 90, "the picture's other corner is not where it should be");
    }

    [Fact]
    public async Task Render_Interlaced_HasNoCombs()
    {
        using Scene scene = new() { Format = new(new FrameRate(25), new Canvas(128, 96), RenderProfile.Standard) };
        string source = scene.Source(
            "fields.mpg",
            "-f",
            "lavfi",
            "-i",
            "color=black:size=128x96:rate=50,geq=lum='if(lt(mod(X-6*N+1280,64),32),220,30)':cb=128:cr=128",
            "-t",
            "1.2",
            "-vf",
            "tinterlace=interleave_top,setfield=tff",
            "-c:v",
            "mpeg2video",
            "-q:v",
            "2",
            "-flags",
            "+ildct+ilme",
            "-top",
            "1"
        );
        VideoStreamInfo video = scene.Probe(source).MainVideo!;
        Assert.True(video.IsInterlaced);
        scene.Add(source, (video.StartPts ?? 0) + MediaTime.FromSeconds(0.2, video.TimeBase).Ticks, 15);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.True(Combs(source, 8) > 30, "the source should be combed");
        Assert.True(Combs(shots[0].Path, 8) < 6, $"combs of {Combs(shots[0].Path, 8):0.0}");
    }

    [Fact]
    public async Task Render_OneOfTwoVideoStreams_ShowsTheOneChosen()
    {
        using Scene scene = Landscape();
        string source = scene.Source(
            "two.mp4",
            "-f",
            "lavfi",
            "-i",
            "color=red:size=64x36:rate=30",
            "-f",
            "lavfi",
            "-i",
            "color=blue:size=128x72:rate=30",
            "-map",
            "0",
            "-map",
            "1",
            "-t",
            "1",
            "-pix_fmt",
            "yuv420p"
        );
        foreach (VideoStreamInfo video in scene.Probe(source).Video)
        {
            scene.Add(source, 3 * video.TimeBase.Denominator / 30, 5, video: video);
        }

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.True(Measure.FrameColors(shots[0].Path)[2] is { R: > 200, B: < 50 });
        Assert.True(Measure.FrameColors(shots[1].Path)[2] is { R: < 50, B: > 200 });
    }

    [Fact]
    public async Task Render_FileWithCoverArt_ShowsTheMovingPicture()
    {
        using Scene scene = Landscape();
        string cover = scene.Source("cover.png", "-f", "lavfi", "-i", "color=red:size=640x640", "-frames:v", "1");
        string source = scene.Source(
            "covered.mp4",
            "-i",
            cover,
            "-f",
            "lavfi",
            "-i",
            "color=blue:size=128x72:rate=30:duration=1",
            "-map",
            "0",
            "-map",
            "1",
            "-c:v:0",
            "png",
            "-c:v:1",
            "libx264",
            "-pix_fmt:v:1",
            "yuv420p",
            "-disposition:v:0",
            "attached_pic"
        );
        scene.Add(source, 0, 5);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.True(Measure.FrameColors(shots[0].Path)[4] is { R: < 50, B: > 200 });
    }

    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("video/dog_bed_720p_rot90.mp4")]
    [InlineData("video/lamp_hevc_rot90.mov")]
    [InlineData("video/documentary_704x576.mp4")]
    [InlineData("video/palawan_1080p_hevc.mp4")]
    [InlineData("video/rooftop_av1_hdr10_portrait.mp4")]
    [InlineData("video/bbb_square_vp9.webm")]
    public async Task Render_RealClip_LooksLikeWhatAPlayerShows(string file)
    {
        string source = TestMedia.File(file);
        using Scene scene = new();
        MediaInfo info = scene.Probe(source);
        VideoStreamInfo video = info.MainVideo!;
        scene.Format = new(
            new FrameRate(25),
            Canvas.For(new Rational(video.DisplayWidth, video.DisplayHeight), RenderProfile.Preview, 180),
            RenderProfile.Preview
        );
        scene.Add(source, video.StartPts ?? 0, 5);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        // FFmpeg's own automatic turning and its picture, scaled to the same size; tone mapping may differ, positions may not.
        string reference = scene.Source(
            "reference.mkv",
            "-i",
            source,
            "-map",
            $"0:{video.Index}",
            "-frames:v",
            "1",
            "-vf",
            $"scale={scene.Format.Canvas.Width}:{scene.Format.Canvas.Height}:out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1",
            "-c:v",
            "ffv1",
            "-colorspace",
            "bt709"
        );
        Assert.True(Correlation(Measure.Picture(shots[0].Path, 0), Measure.Picture(reference, 0)) > 0.93);
    }

    private static Scene Landscape(PictureFit fit = PictureFit.Auto) =>
        new() { Format = new(new FrameRate(30), new Canvas(320, 180), RenderProfile.Preview, fit) };

    // Mean difference of a row from the mean of its neighbours, which fields of two moments drive up.
    private static double Combs(string path, int frame)
    {
        byte[] rgb = Measure.Picture(path, frame);
        double sum = 0;
        for (int y = 20; y < 76; y++)
        {
            for (int x = 0; x < 128; x++)
            {
                int Luma(int row) => Card.At(rgb, 128, x, row).G;
                sum += Math.Abs(Luma(y) - ((Luma(y - 1) + Luma(y + 1)) / 2.0));
            }
        }

        return sum / (56 * 128);
    }

    private static double Correlation(byte[] a, byte[] b)
    {
        Assert.Equal(a.Length, b.Length);
        double ma = a.Average(v => (double)v);
        double mb = b.Average(v => (double)v);
        double ab = 0,
            aa = 0,
            bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }

        return ab / Math.Sqrt(aa * bb);
    }
}
