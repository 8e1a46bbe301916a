using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>Of a large library only what is nearly chosen is looked at closely.</summary>
public sealed class LazyAnalysisTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(500)]
    [InlineData(2000)]
    public void Shortlist_LibraryOfAnySize_MeasuresNoMoreWindowsThanTheMontageHasShots(int clips)
    {
        IReadOnlyList<ClipMaterial> library = Footage.Takes(clips, 5);
        PlanRequest request = Footage.Request("dynamic", 40);
        Timeline plan = new Planner(request, library, Footage.Song()).Plan();

        IReadOnlyList<ShortlistedWindow> windows = new Planner(request, library, Footage.Song()).Shortlist();

        Assert.InRange(windows.Count, 1, plan.Shots.Count);
        Assert.True(
            windows.Sum(w => w.Range.End.Seconds - w.Range.Start.Seconds) <= 0.45 * plan.Shots.Count,
            "a few tenths of a second of each"
        );
    }
}
