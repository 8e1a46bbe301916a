using System.Diagnostics;

namespace MontageAI.Engine.Reporting;

/// <summary>Measures one job while it is done.</summary>
/// <param name="kind">What it does.</param>
/// <param name="activity">Its activity; null where nobody listens.</param>
internal sealed class JobMeasure(string kind, Activity? activity) : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>The job has ended.</summary>
    public void Ended(RunOutcome outcome)
    {
        EngineTelemetry.Ended(kind, outcome, Stopwatch.GetElapsedTime(_began));
        activity?.SetTag("outcome", outcome.ToString().ToLowerInvariant());
    }

    /// <inheritdoc/>
    public void Dispose() => activity?.Dispose();
}
