using MontageAI.Editing.Materials;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>Finds what may be shown of each clip.</summary>
internal static class StretchFinder
{
    /// <summary>Kept away from the end of a shot and, where a transition precedes it, from its start: at most this many seconds
    /// ...</summary>
    private const double EdgeSeconds = 0.1;

    /// <summary>... and at most this share of the shot, so that short shots stay usable. Both chosen by hand.</summary>
    private const double EdgeShare = 0.05;

    // Key frames that differ by less, over so long at least, are one picture: cameras on a tripod differ by 0.0002 and more.
    private const float StillDifference = 0.00006f;
    private const double StillSeconds = 0.9;

    // Difference of the key frames on either side of a suspected cut from which on it is believed to part two takes.
    private const float OtherTake = 0.4f;

    /// <summary>All usable stretches in order of clip and time.</summary>
    /// <param name="clips">The materials.</param>
    /// <param name="excluded">Ids of clips that must not be used.</param>
    /// <param name="notes">Receives a sentence for each clip of which nothing is usable.</param>
    public static IReadOnlyList<UsableStretch> Find(IReadOnlyList<ClipMaterial> clips, IReadOnlyList<string> excluded, List<string> notes)
    {
        List<UsableStretch> result = [];
        int shotNumber = -1;
        for (int i = 0; i < clips.Count; i++)
        {
            ClipMaterial clip = clips[i];
            int before = result.Count;
            if (clip.Info.MainVideo is { } stream && !excluded.Contains(clip.Id))
            {
                ClipFrames frames = new(stream, clip.Analysis);
                Shot? last = null;
                foreach (Shot shot in clip.Analysis.Shots.Shots)
                {
                    shotNumber += last is null || !IsOneTake(last, shot, clip.Analysis.KeyFrames) ? 1 : 0;
                    result.AddRange(InShot(i, shotNumber, shot, clip.Analysis, stream.TimeBase, frames));
                    last = shot;
                }
            }

            if (result.Count == before && !excluded.Contains(clip.Id))
            {
                string why =
                    clip.Info.MainVideo is null ? "it has no moving picture"
                    : clip.Analysis.Rejected.Count > 0
                        ? $"{clip.Analysis.Rejected[0].Reason.ToString().ToLowerInvariant()}: {clip.Analysis.Rejected[0].Detail}"
                    : "its shots are too short";
                notes.Add($"Nothing of '{Path.GetFileName(clip.File.Path)}' is used: {why}.");
            }
        }

        return result;
    }

    // A cut that planning only suspects keeps shots from running over it, but does not make what follows another take: the pictures around
    // it must differ for that. Cuts that were seen frame by frame do.
    private static bool IsOneTake(Shot before, Shot after, IReadOnlyList<KeyFrame> keys)
    {
        if (after.StartKind != BoundaryKind.Cut || after.StartFrame is not null || after.Start.Ticks != before.End.Ticks)
        {
            return false;
        }

        int low = 0,
            high = keys.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = keys[middle].Time.Seconds < after.Start.Seconds - 1e-6 ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && low < keys.Count && keys[low].Difference < OtherTake;
    }

    private static IEnumerable<UsableStretch> InShot(
        int clip,
        int number,
        Shot shot,
        ClipAnalysis analysis,
        Rational timeBase,
        ClipFrames frames
    )
    {
        double edge = Math.Min(EdgeSeconds, EdgeShare * shot.Seconds);
        double start =
            Math.Max(shot.Start.Seconds, analysis.FirstFrame.Seconds)
            + (shot.StartKind is BoundaryKind.Fade or BoundaryKind.Dissolve ? edge : 0);
        double end = Math.Min(shot.End.Seconds, analysis.End.Seconds) - (shot.EndKind == BoundaryKind.ClipEdge ? 0 : edge);

        // Cuts that the key-frame scan had missed part the shot; rejected and frozen stretches are taken out of it.
        List<(double From, double To)> holes = [.. analysis.Rejected.Select(r => (r.Start.Seconds, r.End.Seconds))];
        foreach (MotionFeatures motion in analysis.Motion)
        {
            if (motion.Frozen)
            {
                holes.Add((motion.Start.Seconds, motion.End.Seconds));
            }

            if (motion.InnerCut is { } cut)
            {
                holes.Add((cut.Seconds, cut.Seconds));
            }
        }

        string? suspicion = SuspicionOf(start, end, analysis);
        holes.Sort();
        double at = start;
        foreach ((double from, double to) in holes.Where(h => h.To >= start && h.From <= end))
        {
            if (Piece(at, from) is { } piece)
            {
                yield return piece;
            }

            at = Math.Max(at, to);
        }

        if (Piece(at, end) is { } last)
        {
            yield return last;
        }

        UsableStretch? Piece(double from, double to)
        {
            MediaTime first = frames.FrameAtOrAfter(from);
            long endTicks = (long)Math.Floor((to / timeBase.Value) + 1e-6);
            UsableStretch stretch = new(clip, number, first, new MediaTime(endTicks, timeBase), frames.FrameSeconds)
            {
                Suspicion = suspicion,
            };
            return stretch.Room > 0 ? stretch : null;
        }
    }

    /// <summary>
    /// A shot is measured in places only. Where all that was measured is frozen or shakes, the rest is taken for the same; so is a shot
    /// that was measured nowhere and whose key frames are the same picture again and again.
    /// </summary>
    private static string? SuspicionOf(double start, double end, ClipAnalysis analysis)
    {
        bool good = false;
        string? bad = null;
        foreach (MotionFeatures motion in analysis.Motion)
        {
            double middle = (motion.Start.Seconds + motion.End.Seconds) / 2;
            if (middle < start || middle >= end)
            {
                continue;
            }

            bool shakes = analysis.Rejected.Any(r =>
                r.Reason == RejectReason.Shaking && r.Start.Seconds <= middle && r.End.Seconds > middle
            );
            good |= !motion.Frozen && !shakes;
            bad =
                motion.Frozen ? "its picture stood still where it was measured"
                : shakes ? "it shook where it was measured"
                : bad;
        }

        return good ? null : bad ?? (StandsStill(start, end, analysis.KeyFrames) ? "its key frames are one picture" : null);
    }

    private static bool StandsStill(double start, double end, IReadOnlyList<KeyFrame> keys)
    {
        int low = 0,
            high = keys.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = keys[middle].Time.Seconds < start - 1e-6 ? (middle + 1, high) : (low, middle);
        }

        int last = low;
        while (last + 1 < keys.Count && keys[last + 1].Time.Seconds < end)
        {
            if (keys[last + 1].Difference > StillDifference || keys[last + 1].Features.Fingerprint != keys[last].Features.Fingerprint)
            {
                return false;
            }

            last++;
        }

        return last > low && keys[last].Time.Seconds - keys[low].Time.Seconds >= StillSeconds;
    }
}
