using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Reports.Judging;
using MontageAI.Reports.Sheets;
using MontageAI.Reports.Variants;

namespace MontageAI.Reports.Requests;

/// <summary>Shows plans as sheets and pages, and compares several.</summary>
/// <param name="view">Pictures of a plan to write; several plans have a sheet of their own.</param>
public sealed class PlanViewer(PlanView view) : IPlanViewer
{
    /// <inheritdoc/>
    public void Claim(OutputGuard guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        view.Claim(guard);
    }

    /// <inheritdoc/>
    public async Task ShowAsync(JobContext context, string file, PlanResult plan, bool overwrite, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (view.IsNone)
        {
            return;
        }

        (JudgedMontage montage, MontageJudgement judgement) = await new JudgeWork(context)
            .RunAsync(new JudgeRequest { Path = file }, plan.Timeline, cancellationToken)
            .ConfigureAwait(false);
        await new ViewWork(context).WriteAsync(montage, judgement, plan.Timeline, view, overwrite, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<VariantSummary> CompareAsync(
        JobContext context,
        MontageRequest request,
        string sheet,
        IReadOnlyList<PlannedVariant> plans,
        CancellationToken cancellationToken
    ) => new VariantComparison(context).WriteAsync(request, sheet, plans, cancellationToken);
}
