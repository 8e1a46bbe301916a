using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>Decides how far the song goes down and the clips come up where somebody speaks.</summary>
internal static class SpeechMix
{
    /// <summary>How far above the ducked song speech is brought, in loudness units. Chosen by hand: every word is understood, and the song
    /// is still there.</summary>
    public const double SpeechOverSongLu = 10;

    /// <summary>Most by which speech is raised, decibels; more would raise the hiss of a far-off voice rather than the voice.</summary>
    public const double MostRaiseDb = 24;

    // Between two words of one speaker the song must not come up and go down again.
    private const double ShortestGap = 0.6;

    // Clip sound changes its gain this fast at a cut through speech: the next shot's sound must not be raised with it. Within a crossfade's
    // usual length.
    private const double CutSeconds = 0.06;

    // A stretch quieter than this holds no speech that could be raised, LUFS.
    private const double Silence = -60;

    /// <summary>The song's gain.</summary>
    public static GainCurve Song(AudioBedRequest request, SoundPlan plan)
    {
        List<GainStretch> stretches = [];
        foreach (FrameRange speech in plan.Speech)
        {
            (double start, double end) = Seconds(request, speech);
            if (stretches.Count > 0 && start - stretches[^1].End < ShortestGap)
            {
                start = stretches[^1].Start;
                stretches.RemoveAt(stretches.Count - 1);
            }

            stretches.Add(new GainStretch(start, end, plan.DuckDb, plan.DuckAttackSeconds, plan.DuckReleaseSeconds));
        }

        return new GainCurve(0, stretches);
    }

    /// <summary>The clips' gain: as asked for, and more where somebody speaks too softly to be understood over the ducked song.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="plan">How.</param>
    /// <param name="song">Loudness of the song, moment by moment, before it goes down; null where there is none.</param>
    /// <param name="clips">Loudness of the clips before their gain.</param>
    public static GainCurve Clips(AudioBedRequest request, SoundPlan plan, MomentaryLoudness? song, MomentaryLoudness clips)
    {
        double rest = request.ClipSoundDb!.Value;
        List<GainStretch> stretches = [];
        foreach (FrameRange speech in plan.Speech)
        {
            // A voice on either side of a cut was recorded elsewhere and has a level of its own.
            foreach (
                ClipSound sound in request.ClipSounds.Where(s => s.IsNatural && s.Record.Start < speech.End && s.Record.End > speech.Start)
            )
            {
                FrameRange here = new(Math.Max(speech.Start, sound.Record.Start), Math.Min(speech.End, sound.Record.End));
                (double start, double end) = Seconds(request, here);
                if (song?.Mean(start, end) is not { } music || clips.Loud(start, end) is not { } voice || voice < Silence)
                {
                    continue;
                }

                double raise = Math.Min(MostRaiseDb, music + plan.DuckDb + SpeechOverSongLu - (voice + rest));
                if (raise > 0)
                {
                    (double shotStart, double shotEnd) = Seconds(request, sound.Record);
                    double attack = Math.Min(plan.DuckAttackSeconds, Math.Max(CutSeconds / 2, start - shotStart));
                    double release = Math.Min(plan.DuckReleaseSeconds, Math.Max(CutSeconds, shotEnd - end));
                    stretches.Add(new GainStretch(start, end, raise, attack, release));
                }
            }
        }

        // A pause in one shot's voice is not a reason to let its room go up and down.
        for (int i = stretches.Count - 1; i > 0; i--)
        {
            if (
                stretches[i].Start > stretches[i - 1].End
                && stretches[i].Start - stretches[i - 1].End < ShortestGap
                && SameShot(request, stretches[i - 1].End, stretches[i].Start)
            )
            {
                stretches[i - 1] = stretches[i - 1] with { End = stretches[i].Start };
            }
        }

        return new GainCurve(rest, stretches);
    }

    private static bool SameShot(AudioBedRequest request, double one, double other) =>
        request.ClipSounds.Any(s => Seconds(request, s.Record) is var (start, end) && one >= start && other <= end);

    private static (double Start, double End) Seconds(AudioBedRequest request, FrameRange frames) =>
        (request.Rate.SecondsAt(frames.Start), request.Rate.SecondsAt(frames.End));
}
