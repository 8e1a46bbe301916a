using System.Text.Json.Serialization;

namespace MontageAI.Results;

/// <summary>How the moments to cut on were found, strongest first. A result never claims a stronger one than was used.</summary>
public enum RhythmStrategy
{
    /// <summary>Nothing to cut on was found, and nothing was invented.</summary>
    None,

    /// <summary>A steady grid at a stated interval, since the track offers nothing better. It follows no sound.</summary>
    SteadyGrid,

    /// <summary>Rises of loudness; no beat.</summary>
    Energy,

    /// <summary>Note onsets; no beat.</summary>
    Onsets,

    /// <summary>Tracked beats and downbeats.</summary>
    Beats,

    /// <summary>Beats that the user gave (file, or tempo and offset).</summary>
    User,
}

/// <summary>One beat of a track.</summary>
/// <param name="Time">Seconds from the first sample of the track as a player plays it (decoder delay removed).</param>
/// <param name="BarPosition">1 on a downbeat, 2, 3 ... after it; 0 when the bar is unknown.</param>
/// <param name="Strength">Onset strength at the beat relative to the track's strongest, 0 to 1.</param>
public readonly record struct Beat(double Time, int BarPosition, float Strength);

/// <summary>A span of a track that holds together.</summary>
/// <param name="Start">Seconds, inclusive; on a downbeat where the track has them.</param>
/// <param name="End">Seconds, exclusive.</param>
/// <param name="Kind">What it is like.</param>
/// <param name="Energy">Mean energy relative to the track's loudest stretch, 0 to 1.</param>
public sealed record MusicSection(double Start, double End, SectionKind Kind, float Energy);

/// <summary>What a section is like, judged by energy and its change alone.</summary>
public enum SectionKind
{
    /// <summary>The beginning, quieter than what follows.</summary>
    Intro,

    /// <summary>Moderate energy.</summary>
    Verse,

    /// <summary>Energy rises through it.</summary>
    Build,

    /// <summary>Highest energy: chorus or drop.</summary>
    Chorus,

    /// <summary>A quiet span between louder ones.</summary>
    Break,

    /// <summary>The end, falling.</summary>
    Outro,
}

/// <summary>Another reading of the beat, kept so that a correction is one option away.</summary>
/// <param name="Bpm">Beats per minute.</param>
/// <param name="Score">How probable it is against the chosen one, which has 1; 0 to 1.</param>
/// <param name="OffBeat">The chosen tempo, but beats half-way between those chosen.</param>
public readonly record struct TempoAlternative(double Bpm, double Score, bool OffBeat = false);

/// <summary>Loudness over time.</summary>
/// <param name="HopSeconds">Seconds from one value to the next; value i covers [i, i+1) hops from
/// <see cref="MusicAnalysis.AnalysedStart"/>.</param>
/// <param name="Values">RMS relative to the track's loudest hop, 0 to 1.</param>
public sealed record EnergyProfile(double HopSeconds, IReadOnlyList<float> Values);

/// <summary>A part of a track with music in it: neither silence nor mere noise.</summary>
/// <param name="Start">Seconds, inclusive.</param>
/// <param name="End">Seconds, exclusive.</param>
public readonly record struct MusicPart(double Start, double End)
{
    /// <summary>Its length in seconds.</summary>
    [JsonIgnore]
    public double Seconds => End - Start;
}

/// <summary>Everything that the planner knows about a track. Times are seconds as a player plays the track.</summary>
public sealed record MusicAnalysis
{
    /// <summary>Name and version of the algorithm that made this, part of cache keys.</summary>
    public required string Algorithm { get; init; }

    /// <summary>First analysed second (0 unless only a part was asked for).</summary>
    public double AnalysedStart { get; init; }

    /// <summary>End of the analysed part in seconds; less than the track where only a part was needed.</summary>
    public required double AnalysedEnd { get; init; }

    /// <summary>How the beats or other moments were found.</summary>
    public required RhythmStrategy Strategy { get; init; }

    /// <summary>0 (guess) to 1 (sure) that <see cref="Beats"/> are what a listener taps.</summary>
    public required double Confidence { get; init; }

    /// <summary>Why this strategy, in a sentence for the user.</summary>
    public required string Reason { get; init; }

    /// <summary>Median tempo in beats per minute; null without beats.</summary>
    public double? TempoBpm { get; init; }

    /// <summary>Beats per bar (3 or 4); null when unknown.</summary>
    public int? BeatsPerBar { get; init; }

    /// <summary>
    /// Beats, or with a weaker strategy the moments to cut on (bar position 0), in ascending order. Empty with
    /// <see cref="RhythmStrategy.None"/>.
    /// </summary>
    public IReadOnlyList<Beat> Beats { get; init; } = [];

    /// <summary>Note onsets in seconds, ascending.</summary>
    public IReadOnlyList<double> Onsets { get; init; } = [];

    /// <summary>Loudness over time.</summary>
    public required EnergyProfile Energy { get; init; }

    /// <summary>Sections in order, without gaps over the analysed part; empty when the track is too short to have any.</summary>
    public IReadOnlyList<MusicSection> Sections { get; init; } = [];

    /// <summary>
    /// Where there is music, ascending and apart, in a track that holds longer silence, hiss or applause as well; empty where all of the
    /// analysed part is music, or none of it. Beats and onsets lie within.
    /// </summary>
    public IReadOnlyList<MusicPart> Parts { get; init; } = [];

    /// <summary>
    /// Where a voice is heard, most of it sung, ascending and apart: a pause between two of them is one in which nobody could be cut off.
    /// Empty where there is none, or nobody listened for any.
    /// </summary>
    public IReadOnlyList<SpeechStretch> Voices { get; init; } = [];

    /// <summary>Whether nothing at all is heard in the analysed part.</summary>
    [JsonIgnore]
    public bool IsSilent => Energy.Values.All(v => v == 0);

    /// <summary>Other readings of tempo and phase, best first.</summary>
    public IReadOnlyList<TempoAlternative> Alternatives { get; init; } = [];
}
