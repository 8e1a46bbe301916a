using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Variants;

/// <summary>
/// Makes several plans of the same clips and song, with seeds that count up. What the first one looked at and listened to is in the store
/// for the others, which decode only windows that nobody chose before; each is the plan that its seed gives alone, to the byte.
/// </summary>
internal sealed class VariantWork(JobContext context)
{
    private const string Phase = "plan variants";

    /// <summary>Plans all, writes them, and has them compared.</summary>
    /// <param name="request">What is asked for; its seed is the first one's.</param>
    /// <param name="names">Files to write.</param>
    /// <param name="planned">Told of the first plan.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">Nobody is there who compares them.</exception>
    public async Task<VariantSummary> RunAsync(
        MontageRequest request,
        VariantNames names,
        Action<PlanResult> planned,
        CancellationToken cancellationToken
    )
    {
        IPlanViewer viewer =
            request.Viewer
            ?? throw new ConfigurationException(ErrorCode.Conflict, "several plans need a viewer that compares them. Give one.");
        List<PlannedVariant> plans = [];
        for (int i = 0; i < request.Variants; i++)
        {
            context.Recorder.Advance(Phase, i, request.Variants);
            PlanResult result = await new PlanWork(context)
                .RunAsync(request with { Seed = request.Seed + i }, follower: null, cancellationToken)
                .ConfigureAwait(false);
            if (i == 0)
            {
                planned(result);
            }

            string file = names.Timeline(i + 1);
            await TimelineFile.WriteAsync(file, result.Timeline, request.Overwrite, cancellationToken).ConfigureAwait(false);
            plans.Add(new PlannedVariant(file, result));
        }

        context.Recorder.Advance(Phase, request.Variants, request.Variants);
        return await viewer.CompareAsync(context, request, names.Sheet, plans, cancellationToken).ConfigureAwait(false);
    }
}
