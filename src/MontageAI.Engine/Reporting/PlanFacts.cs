using MontageAI.Editing.Materials;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine.Reporting;

/// <summary>States facts of a plan for the report; measures, decides nothing.</summary>
internal static class PlanFacts
{
    /// <summary>How a plan sits on its beats.</summary>
    public static PlanSummary Summarise(Timeline timeline)
    {
        List<double> errors = [];
        int onBeat = 0;
        Dictionary<long, double> beats = [];
        foreach (TimelineBeat beat in timeline.Beats)
        {
            beats[beat.Frame] = beat.Time;
        }

        foreach (TimelineShot shot in timeline.Shots.Skip(1))
        {
            if (beats.TryGetValue(shot.Record.Start, out double time))
            {
                onBeat++;
                errors.Add(Math.Abs(timeline.Rate.SecondsAt(shot.Record.Start) - time) * 1000);
            }
        }

        return new PlanSummary
        {
            Frames = timeline.Frames,
            Rate = timeline.Rate.ToString(),
            Seconds = Math.Round(timeline.Rate.SecondsAt(timeline.Frames), 4),
            Shots = timeline.Shots.Count,
            ClipsUsed = timeline.Shots.Select(s => s.Source).Distinct().Count(),
            Style = timeline.Style,
            Seed = timeline.Seed,
            Cuts = timeline.Shots.Count - 1,
            CutsOnBeat = onBeat,
            LargestCutErrorMs = errors.Count > 0 ? Math.Round(errors.Max(), 3) : null,
            MeanCutErrorMs = errors.Count > 0 ? Math.Round(errors.Average(), 3) : null,
            Notes = timeline.Notes,
        };
    }

    /// <summary>What became of each clip.</summary>
    public static IReadOnlyList<ClipSummary> Summarise(IReadOnlyList<ClipMaterial> clips, Timeline timeline)
    {
        Dictionary<string, int> uses = timeline
            .Shots.Join(timeline.Sources, shot => shot.Source, source => source.Id, (_, source) => source.Path)
            .GroupBy(path => path)
            .ToDictionary(g => g.Key, g => g.Count());
        return
        [
            .. clips.Select(clip => new ClipSummary(
                clip.File.Path,
                clip.Analysis.Shots.Shots.Count,
                uses.GetValueOrDefault(clip.File.Path),
                [
                    .. clip.Analysis.Rejected.Select(r =>
                        FormattableString.Invariant(
                            $"{r.Start.Seconds:0.00}-{r.End.Seconds:0.00} s {r.Reason.ToString().ToLowerInvariant()}: {r.Detail}"
                        )
                    ),
                ],
                MissingOf(clip)
            )),
        ];
    }

    // An undecodable stretch at the end of what the container states.
    private static MissingPart? MissingOf(ClipMaterial clip)
    {
        double begin = clip.Analysis.FirstFrame.Seconds;
        RejectedStretch? last = clip.Analysis.Rejected.Where(r => r.Reason == RejectReason.Undecodable).MaxBy(r => r.End.Seconds);
        return last is null || last.Start.Seconds < clip.Analysis.End.Seconds - 0.1
            ? null
            : new MissingPart(Math.Round(last.Start.Seconds - begin, 2), Math.Round(last.End.Seconds - begin, 2));
    }
}
