namespace MontageAI.Engine.Reporting;

/// <summary>
/// When what could be played, in seconds from the start of the job. Without a stream all are the moment at which the film was done. What
/// is played first may be a draft (<see cref="PreviewTier.Draft"/>); the later moments say when the look was there.
/// </summary>
/// <param name="FirstPictureSeconds">The first segment with sound.</param>
/// <param name="OpeningSeconds">The first ten seconds, or all if it is shorter: the time to first preview.</param>
/// <param name="WholeSeconds">Everything.</param>
public sealed record PlayableMoments(double FirstPictureSeconds, double OpeningSeconds, double WholeSeconds)
{
    /// <summary>The first segment with its look (<see cref="PreviewTier.Look"/> or better).</summary>
    public double FirstLookSeconds { get; init; } = FirstPictureSeconds;

    /// <summary>The first ten seconds with their look, or all if it is shorter.</summary>
    public double OpeningLookSeconds { get; init; } = OpeningSeconds;

    /// <summary>Everything as in the film.</summary>
    public double FinalSeconds { get; init; } = WholeSeconds;

    /// <summary>The montage's own sound, where the stream began with the same song faded otherwise; null where its own was there from the
    /// start.</summary>
    public double? OwnSoundSeconds { get; init; }

    /// <summary>All of it in the better quality that was asked for; null where none was.</summary>
    public double? RefinedSeconds { get; init; }

    /// <summary>The same to the millisecond.</summary>
    internal PlayableMoments Rounded() =>
        new(Math.Round(FirstPictureSeconds, 3), Math.Round(OpeningSeconds, 3), Math.Round(WholeSeconds, 3))
        {
            FirstLookSeconds = Math.Round(FirstLookSeconds, 3),
            OpeningLookSeconds = Math.Round(OpeningLookSeconds, 3),
            FinalSeconds = Math.Round(FinalSeconds, 3),
            OwnSoundSeconds = OwnSoundSeconds is { } sound ? Math.Round(sound, 3) : null,
            RefinedSeconds = RefinedSeconds is { } refined ? Math.Round(refined, 3) : null,
        };
}
