using MontageAI.Rendering.Audio;
using MontageAI.Rendering.Checking;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Rendering.Tests.Checking;

/// <summary>Every fault is planted into an otherwise sound film and must be found as what it is.</summary>
public sealed class OutputCheckTests : IClassFixture<OutputCheckTests.GoodFilm>
{
    private readonly GoodFilm _good;

    public OutputCheckTests(GoodFilm good) => _good = good;

    [Theory]
    [InlineData(CheckDepth.Container)]
    [InlineData(CheckDepth.KeyFrames)]
    [InlineData(CheckDepth.Full)]
    public async Task Check_SoundFilm_FindsNothing(CheckDepth depth)
    {
        CheckResult result = await CheckAsync(_good.Film, depth);

        Assert.Empty(result.Findings);
        Assert.True(result.Passed);
        Assert.NotEmpty(result.Done);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public async Task Check_TruncatedFile_IsDamage(double share)
    {
        string file = _good.Scene.Folder.File($"cut{share}.mp4");
        byte[] bytes = await File.ReadAllBytesAsync(_good.Film);
        await File.WriteAllBytesAsync(file, bytes[..(int)(bytes.Length * share)]);

        CheckResult result = await CheckAsync(file, CheckDepth.Container);

        Assert.False(result.Passed);
        Assert.Contains(result.Findings, f => f.Kind == CheckKind.Damage);
    }

    [Fact]
    public async Task Check_DamagedBytes_IsDamageWhenDecodedInFull()
    {
        string file = _good.Scene.Folder.File("holes.mp4");
        byte[] bytes = await File.ReadAllBytesAsync(_good.Film);
        int data = bytes.AsSpan().IndexOf("mdat"u8) + 4000;
        Array.Fill(bytes, (byte)0xFF, data, 6000);
        await File.WriteAllBytesAsync(file, bytes);

        Assert.Contains((await CheckAsync(file, CheckDepth.Full)).Findings, f => f.Kind == CheckKind.Damage && f.IsFault);
    }

    [Fact]
    public async Task Check_NotMp4_IsDamage()
    {
        string file = _good.Scene.Folder.File("no.mp4");
        await File.WriteAllTextAsync(file, "this is no film at all, only text");

        Assert.Equal(CheckKind.Damage, Assert.Single((await CheckAsync(file, CheckDepth.Full)).Findings).Kind);
    }

    [Fact]
    public async Task Check_OneFrameMissing_IsFrameCount()
    {
        string file = Planted("short.mp4", "-i", _good.Film, "-c", "copy", "-frames:v", $"{GoodFilm.Frames - 1}");

        CheckResult result = await CheckAsync(file, CheckDepth.Container);

        Assert.Contains(result.Findings, f => f.Kind == CheckKind.FrameCount && f.IsFault);
    }

    [Fact]
    public async Task Check_FrameDroppedInTheMiddle_IsFrameTimes()
    {
        string file = Planted(
            "gap.mp4",
            "-i",
            _good.Film,
            "-vf",
            "select='not(eq(n,70))'",
            "-fps_mode",
            "passthrough",
            "-c:a",
            "copy",
            "-preset",
            "ultrafast"
        );

        CheckResult result = await CheckAsync(file, CheckDepth.Container);

        Assert.Contains(result.Findings, f => f.Kind == CheckKind.FrameTimes && f.StartSeconds > 2.2);
        Assert.Contains(result.Findings, f => f.Kind == CheckKind.FrameCount);
    }

    [Fact]
    public async Task Check_KeyFramesElsewhere_IsKeyFrames()
    {
        string file = Planted("keys.mp4", "-i", _good.Film, "-c:a", "copy", "-preset", "ultrafast", "-g", "30", "-sc_threshold", "0");

        CheckResult result = await CheckAsync(file, CheckDepth.Container);

        Assert.Equal(2, result.Findings.Count(f => f.Kind == CheckKind.KeyFrames && f.IsFault));
    }

    [Theory]
    [InlineData("0.040")]
    [InlineData("-0.040")]
    public async Task Check_SoundShifted_IsSoundOffset(string shift)
    {
        string file = Planted(
            "shift.mp4",
            "-i",
            _good.Film,
            "-itsoffset",
            shift,
            "-i",
            _good.Film,
            "-map",
            "0:v",
            "-map",
            "1:a",
            "-c",
            "copy"
        );

        CheckResult result = await CheckAsync(file, CheckDepth.Container);

        Assert.Contains(result.Findings, f => f.Kind == CheckKind.SoundOffset && f.IsFault);
    }

    [Fact]
    public async Task Check_SoundTrackMissing_IsSoundOffset()
    {
        string file = Planted("mute.mp4", "-i", _good.Film, "-c", "copy", "-an");

        Assert.Equal(CheckKind.SoundOffset, Assert.Single((await CheckAsync(file, CheckDepth.Full)).Findings).Kind);
    }

    [Fact]
    public async Task Check_SilentSound_IsFault()
    {
        string file = Planted("silent.mp4", "-i", _good.Film, "-c:v", "copy", "-af", "atrim=end=4,volume=0");

        CheckFinding finding = Assert.Single((await CheckAsync(file, CheckDepth.KeyFrames)).Findings);

        Assert.Equal(CheckKind.Silent, finding.Kind);
        Assert.True(finding.IsFault);
    }

    [Fact]
    public async Task Check_SilentStretchAndClipping_AreToldWithTheirPlace()
    {
        string file = Planted(
            "sound.mp4",
            "-i",
            _good.Film,
            "-c:v",
            "copy",
            "-af",
            "atrim=end=4,volume='if(between(t,1,2.5),0,30)':eval=frame"
        );

        CheckResult result = await CheckAsync(file, CheckDepth.KeyFrames);

        CheckFinding silent = Assert.Single(result.Findings, f => f.Kind == CheckKind.Silent);
        Assert.Equal(1, silent.StartSeconds!.Value, 0.1);
        Assert.Equal(2.5, silent.EndSeconds!.Value, 0.1);
        Assert.Single(result.Findings, f => f.Kind == CheckKind.Clipped);
        Assert.True(result.Passed);
    }

    [Theory]
    [InlineData(CheckDepth.KeyFrames)]
    [InlineData(CheckDepth.Full)]
    public async Task Check_BlackShot_IsToldWithItsPlace(CheckDepth depth)
    {
        using Scene scene = new() { Format = GoodFilm.Look };
        string black = scene.Source("black.mp4", "-f", "lavfi", "-i", "color=black:size=128x72:rate=30:duration=3", "-pix_fmt", "yuv420p");
        scene.AddAtFrame(_good.Source, 0, 40);
        scene.AddAtFrame(black, 0, 30);
        scene.AddAtFrame(_good.Source, 50, 30);

        CheckResult result = await new OutputCheck(Scene.Tools).CheckAsync(
            await scene.FilmAsync(),
            new()
            {
                Rate = new(30),
                Frames = 100,
                Cuts = [0, 40, 70],
                HasAudio = false,
            },
            depth,
            CancellationToken.None
        );

        CheckFinding finding = Assert.Single(result.Findings, f => f.Kind == CheckKind.Black);
        Assert.Equal(40 / 30.0, finding.StartSeconds!.Value, 0.001);
    }

    [MediaTheory]
    [InlineData("preview", CheckDepth.Container)]
    [InlineData("standard", CheckDepth.Container)]
    [InlineData("preview", CheckDepth.Full)]
    public async Task Check_FrozenShot_IsToldWithItsPlace(string profile, CheckDepth depth)
    {
        RenderProfile chosen = RenderProfile.ByName(profile)!;
        using Scene scene = new() { Format = new(new FrameRate(25), Canvas.For(new Rational(16, 9), chosen, 480), chosen) };
        string film = TestMedia.File("video/sintel_cliff.mp4");
        string frozen = scene.Source(
            "frozen.mp4",
            "-ss",
            "5",
            "-i",
            film,
            "-frames:v",
            "60",
            "-vf",
            "select=eq(n\\,0),loop=-1:1,setpts=N/25/TB",
            "-an",
            "-pix_fmt",
            "yuv420p"
        );
        scene.AddAtFrame(film, 60, 40);
        scene.AddAtFrame(frozen, 0, 50);
        scene.AddAtFrame(film, 200, 40);

        CheckResult result = await new OutputCheck(Scene.Tools).CheckAsync(
            await scene.FilmAsync(),
            new()
            {
                Rate = new(25),
                Frames = 130,
                Cuts = [0, 40, 90],
                HasAudio = false,
            },
            depth,
            CancellationToken.None
        );

        Assert.NotEmpty(result.Findings);
        Assert.All(result.Findings, f => Assert.Equal(CheckKind.Frozen, f.Kind));
        Assert.InRange(result.Findings[0].StartSeconds!.Value, 1.6, 2.8);
        Assert.Equal(3.6, result.Findings[^1].EndSeconds!.Value, 0.05);
    }

    private Task<CheckResult> CheckAsync(string file, CheckDepth depth) =>
        new OutputCheck(Scene.Tools).CheckAsync(file, GoodFilm.Expected, depth, CancellationToken.None);

    private string Planted(string name, params IEnumerable<string> arguments) => _good.Scene.Source(name, [.. arguments, "-y"]);

    public sealed class GoodFilm : IAsyncLifetime
    {
        public const int Frames = 120;

        internal static Scene NewScene() => new() { Format = Look };

        internal static MontageAI.Rendering.Requests.FilmFormat Look { get; } =
            new(new FrameRate(30), new Canvas(128, 72), RenderProfile.Preview);

        public static OutputExpectation Expected { get; } =
            new()
            {
                Rate = new(30),
                Frames = Frames,
                Cuts = [0, 40, 75],
                HasAudio = true,
            };

        internal Scene Scene { get; } = NewScene();

        public string Source { get; private set; } = "";

        public string Film { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Source = Scene.Source("moving.mp4", "-f", "lavfi", "-i", "testsrc2=size=128x72:rate=30:duration=5", "-pix_fmt", "yuv420p");
            string song = Scene.Source("song.wav", "-f", "lavfi", "-i", "anoisesrc=color=pink:seed=3:amplitude=0.3:d=5");
            Scene.AddAtFrame(Source, 3, 40);
            Scene.AddAtFrame(Source, 80, 35);
            Scene.AddAtFrame(Source, 20, 45);
            var bed = await new MontageAI.Rendering.Audio.AudioBedRenderer(Scene.Tools).RenderAsync(
                new()
                {
                    Rate = new(30),
                    Frames = Frames,
                    OutputPath = Scene.Folder.File("bed.m4a"),
                    Music = new()
                    {
                        Path = song,
                        Fingerprint = "",
                        Start = 0,
                    },
                },
                CancellationToken.None
            );
            Film = await Scene.FilmAsync(bed.Path);
        }

        public ValueTask DisposeAsync()
        {
            Scene.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
