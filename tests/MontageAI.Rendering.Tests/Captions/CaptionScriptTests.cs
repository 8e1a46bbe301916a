using MontageAI.Errors;
using MontageAI.Rendering.Captions;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Captions;

/// <summary>Text burned into shots: where it is seen, when, and how it goes on over a cut.</summary>
public sealed class CaptionScriptTests
{
    private const string Long =
        "Nobody knew how far the road would take us before the night came down over the mountains and the rivers that we had crossed";

    public static TheoryData<string, int, int> StylesAndShapes =>
        [.. CaptionDesign.Names.SelectMany(n => new[] { (n, 320, 180), (n, 180, 320), (n, 240, 240) })];

    [Theory]
    [MemberData(nameof(StylesAndShapes))]
    public async Task Burn_LongCaption_StaysInsideTheSafeAreaInFewLines(string style, int width, int height)
    {
        using Scene scene = Grey(width, height, "30");
        string film = await FilmAsync(scene, style, [60], new CaptionCue(new FrameRange(0, 60), Long));

        for (int frame = 5; frame < 60; frame += 18)
        {
            Ink ink = new(Measure.Picture(film, frame), width, height);
            Assert.True(ink.Any, $"no text in frame {frame}");
            Assert.InRange(ink.Left, 0.05 * width, 0.5 * width);
            Assert.InRange(ink.Right, 0.5 * width, 0.95 * width);
            Assert.InRange(ink.Bottom, 0.5 * height, (height > width ? 0.84 : 0.95) * height);
            // Type and the space between lines: no more than two lines, three in tall pictures.
            double line = (height > width ? CaptionDesign.Of(style).TallSize : CaptionDesign.Of(style).Size) * Math.Min(width, height);
            Assert.InRange(ink.Bottom - ink.Top, 0.4 * line, (height > width ? 3.5 : 2.5) * line);
        }
    }

    [Theory]
    [InlineData("24000/1001", 7, 31)]
    [InlineData("25", 10, 11)]
    [InlineData("60", 29, 47)]
    public async Task Burn_Cue_IsSeenInItsFramesAndInNoOther(string rate, int start, int end)
    {
        using Scene scene = Grey(320, 180, rate);
        string film = await FilmAsync(scene, "bold", [60], new CaptionCue(new FrameRange(start, end), "Hello"));

        Assert.Equal(
            Enumerable.Range(start, end - start),
            Enumerable.Range(0, 60).Where(f => new Ink(Measure.Picture(film, f), 320, 180).Any)
        );
    }

    [Theory]
    [InlineData("bold", 320, 180)]
    [InlineData("karaoke", 320, 180)]
    [InlineData("tiktok", 180, 320)]
    [InlineData("minimal", 180, 320)]
    public async Task Burn_CueThatMakesWay_StandsInTheUpperPartOffTheEdge(string style, int width, int height)
    {
        using Scene scene = Grey(width, height, "30");
        string film = await FilmAsync(scene, style, [30], new CaptionCue(new FrameRange(0, 30), "Hello there") { Place = TextPlace.Upper });

        Ink ink = new(Measure.Picture(film, 20), width, height);
        Assert.True(ink.Any);
        Assert.InRange(ink.Top, 0.03 * height, 0.35 * height);
        Assert.InRange(ink.Bottom, 0, 0.5 * height);
    }

    [Fact]
    public async Task Burn_CueOverACut_StandsStillThroughIt()
    {
        using Scene scene = Grey(320, 180, "30");
        string film = await FilmAsync(scene, "minimal", [20, 3, 37], new CaptionCue(new FrameRange(10, 50), "It goes on"));

        byte[] before = Measure.Picture(film, 19);
        Assert.True(new Ink(before, 320, 180).Any);
        Assert.All(
            new[] { 20, 21, 22, 23, 40 },
            f => Assert.InRange(Measure.Picture(film, f).Zip(before, (a, b) => Math.Abs(a - b)).Average(), 0, 1.5)
        );
    }

    // The light goes from left to right, and over the cut at frame 30 as if there were none.
    [Fact]
    public async Task Burn_KaraokeOverACut_GoesOnFilling()
    {
        using Scene scene = Grey(320, 180, "30");
        string film = await FilmAsync(scene, "karaoke", [30, 30], new CaptionCue(new FrameRange(0, 60), "Fill me word by word now"));

        double[] lit = [.. Enumerable.Range(0, 12).Select(i => (double)Coloured(Measure.Picture(film, (5 * i) + 2), "33C3FF"))];
        Assert.All(lit.Zip(lit.Skip(1)), p => Assert.True(p.Second >= p.First - 3, string.Join(' ', lit)));
        Assert.True(lit[^1] > 300 && lit[0] < 0.2 * lit[^1], string.Join(' ', lit));
        Assert.InRange(Coloured(Measure.Picture(film, 30), "33C3FF") - Coloured(Measure.Picture(film, 29), "33C3FF"), -5, lit[^1] / 12);
    }

    [Theory]
    [InlineData("one two three", true)]
    [InlineData("مرحبا بالعالم الجميل", false)]
    public async Task Burn_WordByWord_LightFollowsTheDirectionOfTheScript(string text, bool rightward)
    {
        using Scene scene = Grey(640, 360, "30");
        string film = await FilmAsync(scene, "tiktok", [60], new CaptionCue(new FrameRange(0, 60), text));

        double first = Middle(Measure.Picture(film, 2), 640, "FFE135"),
            last = Middle(Measure.Picture(film, 57), 640, "FFE135");
        Assert.True(rightward ? last > first + 60 : last < first - 60, $"{first} to {last}");
    }

    [Fact]
    public async Task Burn_KnownWordTimes_WordsAreLitWhenTheyAreSaid()
    {
        using Scene scene = Grey(640, 360, "30");
        CaptionCue cue = new(new FrameRange(0, 60), "one two", [new(new FrameRange(0, 50), "one"), new(new FrameRange(50, 60), "two")]);
        string film = await FilmAsync(scene, "tiktok", [60], cue);

        Assert.Equal(Middle(Measure.Picture(film, 2), 640, "FFE135"), Middle(Measure.Picture(film, 49), 640, "FFE135"), 3.0);
        Assert.True(Middle(Measure.Picture(film, 50), 640, "FFE135") > 320);
    }

    [Fact]
    public async Task Burn_TextThatLooksLikeACommand_IsShownAsItIs()
    {
        using Scene scene = Grey(320, 180, "30");
        string film = await FilmAsync(
            scene,
            "bold",
            [10],
            new CaptionCue(new FrameRange(0, 5), "{\\alpha&HFF&}"),
            new CaptionCue(new FrameRange(5, 10), "a'b:c,d%[e];\\h")
        );

        Assert.True(new Ink(Measure.Picture(film, 2), 320, 180) is { Any: true } first && first.Right - first.Left > 80);
        Assert.True(new Ink(Measure.Picture(film, 7), 320, 180) is { Any: true } second && second.Right - second.Left > 60);
    }

    [Fact]
    public async Task Burn_Titles_StandWhereTheyBelongAndFade()
    {
        using Scene scene = Grey(320, 180, "30");
        Timeline timeline = Plan(scene, null, [60, 60]) with
        {
            Titles =
            [
                new TitleCard(new FrameRange(0, 60), TitleKind.LowerThird, "Anna", "Guide"),
                new TitleCard(new FrameRange(60, 120), TitleKind.EndCard, "The End"),
            ],
        };
        string film = await FilmAsync(scene, timeline, [60, 60]);

        Ink third = new(Measure.Picture(film, 30), 320, 180),
            card = new(Measure.Picture(film, 90), 320, 180);
        Assert.InRange(third.Right, 20, 200);
        Assert.InRange(third.Top, 110, 170);
        int[] luma = [.. Measure.FrameColors(film, "crop=40:40:0:0,").Select(c => c.G)];
        Assert.InRange(luma[90], 0.3 * luma[30], 0.75 * luma[30]);
        Assert.InRange(luma[62], luma[90] + 10, luma[30] - 1);
        Assert.InRange(luma[119], luma[90] - 3, luma[90] + 3);
        Assert.InRange((card.Left + card.Right) / 2.0, 140, 180);
    }

    [Fact]
    public void For_StretchWithoutText_GivesNothing()
    {
        using Scene scene = Grey(320, 180, "30");
        Timeline timeline = Plan(scene, "minimal", [30, 30], new CaptionCue(new FrameRange(0, 30), "a"));

        Assert.NotNull(CaptionScript.For(timeline, new FrameRange(0, 30)));
        Assert.Null(CaptionScript.For(timeline, new FrameRange(30, 60)));
        Assert.Null(CaptionScript.For(timeline, new FrameRange(0, 30), _ => ""));
    }

    [Fact]
    public void For_UnknownStyle_IsRefusedWithTheStylesThereAre()
    {
        using Scene scene = Grey(320, 180, "30");
        ConfigurationException error = Assert.Throws<ConfigurationException>(() =>
            CaptionScript.For(Plan(scene, "funny", [30], new CaptionCue(new FrameRange(0, 30), "a")), new FrameRange(0, 30))
        );

        Assert.Contains("karaoke", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Readable_LettersThatNoFontHas_AreLeftOut()
    {
        FontCoverage fonts = FontCoverage.Parse("False\t20-7e a0-17f\nFalse\t600-6ff 2764\nTrue\t1f600-1f64f\n");

        Assert.Equal("Hi  \u2764 سلام", fonts.Readable("Hi \U0001F600 \u2764\uFE0F سلام"));
        Assert.Equal([0x1F600, 0x1F984], fonts.Missing("a \U0001F600\U0001F600 \U0001F984 \u200D").Select(r => r.Value));
        Assert.True(fonts.IsOnlyColoured(new System.Text.Rune(0x1F600)));
        Assert.False(fonts.IsOnlyColoured(new System.Text.Rune(0x1F984)));
    }

    [Fact]
    public async Task ReadAsync_NoFontconfig_KnowsNothing() =>
        Assert.Null(await FontCoverage.ReadAsync("/nowhere", CancellationToken.None));

    private static Scene Grey(int width, int height, string rate) =>
        new() { Format = new(Scene.Rate(rate), new Canvas(width, height), RenderProfile.Preview with { Crf = 12 }) };

    private static Timeline Plan(Scene scene, string? style, int[] shots, params CaptionCue[] cues) =>
        new()
        {
            Rate = scene.Format.Rate,
            Frames = shots.Sum(),
            Aspect = new Rational(scene.Format.Canvas.Width, scene.Format.Canvas.Height),
            Style = "test",
            Seed = 1,
            Sources = [],
            Shots = [],
            Captions = style is null ? null : new CaptionTrack { Style = style, Cues = cues },
        };

    private static Task<string> FilmAsync(Scene scene, string style, int[] shots, params CaptionCue[] cues) =>
        FilmAsync(scene, Plan(scene, style, shots, cues), shots);

    private static async Task<string> FilmAsync(Scene scene, Timeline timeline, int[] shots)
    {
        string source = scene.Source(
            "grey.mp4",
            "-f",
            "lavfi",
            "-i",
            $"color=c=0x5A5A5A:size={scene.Format.Canvas.Width}x{scene.Format.Canvas.Height}:rate={scene.Format.Rate}:duration=8",
            "-pix_fmt",
            "yuv420p"
        );
        List<ShotRequest> jobs = [];
        foreach (int frames in shots)
        {
            ShotRequest job = scene.AddAtFrame(source, 0, frames);
            jobs.Add(job with { Text = CaptionScript.For(timeline, job.Shot.Record) });
        }

        using ShotRenderer renderer = new(Scene.Tools);
        IReadOnlyList<RenderedShot> rendered = await renderer.RenderAsync(jobs, scene.Format, null, null, CancellationToken.None);
        return (
            await new MontageAI.Containers.Joining.Joiner().JoinAsync(
                new()
                {
                    Rate = scene.Format.Rate,
                    Parts = [.. rendered.Select(s => new MontageAI.Containers.Joining.JoinPart(s.Path, s.Frames))],
                    OutputPath = scene.Folder.File("film.mp4"),
                    Overwrite = true,
                },
                CancellationToken.None
            )
        ).Path;
    }

    private static bool Is(byte[] picture, int at, string rgb) =>
        Enumerable.Range(0, 3).All(c => Math.Abs(picture[at + c] - Convert.ToInt32(rgb.Substring(2 * c, 2), 16)) < 60);

    private static int Coloured(byte[] picture, string rgb) => Enumerable.Range(0, picture.Length / 3).Count(i => Is(picture, 3 * i, rgb));

    private static double Middle(byte[] picture, int width, string rgb) =>
        Enumerable
            .Range(0, picture.Length / 3)
            .Where(i => Is(picture, 3 * i, rgb))
            .Select(i => (double)(i % width))
            .DefaultIfEmpty(double.NaN)
            .Average();

    /// <summary>Where a picture is not the grey that it was before text came.</summary>
    private sealed class Ink
    {
        public Ink(byte[] picture, int width, int height)
        {
            (Left, Top, Right, Bottom) = (width, height, 0, 0);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int at = 3 * ((y * width) + x);
                    if (Math.Max(picture[at], picture[at + 2]) > 180)
                    {
                        (Left, Right, Top, Bottom) = (Math.Min(Left, x), Math.Max(Right, x), Math.Min(Top, y), Math.Max(Bottom, y));
                    }
                }
            }
        }

        public int Left { get; }

        public int Right { get; }

        public int Top { get; }

        public int Bottom { get; }

        public bool Any => Right > Left;
    }
}
