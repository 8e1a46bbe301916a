using MontageAI.Analysis.Montages;
using MontageAI.Editing.Materials;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>How much of what the footage offers a plan shows. Pure.</summary>
internal static class FootageJudge
{
    /// <summary>Compares.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="clips">All the footage, by the ids of the plan; clips that it does not show have any others.</param>
    /// <param name="seen">Every frame of it, by the same ids.</param>
    public static FootageFigures Of(
        Timeline timeline,
        IReadOnlyDictionary<string, ClipMaterial> clips,
        IReadOnlyDictionary<string, IReadOnlyList<ShownStretch?>> seen
    )
    {
        BestMoment[] moments =
        [
            .. seen.OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => BestMoments.Find(s.Key, s.Value.OfType<ShownStretch>())),
        ];
        double seconds = clips.Values.Sum(c => c.Analysis.End.Seconds - c.Analysis.FirstFrame.Seconds);
        return new FootageFigures
        {
            Clips = clips.Count,
            ClipsShown = clips.Keys.Count(id => timeline.Shots.Any(s => s.Source == id)),
            Seconds = Figures.Round(seconds),
            Faces = Figures.Round(seconds <= 0 ? 0 : clips.Values.Sum(c => PeopleJudge.SecondsWithFaces(c.Analysis)) / seconds),
            BestMoments = moments.Length,
            BestMomentsShown = BestMoments.Shown(timeline, moments),
            BestMomentsChance = Figures.Round(moments.Length * BestMoments.Chance(timeline, seconds)),
        };
    }
}
