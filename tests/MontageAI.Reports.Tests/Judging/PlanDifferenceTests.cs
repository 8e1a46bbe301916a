using MontageAI.Engine.Reporting;
using MontageAI.Reports.Variants;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Reports.Tests.Judging;

/// <summary>How far plans lie apart.</summary>
public sealed class PlanDifferenceTests
{
    [Fact]
    public void Between_ThePlanItself_IsNothing()
    {
        VariantPair pair = PlanDifference.Between(Plan((0, 50, "a", 0), (50, 100, "b", 3)), Plan((0, 50, "a", 0), (50, 100, "b", 3)), 1, 2);

        Assert.Equal((0.0, 0.0, 0.0), (pair.Shots, pair.Footage, pair.Cuts));
    }

    [Fact]
    public void Between_OtherFootageOnTheSameCuts_DiffersInAllButTheCuts()
    {
        VariantPair pair = PlanDifference.Between(
            Plan((0, 50, "a", 0), (50, 100, "b", 3)),
            Plan((0, 50, "c", 0), (50, 100, "a", 10)),
            1,
            2
        );

        Assert.Equal((1.0, 1.0, 0.0), (pair.Shots, pair.Footage, pair.Cuts));
    }

    [Fact]
    public void Between_OneShotSwappedAndOneCutMoved_GivesTheirShares()
    {
        // At 25 frames per second: the second shot shows another file, the last cut lies ten frames later.
        Timeline a = Plan((0, 50, "a", 0), (50, 100, "b", 3), (100, 150, "c", 0), (150, 200, "d", 0));
        Timeline b = Plan((0, 50, "a", 0), (50, 100, "e", 3), (100, 160, "c", 0), (160, 200, "d", 0.4));

        VariantPair pair = PlanDifference.Between(a, b, 1, 2);

        Assert.Equal(0.25, pair.Shots);
        Assert.Equal(0.5, pair.Cuts);
        Assert.Equal(1, pair.A);
        Assert.InRange(pair.Footage, 0.25, 0.32);
    }

    private static Timeline Plan(params (long Start, long End, string Source, double In)[] shots) =>
        new()
        {
            Rate = new FrameRate(25),
            Frames = shots[^1].End,
            Aspect = new Rational(16, 9),
            Style = "made-up",
            Seed = 1,
            Sources =
            [
                .. shots
                    .Select(s => s.Source)
                    .Distinct()
                    .Select(s => new TimelineSource
                    {
                        Id = s,
                        Path = "/" + s,
                        Fingerprint = "",
                        VideoStream = 0,
                        AvailableStart = new MediaTime(0, new Rational(1, 1000)),
                        AvailableEnd = new MediaTime(100_000, new Rational(1, 1000)),
                    }),
            ],
            Shots =
            [
                .. shots.Select(s => new TimelineShot
                {
                    Record = new FrameRange(s.Start, s.End),
                    Source = s.Source,
                    In = new MediaTime((long)(s.In * 1000), new Rational(1, 1000)),
                }),
            ],
        };
}
