using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Motion;

public sealed class RampTests
{
    public static TheoryData<string, string, string> Ramps =>
        new()
        {
            // Even, rising, falling to slow motion, from and to a standstill, a freeze between, jumps, a point after the shot.
            { "0:1", "30", "30" },
            { "0:1 30:3", "30", "30" },
            { "5:2 20:0.25 40:1", "30", "30" },
            { "0:0 20:2", "30", "30" },
            { "0:1 15:1 15:0 27:0 27:1", "30", "30" },
            { "0:1 15:0.5 15:4 30:1", "30", "30" },
            { "10:0.5 80:3", "30", "30" },
            { "0:0.3 40:2.5", "60", "30" },
            { "0:0.3 40:2.5", "25", "30" },
            { "0:2 20:0.5 30:1", "24", "30000/1001" },
        };

    [Theory]
    [MemberData(nameof(Ramps))]
    public async Task Ramp_EveryFrame_ShowsTheSourceFrameNearestToTheClock(string points, string sourceRate, string rateText)
    {
        (FrameRate rate, FrameRate from) = (Scene.Rate(rateText), Scene.Rate(sourceRate));
        using Scene scene = new() { Format = new(rate, new Canvas(64, 36), RenderProfile.Preview) };
        string source = scene.Counter("count.mp4", sourceRate, 300, "-crf", "4", "-g", "25");
        scene.AddAtFrame(source, 63, 40);
        ShotRequest job = scene.Change(0, j => j with { Shot = j.Shot with { Ramp = Parse(points) } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        int[] shown = [.. Measure.FrameLuma(shots[0].Path).Select(l => (int)Math.Round((l - 20) / 10.0))];
        Assert.Equal(40, shown.Length);
        Assert.All(
            shown,
            (number, k) =>
            {
                double wanted = 63 + (ShotClock.SourceSeconds(job.Shot, rate, k) * from.Value);
                double off = ((((number - wanted) % 20) + 30) % 20) - 10;
                Assert.InRange(off, -0.52, 0.52);
            }
        );
    }

    [Fact]
    public async Task Ramp_FrozenToTheEndOfTheSource_NeedsNoFrameAfterIt()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60, "-crf", "4");
        scene.AddAtFrame(source, 49, 40);
        scene.Change(0, j => j with { Shot = j.Shot with { Ramp = [new(0, 1), new(10, 1), new(10, 0)] } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        int[] shown = [.. Measure.FrameLuma(shots[0].Path).Select(l => (int)Math.Round((l - 20) / 10.0))];
        Assert.Equal([.. Enumerable.Range(9, 10), .. Enumerable.Repeat(19, 30)], shown);
    }

    [Fact]
    public async Task Ramp_BeyondTheSource_FailsInPlaceOfInventingFrames()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60, "-crf", "4");
        scene.AddAtFrame(source, 30, 40);
        scene.Change(0, j => j with { Shot = j.Shot with { Ramp = [new(0, 0.5), new(20, 2)] } });

        await Assert.ThrowsAsync<ShotsFailedException>(() => scene.RenderAsync());
    }

    [Fact]
    public async Task Dissolve_OutOfARamp_GoesOnAtItsLastSpeed()
    {
        using Scene scene = new();
        string a = scene.Counter("a.mp4", "30", 160, "-crf", "4"),
            b = scene.Counter("b.mp4", "30", 120, "-crf", "4");
        scene.AddAtFrame(a, 10, 20);
        scene.AddAtFrame(b, 60, 20);
        scene.Change(0, j => j with { Shot = j.Shot with { Ramp = [new(0, 1), new(10, 2)] } });
        Transitions.TransitionTests.Connect(scene, new ShotTransition(TransitionKind.Dissolve, 4));

        int[] luma = Measure.FrameLuma(await scene.FilmAsync());

        // 15 frames of source in the first ten, then two for each.
        double old = 20 + (10 * ((10 + 15 + (2 * 10)) % 20)),
            now = 20;
        Assert.InRange(luma[20], (0.375 * old) + (0.625 * now) - 3, (0.375 * old) + (0.625 * now) + 3);
    }

    private static SpeedPoint[] Parse(string points) =>
        [
            .. points
                .Split(' ')
                .Select(p => p.Split(':'))
                .Select(p => new SpeedPoint(long.Parse(p[0], null), double.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture))),
        ];
}
