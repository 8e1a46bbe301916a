using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Reporting;

/// <summary>Something that happened in a job. Other rooms may add kinds of their own.</summary>
public abstract record JobEvent
{
    /// <summary>Place in the order of the job's events, from 0. Gaps are events that were not kept.</summary>
    public long Number { get; internal init; }

    /// <summary>When, in seconds from the start of the job.</summary>
    public double Seconds { get; internal init; }
}

/// <summary>A phase began. Phases overlap.</summary>
/// <param name="Phase">Its name, as in the report.</param>
/// <param name="Unit">What is counted in it; null counts nothing.</param>
/// <param name="Subject">What it is about, where it is about one thing; null otherwise.</param>
public sealed record PhaseBegun(string Phase, string? Unit, string? Subject) : JobEvent;

/// <summary>A phase went on. Of those of one phase only the latest is kept.</summary>
/// <param name="Phase">Its name.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all; 0 while unknown. A phase that begins once more has another total.</param>
public sealed record PhaseAdvanced(string Phase, long Done, long Total) : JobEvent;

/// <summary>A phase ended.</summary>
/// <param name="Phase">What it took and did.</param>
public sealed record PhaseEnded(PhaseSummary Phase) : JobEvent;

/// <summary>A clip was looked at and can be used.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Facts">What its container says.</param>
/// <param name="Shots">Shots found in it.</param>
public sealed record ClipSeen(string Path, MediaInfo Facts, int Shots) : JobEvent;

/// <summary>The song was listened to.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Analysis">Its beats and sections, or why there are none.</param>
public sealed record BeatsFound(string Path, MusicAnalysis Analysis) : JobEvent;

/// <summary>Rate, shape and length of the montage are settled; no shot is.</summary>
/// <param name="Rate">Frame rate.</param>
/// <param name="Aspect">Shape of the canvas.</param>
/// <param name="Frames">Length.</param>
public sealed record MontageOutlined(FrameRate Rate, Rational Aspect, long Frames) : JobEvent;

/// <summary>All shots are chosen; some may still be made.</summary>
/// <param name="Timeline">The plan.</param>
public sealed record PlanSettled(Timeline Timeline) : JobEvent;

/// <summary>A shot is finished; shots come in the order of the timeline.</summary>
/// <param name="Index">Its place in the timeline, from 0.</param>
/// <param name="Frames">Its length.</param>
public sealed record ShotReady(int Index, long Frames) : JobEvent;

/// <summary>What can be played of a film that is being made.</summary>
public enum PlayableStage
{
    /// <summary>The first segment, with its sound.</summary>
    FirstPicture,

    /// <summary>The first ten seconds, or all of it if it is shorter.</summary>
    Opening,

    /// <summary>Everything.</summary>
    Whole,

    /// <summary>Everything, in the better quality that was asked for.</summary>
    Refined,
}

/// <summary>More of the stream can be played now.</summary>
/// <param name="Stage">What.</param>
/// <param name="Playlist">The stream's playlist.</param>
/// <param name="FilmSeconds">How much of the film that is.</param>
public sealed record Playable(PlayableStage Stage, string Playlist, double FilmSeconds) : JobEvent
{
    /// <summary>How good the pictures are at least. A stage is told again when it has got its look.</summary>
    public PreviewTier Tier { get; init; } = PreviewTier.Final;
}

/// <summary>Something was done otherwise than asked for.</summary>
/// <param name="Degradation">What, why, and what the user will notice.</param>
public sealed record Degraded(Degradation Degradation) : JobEvent;

/// <summary>A file cannot be used.</summary>
/// <param name="File">Which, why, and what its owner can do.</param>
public sealed record FileSetAside(SetAsideFile File) : JobEvent;

/// <summary>The job has ended; always the last event.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Code">What kind of thing went wrong; null when nothing did, or nothing that is foreseen.</param>
public sealed record JobFinished(RunOutcome Outcome, Phrase? Error, ErrorCode? Code) : JobEvent;
