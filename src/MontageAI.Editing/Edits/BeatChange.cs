using System.Text.Json.Serialization;

namespace MontageAI.Editing.Edits;

/// <summary>In what another grid of beats differs.</summary>
public enum BeatChangeKind
{
    /// <summary>A beat between every two. No cut moves.</summary>
    [JsonStringEnumMemberName("double")]
    Double,

    /// <summary>Every second beat, those of the downbeats among them. Cuts on the others move to the beat before.</summary>
    [JsonStringEnumMemberName("halve")]
    Halve,

    /// <summary>Half a beat later. Cuts go with their beats.</summary>
    [JsonStringEnumMemberName("off_beat")]
    OffBeat,

    /// <summary>Downbeats so many beats later. Cuts move as far, so that they keep their place in the bar.</summary>
    [JsonStringEnumMemberName("bar_shift")]
    BarShift,

    /// <summary>So many milliseconds later. Cuts go with their beats.</summary>
    [JsonStringEnumMemberName("nudge")]
    Nudge,

    /// <summary>A steady grid of so many beats per minute through the first downbeat. Cuts move to the nearest beats.</summary>
    [JsonStringEnumMemberName("tempo")]
    Tempo,

    /// <summary>The beats that are given. Cuts move to the nearest.</summary>
    [JsonStringEnumMemberName("beats")]
    Beats,
}

/// <summary>A beat that the user gives.</summary>
/// <param name="Time">Second of the montage.</param>
/// <param name="Downbeat">Whether a bar begins with it.</param>
public readonly record struct BeatMark(double Time, bool Downbeat = false);

/// <summary>Another grid of beats for a timeline.</summary>
/// <param name="Kind">In what it differs.</param>
/// <param name="Amount">Beats of a bar shift, milliseconds of a nudge (both may be below 0), beats per minute of a tempo (30 to 300); else
/// without meaning.</param>
/// <param name="Given">The beats, in order, where they are given.</param>
public sealed record BeatChange(BeatChangeKind Kind, double Amount = 0, IReadOnlyList<BeatMark>? Given = null);
