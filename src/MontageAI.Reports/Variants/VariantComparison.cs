using System.Globalization;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Reports.Judging;
using MontageAI.Reports.Sheets;
using MontageAI.Timelines;

namespace MontageAI.Reports.Variants;

/// <summary>Compares several plans of the same clips and song, and shows them side by side.</summary>
internal sealed class VariantComparison(JobContext context)
{
    /// <summary>Compares them and writes their sheet.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="sheet">Contact sheet to write.</param>
    /// <param name="variants">The plans, in order of their seeds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<VariantSummary> WriteAsync(
        MontageRequest request,
        string sheet,
        IReadOnlyList<PlannedVariant> variants,
        CancellationToken cancellationToken
    )
    {
        List<VariantPlan> plans = [];
        List<SheetMontage> sheets = [];
        for (int i = 0; i < variants.Count; i++)
        {
            (string file, PlanResult result) = variants[i];
            JudgedMontage montage = PlannedMontage.Of(file, result.Timeline, result.Clips, result.Music);

            // Of the pictures only their motion is known; what else a judgement says of them would be made up.
            MontageJudgement judgement = MontageJudge.Judge(montage with { Frames = null });
            judgement = judgement with { Energy = PictureJudge.Energy(montage) };
            plans.Add(
                new VariantPlan(
                    i + 1,
                    file,
                    result.Timeline.Seed,
                    result.Timeline.Shots.Count,
                    judgement.Pace.MeanShotSeconds,
                    judgement.Variety.Sources ?? 0,
                    judgement.Beats?.OnDownbeat,
                    judgement.Energy?.Motion,
                    Shown(file, request),
                    Film(request)
                )
            );
            sheets.Add(
                SheetBuilder.Of(
                    montage,
                    judgement,
                    result.Timeline,
                    string.Create(CultureInfo.InvariantCulture, $"{i + 1}   {Path.GetFileName(file)}")
                )
            );
        }

        List<VariantPair> pairs = [];
        for (int a = 0; a < variants.Count; a++)
        {
            for (int b = a + 1; b < variants.Count; b++)
            {
                pairs.Add(PlanDifference.Between(variants[a].Plan.Timeline, variants[b].Plan.Timeline, a + 1, b + 1));
            }
        }

        await new SheetWork(context).WriteAsync(sheets, sheet, request.Overwrite, cancellationToken).ConfigureAwait(false);
        return new VariantSummary(plans, pairs, sheet, Note(pairs));
    }

    private static string? Note(List<VariantPair> pairs)
    {
        VariantPair least = pairs.MinBy(p => p.Shots)!;
        return least.Shots >= VariantSummary.LeastDifference
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Variants {least.A} and {least.B} differ in {100 * least.Shots:0} % of their shots only. More footage, or a style with "
                    + $"more variation and surprise, gives more choice."
            );
    }

    // As the user wrote the folder.
    private static string Shown(string file, MontageRequest request) =>
        Path.Combine(Path.GetDirectoryName(request.Output) ?? "", Path.GetFileName(file));

    private static string Film(MontageRequest request) =>
        request.Output.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase)
            ? request.Output
            : Shown(Path.GetFileName(request.Output.Split(".json")[0].Split(".montage")[0]) + ".mp4", request);
}
