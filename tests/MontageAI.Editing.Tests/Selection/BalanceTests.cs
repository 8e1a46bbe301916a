using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>How often clips are shown beside each other.</summary>
public sealed class BalanceTests
{
    /// <summary>A shaky take in which planning suspects a cut every two seconds is one take all the same.</summary>
    [Fact]
    public void Plan_TakeWithSuspectedCuts_FillsNoMoreThanItsShare()
    {
        ClipMaterial split = Footage.Clip("shaky", [.. Enumerable.Repeat(2.0, 20)]);
        split = split with
        {
            Analysis = split.Analysis with { KeyFrames = [.. split.Analysis.KeyFrames.Select(k => k with { Difference = 0.25f })] },
        };
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(12, 9), split];

        Timeline timeline = new Planner(Footage.Request("dynamic", 40), clips, Footage.Song()).Plan();

        Assert.InRange(timeline.Shots.Count(s => s.Source == "shaky"), 0, timeline.Shots.Count / 6);
    }

    /// <summary>Cuts between pictures that differ part takes, as before.</summary>
    [Theory]
    [InlineData(0.25f, 1)]
    [InlineData(0.5f, 6)]
    public void Find_CutsOfPlanning_PartTakesOnlyWherePicturesDiffer(float difference, int takes)
    {
        ClipMaterial clip = Footage.Clip("c", [.. Enumerable.Repeat(3.0, 6)]);
        clip = clip with
        {
            Analysis = clip.Analysis with { KeyFrames = [.. clip.Analysis.KeyFrames.Select(k => k with { Difference = difference })] },
        };

        IReadOnlyList<UsableStretch> stretches = StretchFinder.Find([clip], [], []);

        Assert.Equal(6, stretches.Count);
        Assert.Equal(takes, stretches.Select(s => s.Shot).Distinct().Count());
    }

    [Fact]
    public void Plan_OneLongTakeAmongShortOnes_ShowsEveryClipBeforeOneAThirdTime()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(14, 5), Footage.Clip("long", [120], seed: 99)];

        Timeline timeline = new Planner(Footage.Request("dynamic", 40), clips, Footage.Song()).Plan();

        Assert.Equal(clips.Count, timeline.Shots.Select(s => s.Source).Distinct().Count());
    }

    /// <summary>What is left of the longest take does not fill the end of the film alone.</summary>
    [Fact]
    public void Plan_OneLongTakeAndLittleElse_NeverShowsTenInARow()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(3, 6), Footage.Clip("long", [90], seed: 99)];

        Timeline timeline = new Planner(Footage.Request("dynamic", 60), clips, Footage.Song()).Plan();

        int row = 0,
            longest = 0;
        for (int i = 1; i < timeline.Shots.Count; i++)
        {
            row = timeline.Shots[i].Source == timeline.Shots[i - 1].Source ? row + 1 : 0;
            longest = Math.Max(longest, row + 1);
        }

        Assert.InRange(longest, 1, 6);
    }

    /// <summary>Other seeds show other footage, where there is enough of it.</summary>
    [Theory]
    [InlineData("dynamic")]
    [InlineData("calm")]
    [InlineData("travel")]
    public void Plan_OtherSeeds_ShowHalfOtherFootage(string style)
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Takes(16, 24);
        Timeline[] plans =
        [
            .. Enumerable.Range(1, 4).Select(seed => new Planner(Footage.Request(style, 40, seed: seed), clips, Footage.Song()).Plan()),
        ];

        List<double> others = [];
        for (int a = 0; a < plans.Length; a++)
        {
            for (int b = a + 1; b < plans.Length; b++)
            {
                double other = Other(plans[a], plans[b]);
                others.Add(other);
                // The first may show everything, so it has more in common with the others than they have among themselves.
                Assert.True(a == 0 || other >= 0.5, $"{style}: seeds {a + 1} and {b + 1} share {1 - other:P0} of their footage");
            }
        }

        Assert.True(others.Average() >= 0.5, $"{style}: {others.Average():P0} differs on average");
    }

    // Share of what one shows that the other does not.
    private static double Other(Timeline a, Timeline b)
    {
        double all = 0,
            both = 0;
        foreach (TimelineShot shot in a.Shots)
        {
            (double from, double to) = Footage.Window(shot, a);
            all += to - from;
            both += b
                .Shots.Where(s => s.Source == shot.Source)
                .Select(s => Footage.Window(s, b))
                .Sum(w => Math.Max(0, Math.Min(to, w.End) - Math.Max(from, w.Start)));
        }

        return 1 - (both / all);
    }
}
