using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Jobs;

/// <summary>Shows plans while they are made, as a part of their job: what it decodes and how long it takes is in the job's report. The
/// engine itself draws nothing.</summary>
public interface IPlanViewer
{
    /// <summary>Says before any work is done what will be written.</summary>
    /// <param name="guard">Decides whether it may be.</param>
    void Claim(OutputGuard guard);

    /// <summary>Shows a plan that was just made.</summary>
    /// <param name="context">The job.</param>
    /// <param name="file">The timeline's file; empty where none is written.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="overwrite">Whether existing files may be replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task ShowAsync(JobContext context, string file, PlanResult plan, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Compares several plans of the same material and shows them side by side.</summary>
    /// <param name="context">The job.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="sheet">Contact sheet to write.</param>
    /// <param name="plans">The plans, in order of their seeds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<VariantSummary> CompareAsync(
        JobContext context,
        MontageRequest request,
        string sheet,
        IReadOnlyList<PlannedVariant> plans,
        CancellationToken cancellationToken
    );
}

/// <summary>One of several plans of the same material.</summary>
/// <param name="File">Its timeline, written already.</param>
/// <param name="Plan">The plan.</param>
public sealed record PlannedVariant(string File, PlanResult Plan);
