using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>A part of one shot that may be shown: inside the shot, off its edges, without rejected or frozen stretches and without a cut
/// inside.</summary>
/// <param name="Clip">Index of the clip among the materials.</param>
/// <param name="Shot">Number of the shot, counted over all clips; parts of one shot share it.</param>
/// <param name="Start">PTS of the first usable frame.</param>
/// <param name="End">PTS after the last usable frame.</param>
/// <param name="FrameSeconds">Length of one source frame; a window ends at least that long before <paramref name="End"/>.</param>
internal sealed record UsableStretch(int Clip, int Shot, MediaTime Start, MediaTime End, double FrameSeconds)
{
    /// <summary>What speaks against the whole shot although it was not measured here: a fault found elsewhere in it and nothing good, or
    /// key frames that stand still; null where nothing does.</summary>
    public string? Suspicion { get; init; }

    /// <summary>Whether a place lies in it.</summary>
    public bool Holds(Candidate place) =>
        place.Clip == Clip && place.Shot == Shot && place.InSeconds >= Start.Seconds - 1e-9 && place.InSeconds < End.Seconds;

    /// <summary>Longest window in seconds that lies in it.</summary>
    public double Room => End.Seconds - Start.Seconds - FrameSeconds;
}
