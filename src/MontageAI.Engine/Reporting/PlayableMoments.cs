namespace MontageAI.Engine.Reporting;

/// <summary>When what could be played, in seconds from the start of the job. Without a stream all three are the moment at which the
/// film was done.</summary>
/// <param name="FirstPictureSeconds">The first segment with its sound.</param>
/// <param name="OpeningSeconds">The first ten seconds, or all if it is shorter: the time to first preview.</param>
/// <param name="WholeSeconds">Everything.</param>
public sealed record PlayableMoments(double FirstPictureSeconds, double OpeningSeconds, double WholeSeconds)
{
    /// <summary>All of it in the better quality that was asked for; null where none was.</summary>
    public double? RefinedSeconds { get; init; }
}
