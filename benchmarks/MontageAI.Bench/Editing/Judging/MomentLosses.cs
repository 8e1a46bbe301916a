using System.Globalization;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Selection;
using MontageAI.Reports.Judging;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing.Judging;

/// <summary>Why films do not show the best moments of their footage: which of them may not be shown, which planning does not know, which
/// the cuts have no room for, and what is left to the choice.</summary>
/// <param name="clips">The footage, as far as it is known once the plan is made.</param>
/// <param name="moments">Its best moments.</param>
internal sealed class MomentLosses(IReadOnlyList<ClipMaterial> clips, IReadOnlyList<BestMoment> moments)
{
    // A moment is known when planning has one so near.
    private const double Near = 0.3;

    private readonly IReadOnlyList<UsableStretch> _usable = StretchFinder.Find(clips, [], []);

    /// <summary>Says it of one film.</summary>
    public string Of(Timeline timeline)
    {
        Dictionary<string, int> order = clips.Select((c, i) => (c.Id, i)).ToDictionary(p => p.Id, p => p.i);
        ClipMoments[] known =
        [
            .. clips.Select((c, i) => new ClipMoments(c.Analysis.Activity, _usable.Where(u => u.Clip == i), c.Analysis.Motion)),
        ];
        BestMoment[] usable = [.. moments.Where(m => StretchOf(m) is not null)];
        BestMoment[] looked =
        [
            .. usable.Where(m =>
                clips[order[m.Source]].Analysis.Motion.Any(w => w.Start.Seconds <= m.Seconds && w.End.Seconds > m.Seconds)
            ),
        ];
        BestMoment[] told = [.. usable.Where(m => known[order[m.Source]].All.Any(k => Math.Abs(k.Seconds - m.Seconds) <= Near))];
        int shown = BestMoments.Shown(timeline, moments);
        int knownOnes = known.Sum(k => k.All.Count),
            knownShown = known
                .Select((k, i) => k.All.Count(m => BestMoments.Shown(timeline, [new BestMoment(clips[i].Id, m.Seconds, 1)]) > 0))
                .Sum();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  of {moments.Count} moments {usable.Length} may be shown, {looked.Length} were looked at, {told.Length} are known; oracle "
                + $"{Oracle(timeline, usable)}, of the known {Oracle(timeline, told)}, same clips {SameClips(timeline, usable)} and "
                + $"{SameClips(timeline, told)}; shown {shown}, of the known {BestMoments.Shown(timeline, told)}; planning's own moments "
                + $"{knownShown} of {knownOnes}"
        );
    }

    /// <summary>Which moments that planning knows a film does not show, and what it shows of their clips instead.</summary>
    public IEnumerable<string> Missed(Timeline timeline)
    {
        for (int i = 0; i < clips.Count; i++)
        {
            string id = clips[i].Id;
            Moment[] missed =
            [
                .. new ClipMoments(clips[i].Analysis.Activity, _usable.Where(u => u.Clip == i), clips[i].Analysis.Motion).All.Where(m =>
                    BestMoments.Shown(timeline, [new BestMoment(id, m.Seconds, 1)]) == 0
                ),
            ];
            if (missed.Length > 0)
            {
                string told = string.Join(" ", missed.Select(m => $"{m.Seconds:0.0}({m.Strength:0.0})")),
                    shots = string.Join(
                        " ",
                        timeline
                            .Shots.Where(s => s.Source == id)
                            .Select(s => $"{s.In.Seconds:0.0}-{s.In.Seconds + timeline.Rate.SecondsAt(s.Record.Length):0.0}")
                    );
                yield return $"    {Path.GetFileName(clips[i].File.Path), -36} missed {told}; shown {shots}";
            }
        }
    }

    /// <summary>What is known of each clip.</summary>
    public IEnumerable<string> Clips() =>
        clips.Select(
            (c, i) =>
            {
                UsableStretch[] usable = [.. _usable.Where(u => u.Clip == i)];
                double frames = usable.Sum(u => u.Room) * (c.Info.MainVideo!.AverageRate?.Value ?? 30),
                    work = frames * ((c.Info.MainVideo.Width * c.Info.MainVideo.Height) + 0.4e6) / ((1920 * 1080) + 0.4e6);
                ClipMoments known = new(c.Analysis.Activity, usable, c.Analysis.Motion);
                string best = string.Join(
                        " ",
                        moments.Where(m => m.Source == c.Id).OrderBy(m => m.Seconds).Select(m => $"{m.Seconds:0.0}({m.Prominence:0.0})")
                    ),
                    told = string.Join(" ", known.All.Select(m => $"{m.Seconds:0.0}({m.Strength:0.0})"));
                double looked = c.Analysis.Motion.Sum(m => m.End.Seconds - m.Start.Seconds);
                return $"    {Path.GetFileName(c.File.Path), -36} work {work, 5:0} usable {usable.Sum(u => u.Room), 5:0.0} s, looked at "
                    + $"{looked, 5:0.0} s; best {best}; known {told}";
            }
        );

    // Shots of the same lengths, the longest first, each to the moment that has least choice.
    private int Oracle(Timeline timeline, IReadOnlyList<BestMoment> wanted)
    {
        List<double> lengths = [.. timeline.Shots.Select(s => timeline.Rate.SecondsAt(s.Record.Length)).Order()];
        int met = 0;
        foreach (UsableStretch stretch in wanted.Select(m => StretchOf(m)!).OrderBy(s => s.Room))
        {
            int at = lengths.FindLastIndex(l => l <= stretch.Room);
            if (at >= 0)
            {
                lengths.RemoveAt(at);
                met++;
            }
        }

        return met;
    }

    // The same with every shot in its own clip.
    private int SameClips(Timeline timeline, IReadOnlyList<BestMoment> wanted) =>
        timeline
            .Shots.GroupBy(s => s.Source)
            .Sum(g =>
                Math.Min(
                    g.Count(),
                    wanted.Count(m => m.Source == g.Key && StretchOf(m)!.Room >= g.Min(s => timeline.Rate.SecondsAt(s.Record.Length)))
                )
            );

    private UsableStretch? StretchOf(BestMoment moment) =>
        _usable.FirstOrDefault(u =>
            clips[u.Clip].Id == moment.Source && moment.Seconds > u.Start.Seconds && moment.Seconds < u.End.Seconds
        );
}
