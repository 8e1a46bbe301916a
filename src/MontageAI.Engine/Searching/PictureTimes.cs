using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Engine.Searching;

/// <summary>A picture that stands for its shot.</summary>
/// <param name="Shot">Index of the shot in its clip.</param>
/// <param name="Time">PTS of the frame, or of the moment before it where no key frame is known.</param>
/// <param name="Until">The frame lies before this moment.</param>
/// <param name="IsKey">Whether it is a key frame.</param>
internal sealed record PictureTime(int Shot, MediaTime Time, MediaTime Until, bool IsKey);

/// <summary>Chooses which pictures stand for the shots of a clip: one to three key frames of each, spread over it and off rejected
/// stretches.</summary>
internal static class PictureTimes
{
    // Longer shots change in their course.
    private const double TwoFrom = 3,
        ThreeFrom = 8;

    // A frame that is no key frame is looked for within so many seconds: the slowest time lapses have four a second.
    private const double Reach = 0.25;

    /// <summary>The pictures, in order of time.</summary>
    public static IReadOnlyList<PictureTime> Of(ClipAnalysis clip)
    {
        List<PictureTime> chosen = [];
        int key = 0;
        for (int s = 0; s < clip.Shots.Shots.Count; s++)
        {
            Shot shot = clip.Shots.Shots[s];
            List<MediaTime> inside = [];
            for (; key < clip.KeyFrames.Count && clip.KeyFrames[key].Time.Seconds < shot.End.Seconds - 1e-9; key++)
            {
                MediaTime time = clip.KeyFrames[key].Time;
                if (time.Seconds >= shot.Start.Seconds - 1e-9 && !IsRejected(time))
                {
                    inside.Add(time);
                }
            }

            chosen.AddRange(OfShot(s, shot, inside));
        }

        return chosen;

        bool IsRejected(MediaTime time) => clip.Rejected.Any(r => r.Start.Seconds <= time.Seconds && r.End.Seconds > time.Seconds);
    }

    private static IEnumerable<PictureTime> OfShot(int index, Shot shot, List<MediaTime> keys)
    {
        if (keys.Count == 0)
        {
            // The first frame from the middle on.
            MediaTime middle = new((shot.Start.Ticks + shot.End.Ticks) / 2, shot.Start.TimeBase);
            long until = Math.Min(shot.End.Ticks, middle.Ticks + MediaTime.FromSeconds(Reach, middle.TimeBase).Ticks);
            return [new PictureTime(index, middle, middle with { Ticks = Math.Max(middle.Ticks + 1, until) }, false)];
        }

        int count =
            shot.Seconds < TwoFrom ? 1
            : shot.Seconds < ThreeFrom ? 2
            : 3;
        return Enumerable
            .Range(0, count)
            .Select(i => shot.Start.Seconds + (shot.Seconds * (i + 0.5) / count))
            .Select(wanted => keys.MinBy(k => Math.Abs(k.Seconds - wanted)))
            .Distinct()
            .Select(time => new PictureTime(index, time, time with { Ticks = time.Ticks + 1 }, true));
    }
}
