using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>How song and clip sound are put together. Absent, clip sound is mixed as <see cref="MusicBed.ClipSoundDb"/> says, with hard
/// joins, and nothing is ducked.</summary>
public sealed record SoundPlan
{
    /// <summary>Seconds over which the sounds of two clips cross at a cut, equal in power, 0 to 2; as far as the footage reaches.</summary>
    public double CrossfadeSeconds { get; init; }

    /// <summary>Stretches of the timeline in which somebody speaks, ascending, not overlapping.</summary>
    public IReadOnlyList<FrameRange> Speech { get; init; } = [];

    /// <summary>Gain of the song under speech in decibels, -40 to 0.</summary>
    public double DuckDb { get; init; }

    /// <summary>Seconds in which the song goes down, ending where speech begins, 0.01 to 0.15.</summary>
    public double DuckAttackSeconds { get; init; }

    /// <summary>Seconds in which it comes back after speech, 0.05 to 3.</summary>
    public double DuckReleaseSeconds { get; init; }
}
