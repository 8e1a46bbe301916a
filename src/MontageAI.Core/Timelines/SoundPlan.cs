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

    /// <summary>
    /// Sentences that run beyond the shot in which they are spoken, under its neighbours' pictures, so that they are heard whole;
    /// ascending, not overlapping. Where one of them is heard, the shots' own sound is not.
    /// </summary>
    public IReadOnlyList<Sentence> Sentences { get; init; } = [];

    /// <summary>
    /// Gain of the song under speech in decibels, -40 to 0: as a rule; it is set so that the song lies 10.5 LU below the voice, between
    /// half and twice of this. 0 leaves the song as it is.
    /// </summary>
    public double DuckDb { get; init; }

    /// <summary>Seconds in which the song goes down, ending where speech begins, 0.01 to 0.15.</summary>
    public double DuckAttackSeconds { get; init; }

    /// <summary>Seconds in which it comes back after speech, 0.05 to 3.</summary>
    public double DuckReleaseSeconds { get; init; }
}

/// <summary>A sentence that is heard whole.</summary>
/// <param name="Record">Frames in which it is heard, some of them those of its shot.</param>
/// <param name="Source">Id of its source.</param>
/// <param name="In">PTS, on the source's clock, that is heard at the first of them.</param>
public sealed record Sentence(FrameRange Record, string Source, MediaTime In);
