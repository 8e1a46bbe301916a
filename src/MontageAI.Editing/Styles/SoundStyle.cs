namespace MontageAI.Editing.Styles;

/// <summary>How the song begins and ends, and what is heard of the clips.</summary>
public sealed record SoundStyle
{
    /// <summary>Seconds of fade-in when the song is entered in its middle, 0 to 10. A song that starts at its own start is not
    /// faded.</summary>
    public double FadeInSeconds { get; init; } = 0.05;

    /// <summary>Seconds of fade-out before the end, 0 to 20; never more than half of the montage.</summary>
    public double FadeOutSeconds { get; init; } = 1.5;

    /// <summary>From 0.5 on the clips' own sound is kept under the song, below it is left out; 0 to 1.</summary>
    public double ClipSound { get; init; }

    /// <summary>Gain of the clips' own sound in decibels, -60 to 12.</summary>
    public double ClipSoundDb { get; init; } = -12;

    /// <summary>Gain of the song where somebody speaks in a clip, decibels, -40 to 0; 0 ducks nothing. Acts only where clip sound is
    /// kept.</summary>
    public double DuckDb { get; init; } = -12;

    /// <summary>Seconds in which the song goes down before speech, 0.01 to 0.15.</summary>
    public double DuckAttackSeconds { get; init; } = 0.1;

    /// <summary>Seconds in which it comes back after speech, 0.05 to 3.</summary>
    public double DuckReleaseSeconds { get; init; } = 0.5;

    /// <summary>Seconds over which clip sounds cross at a cut, 0 to 2.</summary>
    public double CrossfadeSeconds { get; init; } = 0.15;
}
