using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Listening;

/// <summary>The sound around a shot that is heard at its natural speed.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="Sound">Its sound, and some seconds on either side as far as there are any.</param>
/// <param name="Lead">Seconds of it that lie before the shot.</param>
internal sealed record ShotSound(TimelineShot Shot, SoundToHear Sound, double Lead)
{
    // By so much on either side a voice is known.
    private const double MarginSeconds = 1;

    /// <summary>The sounds of a plan, in the order of its shots.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="before">Seconds before each shot.</param>
    /// <param name="after">Seconds after each shot.</param>
    public static IReadOnlyList<ShotSound> Of(Timeline timeline, double before = MarginSeconds, double after = MarginSeconds)
    {
        Dictionary<string, TimelineSource> sources = timeline.Sources.ToDictionary(s => s.Id);
        List<ShotSound> sounds = [];
        foreach (TimelineShot shot in timeline.Shots.Where(s => sources[s.Source].HasAudio && ShotClock.IsNatural(s)))
        {
            TimelineSource source = sources[shot.Source];
            double start = Math.Max(source.AvailableStart.Seconds, shot.In.Seconds - before);
            double end = Math.Min(source.AvailableEnd.Seconds, shot.In.Seconds + timeline.Rate.SecondsAt(shot.Record.Length) + after);
            SoundRange range = new(source.Path, start, Math.Max(0.1, end - start)) { Tracks = source.SoundTracks };
            sounds.Add(new ShotSound(shot, new SoundToHear(range, source.Fingerprint), shot.In.Seconds - start));
        }

        return sounds;
    }

    /// <summary>Whether the next shot goes on where this one ends, so that nothing is cut between them.</summary>
    /// <param name="next">The shot after it that is heard.</param>
    /// <param name="rate">The plan's grid.</param>
    public bool IsContinuedBy(ShotSound next, FrameRate rate) =>
        Shot.Source == next.Shot.Source
        && Shot.Record.End == next.Shot.Record.Start
        && Math.Abs(Shot.In.Seconds + rate.SecondsAt(Shot.Record.Length) - next.Shot.In.Seconds) < rate.SecondsAt(1);
}
