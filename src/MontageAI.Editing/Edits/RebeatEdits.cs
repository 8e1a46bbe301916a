using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// Puts the cuts of a timeline on another grid of beats. Shots keep their first frame and their order. A cut stays where it was beside a
/// locked shot, where it stood on no beat, where a shot would vanish, and where a clip does not last.
/// </summary>
internal static class RebeatEdits
{
    /// <summary>Does it, and notes what moved.</summary>
    public static Timeline Apply(Timeline timeline, BeatChange change)
    {
        BeatGrid grid = BeatGrid.Of(timeline, change);
        long[] old = [.. timeline.Shots.Select(s => s.Record.Start), timeline.Frames];
        long[] cuts = [.. old];
        List<int> locked = [],
            offBeat = [];
        HashSet<long> beats = [.. timeline.Beats.Select(b => b.Frame)];
        for (int i = 1; i < cuts.Length - 1; i++)
        {
            if (!grid.Moves.TryGetValue(cuts[i], out long to))
            {
                offBeat.AddRange(grid.Moves.Count > 0 && !beats.Contains(cuts[i]) ? [i] : (int[])[]);
            }
            else if (to != cuts[i] && (timeline.Shots[i - 1].Locked || timeline.Shots[i].Locked))
            {
                locked.Add(i);
            }
            else
            {
                cuts[i] = to;
            }
        }

        List<int> crowded = [.. Parted(cuts, old)],
            shortOf = [];
        TimelineShot[] shots = [.. timeline.Shots];
        for (int i = 0; i < shots.Length; i++)
        {
            if (Fitted(timeline, i, new FrameRange(cuts[i], cuts[i + 1])) is { } fitted)
            {
                shots[i] = fitted;
                continue;
            }

            // The clip does not last: its cuts go back, and with them those that this leaves no frames; then all are looked at again.
            int[] back = [.. ((int[])[i, i + 1]).Where(c => cuts[c] != old[c])];
            foreach (int cut in back)
            {
                cuts[cut] = old[cut];
                shortOf.Add(cut);
            }

            crowded.AddRange(Parted(cuts, old));
            i = -1;
        }

        int moved = Enumerable.Range(1, cuts.Length - 2).Count(i => cuts[i] != old[i]);
        string[] stayed =
        [
            .. Stay(locked, "beside a locked shot"),
            .. Stay(offBeat, "on no beat"),
            .. Stay(crowded, "where a shot would have vanished"),
            .. Stay(shortOf, "where a clip does not last"),
        ];
        string note =
            $"The beats were changed by hand ({grid.Words}): {moved} of {cuts.Length - 2} cuts moved to their beats"
            + $"{(stayed.Length > 0 ? $"; {string.Join(", ", stayed)}" : "")}.";
        Timeline result = timeline with { Beats = grid.Beats, Shots = shots, Notes = [.. timeline.Notes, note] };
        return EffectRepair.Joined(result, Enumerable.Range(0, shots.Length).Where(i => !ReferenceEquals(shots[i], timeline.Shots[i])));

        static IEnumerable<string> Stay(List<int> which, string why) =>
            which.Count > 0
                ?
                [
                    $"{which.Distinct().Count()} stayed {why} (before shot "
                        + $"{string.Join(", ", which.Distinct().Order().Select(s => s + 1))})",
                ]
                : [];
    }

    // Takes back moves until every shot has frames; where all are back, every one has.
    private static List<int> Parted(long[] cuts, long[] old)
    {
        List<int> back = [];
        for (int i = 1; i < cuts.Length; i++)
        {
            if (cuts[i] > cuts[i - 1])
            {
                continue;
            }

            foreach (int cut in ((int[])[i - 1, i]).Where(c => cuts[c] != old[c]))
            {
                cuts[cut] = old[cut];
                back.Add(cut);
            }

            i = 0;
        }

        return back;
    }

    // The shot at other frames, from its own first one on; earlier in its clip only where that does not last. Null where it cannot be.
    private static TimelineShot? Fitted(Timeline timeline, int index, FrameRange record)
    {
        TimelineShot shot = timeline.Shots[index];
        if (record == shot.Record)
        {
            return shot;
        }

        TimelineShot cut = record.Length == shot.Record.Length ? shot with { Record = record } : EffectRepair.Cut(shot, 0, record);
        TimelineSource file = timeline.Sources.First(s => s.Id == shot.Source);
        double missing = cut.In.Seconds + EditRules.SecondsOf(timeline, cut) - file.AvailableEnd.Seconds - EditRules.Slack(timeline);
        if (file.Still == true || missing <= 0)
        {
            return cut;
        }

        MediaTime earlier = MediaTime.FromSeconds(cut.In.Seconds - missing, cut.In.TimeBase);
        return earlier.Seconds < file.AvailableStart.Seconds - 1e-9
            ? null
            : cut with
            {
                In = earlier,
                Reasons = [ShotReason.Of(ReasonCodes.BegunEarlier), .. cut.Reasons],
            };
    }
}
