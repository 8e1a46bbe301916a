using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Timelines;

namespace MontageAI.Engine.Listening;

/// <summary>The sound around a shot that is heard at its natural speed.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="Sound">Its sound, and a second on either side as far as there is one.</param>
/// <param name="Lead">Seconds of it that lie before the shot.</param>
internal sealed record ShotSound(TimelineShot Shot, SoundToHear Sound, double Lead)
{
    // By so much on either side a voice is known.
    private const double MarginSeconds = 1;

    /// <summary>The sounds of a plan, in the order of its shots.</summary>
    public static IReadOnlyList<ShotSound> Of(Timeline timeline)
    {
        Dictionary<string, TimelineSource> sources = timeline.Sources.ToDictionary(s => s.Id);
        List<ShotSound> sounds = [];
        foreach (TimelineShot shot in timeline.Shots.Where(s => sources[s.Source].HasAudio && ShotClock.IsNatural(s)))
        {
            TimelineSource source = sources[shot.Source];
            double start = Math.Max(source.AvailableStart.Seconds, shot.In.Seconds - MarginSeconds);
            double end = Math.Min(
                source.AvailableEnd.Seconds,
                shot.In.Seconds + timeline.Rate.SecondsAt(shot.Record.Length) + MarginSeconds
            );
            SoundRange range = new(source.Path, start, Math.Max(0.1, end - start)) { Tracks = source.SoundTracks };
            sounds.Add(new ShotSound(shot, new SoundToHear(range, source.Fingerprint), shot.In.Seconds - start));
        }

        return sounds;
    }
}
