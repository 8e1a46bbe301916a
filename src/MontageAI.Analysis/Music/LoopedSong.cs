using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>
/// A song of a few seconds is heard over and over, so it is listened to that way: its end leads into its beginning, and its first note is a
/// note like any other.
/// </summary>
internal static class LoopedSong
{
    /// <summary>A longer song is read as it is.</summary>
    public const double LongestSeconds = 4;

    // How long the repetitions last together, and those before the one that is taken.
    private const double TotalSeconds = 12;
    private const double LeadSeconds = 4;

    // A note this little before the joint is the first note of the next repetition.
    private const double Early = 0.02;

    // Beats of which this share meets a note, within these seconds, and of which a whole number fits into the song.
    private const double LeastMet = 0.7;
    private const double Near = 0.045;
    private const double WholeSlack = 0.04;

    /// <summary>The sound as it is heard in a loop.</summary>
    public static float[] Repeated(ReadOnlySpan<float> song)
    {
        int times = (int)Math.Ceiling(TotalSeconds * MusicAnalyzer.SampleRate / song.Length);
        float[] sound = new float[times * song.Length];
        for (int i = 0; i < times; i++)
        {
            song.CopyTo(sound.AsSpan(i * song.Length));
        }

        return sound;
    }

    /// <summary>The reading of one repetition.</summary>
    /// <param name="alone">The song by itself.</param>
    /// <param name="looped">What <see cref="Repeated"/> was read as.</param>
    public static MusicAnalysis Of(MusicAnalysis alone, MusicAnalysis looped)
    {
        double length = alone.AnalysedEnd;
        double start = Math.Ceiling(LeadSeconds / length) * length;
        double[] onsets = [.. looped.Onsets.Where(Within).Select(Own).Order()];
        Beat[] beats = [.. looped.Beats.Where(b => Within(b.Time)).Select(b => b with { Time = Own(b.Time) }).OrderBy(b => b.Time)];
        MusicAnalysis result = alone with
        {
            Onsets = onsets,
            Confidence = looped.Confidence,
            // It is the same throughout: neither does it begin quietly nor rise.
            Sections = [new MusicSection(0, length, SectionKind.Verse, 1)],
        };
        double fit = length * (looped.TempoBpm ?? 0) / 60;
        if (
            looped.Strategy == RhythmStrategy.Beats
            && beats.Length > 0
            && Math.Abs(fit - Math.Round(fit)) <= WholeSlack
            && beats.Count(b => onsets.Any(o => Math.Abs(o - b.Time) <= Near)) >= LeastMet * beats.Length
        )
        {
            return result with
            {
                Strategy = RhythmStrategy.Beats,
                Reason = $"The song is heard in a loop; {looped.Reason}",
                TempoBpm = looped.TempoBpm,
                BeatsPerBar = looped.BeatsPerBar,
                Beats = beats,
                Alternatives = looped.Alternatives,
            };
        }

        return onsets.Length == 0
            ? alone
            : result with
            {
                Strategy = RhythmStrategy.Onsets,
                Reason = "The song is heard in a loop, too short to show a beat; note onsets are used.",
                TempoBpm = null,
                BeatsPerBar = null,
                Beats = [.. onsets.Select(t => new Beat(t, 0, 1))],
                Alternatives = [],
            };

        bool Within(double time) => time >= start - Early && time < start + length - Early;

        double Own(double time) => Math.Max(0, time - start);
    }
}
