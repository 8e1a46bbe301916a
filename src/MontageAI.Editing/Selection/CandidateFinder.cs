using MontageAI.Editing.Materials;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>Lays places to start over all usable footage and attaches what was measured there.</summary>
internal static class CandidateFinder
{
    /// <summary>About how many places are laid over the footage at most; every stretch has one in any case.</summary>
    private const int TargetCount = 3000;

    /// <summary>Most places in one clip.</summary>
    private const int MaxPerClip = 200;

    /// <summary>Finds the places.</summary>
    /// <param name="clips">The materials.</param>
    /// <param name="stretches">Usable stretches in order of clip and time.</param>
    /// <param name="spacingSeconds">Wanted distance between places in one stretch: about the shortest shot of the montage.</param>
    /// <param name="order">Order of clips for the sense of time, by index.</param>
    public static IReadOnlyList<Candidate> Find(IReadOnlyList<ClipMaterial> clips, IReadOnlyList<UsableStretch> stretches, double spacingSeconds, IReadOnlyList<int> order)
    {
        double footage = stretches.Sum(s => s.Room);
        double spacing = Math.Max(Math.Max(spacingSeconds, 0.2), footage / TargetCount);
        List<Draft> drafts = [];
        foreach (IGrouping<int, UsableStretch> group in stretches.GroupBy(s => s.Clip))
        {
            ClipMaterial clip = clips[group.Key];
            ClipFrames frames = new(clip.Info.MainVideo!, clip.Analysis);
            double clipSpacing = Math.Max(spacing, group.Sum(s => s.Room) / MaxPerClip);
            foreach (UsableStretch stretch in group)
            {
                foreach (MediaTime at in Places(stretch, clip.Analysis, frames, clipSpacing))
                {
                    drafts.Add(Measure(clip, stretch, at, frames));
                }
            }
        }

        float?[] sharpness = PictureScores.Ranks([.. drafts.Select(d => d.Picture?.Features.Sharpness)]);
        float?[] energy = PictureScores.Ranks([.. drafts.Select(d => d.Liveliness)]);
        float?[] action = PictureScores.Ranks([.. drafts.Select(d => d.Motion is null ? (float?)null : PictureScores.Motion(d.Motion))]);
        int[] position = new int[clips.Count];
        for (int i = 0; i < order.Count; i++)
        {
            position[order[i]] = i;
        }

        return
        [
            .. drafts.Select((d, i) => new Candidate
            {
                Clip = d.Stretch.Clip,
                Shot = d.Stretch.Shot,
                In = d.In,
                Room = d.Stretch.End.Seconds - d.In.Seconds - d.Stretch.FrameSeconds,
                Quality = PictureScores.Quality(d.Picture?.Features, sharpness[i], d.Motion),
                Sharpness = d.Picture?.Features.Sharpness,
                Energy = energy[i],
                Action = action[i],
                PanX = d.Motion?.PanX,
                PanY = d.Motion?.PanY,
                Fingerprint = d.Picture?.Features.Fingerprint,
                FramesAfterKey = d.FramesAfterKey,
                Place = (float)((position[d.Stretch.Clip] + d.ClipShare) / clips.Count),
            }),
        ];
    }

    private static List<MediaTime> Places(UsableStretch stretch, ClipAnalysis analysis, ClipFrames frames, double spacing)
    {
        double start = stretch.Start.Seconds;
        double lastIn = stretch.End.Seconds - stretch.FrameSeconds;
        List<MediaTime> places = [stretch.Start];
        int count = (int)Math.Floor((lastIn - start) / spacing);
        for (int k = 1; k <= count; k++)
        {
            double wanted = start + (k * spacing);
            MediaTime place = NearestKey(wanted, spacing / 2) ?? frames.FrameAtOrAfter(wanted);
            if (place.Ticks > places[^1].Ticks && place.Seconds < lastIn)
            {
                places.Add(place);
            }
        }

        // The first key frame of the stretch is always offered: it is the cheapest place when the stretch starts between two.
        int key = frames.KeyFrameBefore(start) + 1;
        if (key < analysis.KeyFrames.Count && analysis.KeyFrames[key].Time is var first && first.Seconds < lastIn && !places.Contains(first))
        {
            places.Add(first);
            places.Sort((a, b) => a.Ticks.CompareTo(b.Ticks));
        }

        return places;

        MediaTime? NearestKey(double wanted, double reach)
        {
            int before = frames.KeyFrameBefore(wanted);
            MediaTime? best = null;
            for (int i = Math.Max(0, before); i <= before + 1 && i < analysis.KeyFrames.Count; i++)
            {
                MediaTime time = analysis.KeyFrames[i].Time;
                if (Math.Abs(time.Seconds - wanted) <= reach && time.Seconds >= start && (best is null || Math.Abs(time.Seconds - wanted) < Math.Abs(best.Value.Seconds - wanted)))
                {
                    best = time;
                }
            }

            return best;
        }
    }

    private static Draft Measure(ClipMaterial clip, UsableStretch stretch, MediaTime at, ClipFrames frames)
    {
        IReadOnlyList<KeyFrame> keys = clip.Analysis.KeyFrames;
        int before = frames.KeyFrameBefore(at.Seconds);
        int? nearest = InStretch(before) ? before : InStretch(before + 1) ? before + 1 : null;
        float? change = null;
        if (nearest is { } n && InStretch(n + 1))
        {
            change = keys[n + 1].Difference / (float)Math.Max(0.1, keys[n + 1].Time.Seconds - keys[n].Time.Seconds);
        }

        MotionFeatures? motion = clip.Analysis.Motion.FirstOrDefault(m => m.Start.Seconds <= at.Seconds + stretch.FrameSeconds && m.End.Seconds > at.Seconds + stretch.FrameSeconds);
        double length = Math.Max(1e-3, clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds);
        return new Draft(
            stretch,
            at,
            nearest is { } k ? keys[k] : null,
            nearest is { } p ? PictureScores.Liveliness(keys[p].Features, change) : null,
            motion,
            frames.FramesAfterKey(at.Seconds),
            Math.Clamp((at.Seconds - clip.Analysis.FirstFrame.Seconds) / length, 0, 0.999));

        // A key frame before the stretch may show what was rejected, so only those inside count; the one just before the start of its own shot never does.
        bool InStretch(int index) =>
            index >= 0 && index < keys.Count && keys[index].Time.Seconds >= stretch.Start.Seconds - 1e-9 && keys[index].Time.Seconds < stretch.End.Seconds;
    }

    private sealed record Draft(UsableStretch Stretch, MediaTime In, KeyFrame? Picture, float? Liveliness, MotionFeatures? Motion, double? FramesAfterKey, double ClipShare);
}
