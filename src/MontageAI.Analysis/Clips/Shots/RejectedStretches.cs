using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>Turns pictures that are not worth showing into stretches of the clip.</summary>
internal static class RejectedStretches
{
    // A bad picture speaks for so much of the clip on either side when its neighbour is good or there is none.
    private const double Reach = 1.0;

    // Black costs an encoder next to nothing: packets of less than this share of what is usual in the clip. Where they tell, so much more
    // on either side is left out, since it brightens. Not at a clip's beginning, where it usually does so slowly.
    private const float BlackActivity = 0.15f;
    private const double BlackMargin = 0.4;

    // So many times brighter must the later picture be for the one between to be part of a fade.
    private const double StillRising = 2;

    /// <summary>
    /// Stretches in order. Between two bad pictures in a row everything is bad; towards a good one, up to the middle. After black
    /// everything up to the next picture is bad, or up to the next boundary, and longer where that picture is still in the middle of a
    /// fade.
    /// </summary>
    /// <param name="pictures">Pictures with their times, in order, for example key frames.</param>
    /// <param name="boundaries">Known boundaries in order.</param>
    /// <param name="end">PTS after the last frame.</param>
    /// <param name="activity">How much happens along the clip, where known: black then ends where packets grow.</param>
    public static List<RejectedStretch> Find(
        IReadOnlyList<(MediaTime Time, PictureFeatures Features)> pictures,
        IReadOnlyList<ShotBoundary> boundaries,
        MediaTime end,
        ClipActivity? activity = null
    )
    {
        List<RejectedStretch> found = [];
        float? usual = PictureLimits.UsualSharpness(pictures.Select(p => p.Features));
        (RejectReason Reason, string Detail)?[] verdicts = [.. pictures.Select(p => PictureLimits.Judge(p.Features, usual))];
        for (int i = 0; i < pictures.Count; )
        {
            if (verdicts[i] is not { } verdict)
            {
                i++;
                continue;
            }

            int last = i;
            while (last + 1 < pictures.Count && verdicts[last + 1]?.Reason == verdict.Reason)
            {
                last++;
            }

            MediaTime from = i == 0 ? pictures[0].Time : Towards(pictures[i].Time, pictures[i - 1].Time);
            MediaTime to =
                last + 1 == pictures.Count ? Tail(pictures[last].Time, last > i, end)
                : verdict.Reason == RejectReason.Black ? UntilBright(pictures, last, boundaries)
                : Towards(pictures[last].Time, pictures[last + 1].Time);
            if (verdict.Reason == RejectReason.Black && activity is not null && i > 0)
            {
                (from, to) = WhileNothingHappens(activity, (pictures[i].Time, pictures[last].Time), (from, to));
            }

            if (to.Ticks > from.Ticks)
            {
                found.Add(new RejectedStretch(from, to, verdict.Reason, verdict.Detail));
            }

            i = last + 1;
        }

        return found;
    }

    /// <summary>Bad pictures among samples of a window; a bad one speaks for half of the way to its neighbours.</summary>
    /// <param name="pictures">Samples of the window, in order.</param>
    /// <param name="start">Start of the window.</param>
    /// <param name="end">End of the window.</param>
    /// <param name="usualSharpness">Median sharpness of the clip; null when unknown.</param>
    public static IEnumerable<RejectedStretch> FindWithin(
        IReadOnlyList<(MediaTime Time, PictureFeatures Features)> pictures,
        MediaTime start,
        MediaTime end,
        float? usualSharpness
    )
    {
        for (int i = 0; i < pictures.Count; i++)
        {
            if (PictureLimits.Judge(pictures[i].Features, usualSharpness) is { } verdict)
            {
                MediaTime from = i == 0 ? start : Towards(pictures[i].Time, pictures[i - 1].Time);
                int last = i;
                while (
                    last + 1 < pictures.Count && PictureLimits.Judge(pictures[last + 1].Features, usualSharpness)?.Reason == verdict.Reason
                )
                {
                    last++;
                }

                MediaTime to = last + 1 == pictures.Count ? end : Towards(pictures[last].Time, pictures[last + 1].Time);
                i = last;
                yield return new RejectedStretch(from, to, verdict.Reason, verdict.Detail);
            }
        }
    }

    // While the picture after the black one is still much darker than the one after that, brightening is taken to go on at the same pace.
    private static MediaTime UntilBright(
        IReadOnlyList<(MediaTime Time, PictureFeatures Features)> pictures,
        int black,
        IReadOnlyList<ShotBoundary> boundaries
    )
    {
        (MediaTime time, PictureFeatures dark) = pictures[black];
        (MediaTime to, PictureFeatures next) = pictures[black + 1];
        if (
            black + 2 < pictures.Count
            && pictures[black + 2] is var (bright, later)
            && later.Luma > StillRising * next.Luma
            && next.Luma > dark.Luma
        )
        {
            double more = (to.Seconds - time.Seconds) * (later.Luma - next.Luma) / (next.Luma - dark.Luma);
            to = MediaTime.FromSeconds(Math.Min(bright.Seconds, to.Seconds + more), to.TimeBase);
        }

        foreach (ShotBoundary boundary in boundaries.Where(b => b.End.Ticks > time.Ticks && b.End.Ticks < to.Ticks))
        {
            return boundary.End;
        }

        return to;
    }

    // Black around pictures that are, no farther than it was taken to reach. Nothing longer than a step is said to be black by its packets
    // alone, so what lies between two black pictures stays as it is.
    private static (MediaTime From, MediaTime To) WhileNothingHappens(
        ClipActivity activity,
        (MediaTime First, MediaTime Last) black,
        (MediaTime From, MediaTime To) most
    )
    {
        double from = black.First.Seconds,
            to = black.Last.Seconds;
        while (from > most.From.Seconds && activity.At(from - activity.Step) is <= BlackActivity)
        {
            from -= activity.Step;
        }

        while (to < most.To.Seconds && activity.At(to + activity.Step) is <= BlackActivity)
        {
            to += activity.Step;
        }

        MediaTime start = MediaTime.FromSeconds(from - BlackMargin, most.From.TimeBase),
            end = MediaTime.FromSeconds(to + activity.Step + BlackMargin, most.To.TimeBase);
        return (start.Ticks > most.From.Ticks ? start : most.From, end.Ticks < most.To.Ticks ? end : most.To);
    }

    private static MediaTime Towards(MediaTime bad, MediaTime good)
    {
        double step = Math.Clamp((good.Seconds - bad.Seconds) / 2, -Reach, Reach);
        return bad with { Ticks = bad.Ticks + MediaTime.FromSeconds(step, bad.TimeBase).Ticks };
    }

    // After the last picture: all of the rest when the one before was bad as well, else the reach.
    private static MediaTime Tail(MediaTime bad, bool repeated, MediaTime end)
    {
        MediaTime reach = MediaTime.FromSeconds(bad.Seconds + Reach, bad.TimeBase);
        return repeated || end.Ticks < reach.Ticks ? end : reach;
    }
}
