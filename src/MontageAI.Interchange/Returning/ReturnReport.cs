using MontageAI.Interchange.Sequences;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Returning;

/// <summary>What becomes of stretches in which an edited sequence shows nothing that a montage can show.</summary>
public enum GapTreatment
{
    /// <summary>They are refused.</summary>
    Refuse,

    /// <summary>They are black.</summary>
    Black,

    /// <summary>The picture before stands still.</summary>
    Hold,

    /// <summary>They are left out; all after moves forward.</summary>
    Close,
}

/// <summary>How an edited sequence is read.</summary>
public sealed record ReturnOptions
{
    /// <summary>The timeline that it came from; null where none is known.</summary>
    public Timeline? Base { get; init; }

    /// <summary>Fingerprint of the file of <see cref="Base"/>; empty where there is none.</summary>
    public string BaseFingerprint { get; init; } = "";

    /// <summary>What becomes of gaps.</summary>
    public GapTreatment Gaps { get; init; } = GapTreatment.Refuse;

    /// <summary>Source that black is taken from, a still; needed where gaps are black.</summary>
    public TimelineSource? Black { get; init; }

    /// <summary>What is known of the song of <see cref="Base"/>; null where it is not there.</summary>
    public SongFacts? Song { get; init; }
}

/// <summary>A timeline made of an edited sequence.</summary>
/// <param name="Timeline">The timeline.</param>
/// <param name="Changes">What changed against the base.</param>
/// <param name="Losses">What of the sequence is left out or was taken in one of its meanings.</param>
public sealed record ReturnedTimeline(Timeline Timeline, ReturnChanges Changes, IReadOnlyList<Loss> Losses);

/// <summary>What changed against the base, by the names of shots.</summary>
public sealed record ReturnChanges
{
    /// <summary>Shots that are as they were.</summary>
    public int Unchanged { get; init; }

    /// <summary>Shots that are longer or shorter.</summary>
    public IReadOnlyList<string> Trimmed { get; init; } = [];

    /// <summary>Shots that show another part of their file for the same time.</summary>
    public IReadOnlyList<string> Slipped { get; init; } = [];

    /// <summary>Shots in another order.</summary>
    public IReadOnlyList<string> Moved { get; init; } = [];

    /// <summary>Shots of another speed.</summary>
    public IReadOnlyList<string> Retimed { get; init; } = [];

    /// <summary>Shots that are entered otherwise.</summary>
    public IReadOnlyList<string> Reentered { get; init; } = [];

    /// <summary>Shots that were not there.</summary>
    public IReadOnlyList<string> New { get; init; } = [];

    /// <summary>Shots that are no more.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Seconds by which the song begins later (above 0) or earlier; 0 where it did not move.</summary>
    public double SongMoved { get; init; }

    /// <summary>Beats that were met by a cut and are not any more.</summary>
    public int BeatsMissed { get; init; }
}
