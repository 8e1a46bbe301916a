using System.Globalization;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Judging;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Sheets;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Variants;

/// <summary>
/// Makes several plans of the same clips and song, with seeds that count up. What the first one looked at and listened to is in the store
/// for the others, which decode only
/// windows that nobody chose before; each is the plan that its seed gives alone, to the byte.
/// </summary>
internal sealed class VariantJob(JobContext context)
{
    private const string Phase = "plan variants";

    /// <summary>Plans all, writes them and their sheet.</summary>
    /// <param name="request">What is asked for; its seed is the first one's.</param>
    /// <param name="names">Files to write.</param>
    /// <param name="planned">Told of the first plan.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<VariantSummary> RunAsync(
        MontageRequest request,
        VariantNames names,
        Action<PlanResult> planned,
        CancellationToken cancellationToken
    )
    {
        List<Timeline> timelines = [];
        List<VariantPlan> plans = [];
        List<SheetMontage> sheets = [];
        for (int i = 0; i < request.Variants; i++)
        {
            context.Recorder.Advance(Phase, i, request.Variants);
            PlanResult result = await new PlanJob(context)
                .RunAsync(request with { Seed = request.Seed + i }, follower: null, cancellationToken)
                .ConfigureAwait(false);
            if (i == 0)
            {
                planned(result);
            }

            string file = names.Timeline(i + 1);
            await AtomicFile
                .WriteTextAsync(file, TimelineJson.Write(result.Timeline), request.Overwrite, cancellationToken)
                .ConfigureAwait(false);
            JudgedMontage montage = PlannedMontage.Of(file, result.Timeline, result.Clips, result.Music);

            // Of the pictures only their motion is known; what else a judgement says of them would be made up.
            MontageJudgement judgement = MontageJudge.Judge(montage with { Frames = null });
            judgement = judgement with { Energy = PictureJudge.Energy(montage) };
            timelines.Add(result.Timeline);
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

        context.Recorder.Advance(Phase, request.Variants, request.Variants);
        List<VariantPair> pairs = [];
        for (int a = 0; a < timelines.Count; a++)
        {
            for (int b = a + 1; b < timelines.Count; b++)
            {
                pairs.Add(PlanDifference.Between(timelines[a], timelines[b], a + 1, b + 1));
            }
        }

        await new SheetJob(context).WriteAsync(sheets, names.Sheet, request.Overwrite, cancellationToken).ConfigureAwait(false);
        return new VariantSummary(plans, pairs, names.Sheet, Note(pairs));
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
            : Shown(Path.GetFileName(new VariantNames(request.Output.Split(".json")[0].Split(".montage")[0]).Stem) + ".mp4", request);
}
