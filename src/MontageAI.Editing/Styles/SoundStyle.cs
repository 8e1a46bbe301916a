namespace MontageAI.Editing.Styles;

/// <summary>How the song begins and ends.</summary>
public sealed record SoundStyle
{
    /// <summary>Seconds of fade-in when the song is entered in its middle, 0 to 10. A song that starts at its own start is not faded.</summary>
    public double FadeInSeconds { get; init; } = 0.05;

    /// <summary>Seconds of fade-out before the end, 0 to 20; never more than half of the montage.</summary>
    public double FadeOutSeconds { get; init; } = 1.5;
}
