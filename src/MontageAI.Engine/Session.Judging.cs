using MontageAI.Engine.Jobs;
using MontageAI.Engine.Judging;
using MontageAI.Engine.Prompting;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Sheets;
using MontageAI.Engine.Variants;
using MontageAI.Timelines;

namespace MontageAI.Engine;

/// <content>Looking back at montages.</content>
public sealed partial class Session
{
    /// <summary>Figures about a montage: a timeline, or a film that anybody made.</summary>
    /// <exception cref="Errors.ConfigurationException">The file does not exist or is no timeline.</exception>
    /// <exception cref="Errors.MediaException">The file is no film.</exception>
    public async Task<JudgeOutcome> JudgeAsync(JudgeRequest request, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        request.View.Check(request.Overwrite);
        Timeline? timeline = request.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? await ReadTimelineAsync(request.Path, cancellationToken).ConfigureAwait(false)
            : null;
        if (timeline is null && !File.Exists(request.Path))
        {
            throw new Errors.ConfigurationException($"'{request.Path}' does not exist. Give a timeline (.json) or a film.");
        }

        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        (JudgedMontage montage, MontageJudgement judgement) = await new JudgeJob(context)
            .RunAsync(request, timeline, cancellationToken)
            .ConfigureAwait(false);
        await new ViewJob(context)
            .WriteAsync(montage, judgement, timeline, request.View, request.Overwrite, cancellationToken)
            .ConfigureAwait(false);
        return new JudgeOutcome(judgement, _recorder.Degradations);
    }

    /// <summary>Several plans of the same material, seeds counting up, with a contact sheet; renders nothing.</summary>
    /// <returns>The report, and the request with its wish read: who goes on with it gets the same plans, however often a model would read
    /// it differently.</returns>
    private async Task<(RunReport Report, MontageRequest Read)> MakeVariantsAsync(
        MontageRequest request,
        string command,
        IProgress<JobProgress> progress,
        CancellationToken cancellationToken
    )
    {
        VariantNames names = VariantNames.Of(request.Output, request.Variants, request.Overwrite);
        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        ReportWriter report = new(context, _settings, command);
        RunReport done = await report
            .GuardAsync(
                new OutputNames("", names.Sheet, names.Report, ""),
                async () =>
                {
                    request = await new PromptStage(context, _settings.LanguageModel)
                        .ApplyAsync(request, cancellationToken)
                        .ConfigureAwait(false) with
                    {
                        Prompt = null,
                    };
                    report.Planned(
                        await new VariantJob(context).RunAsync(request, names, report.Planned, cancellationToken).ConfigureAwait(false)
                    );
                }
            )
            .ConfigureAwait(false);
        return (done, request);
    }

    // The pictures of a plan that was just made.
    private static async Task ShowAsync(
        JobContext context,
        MontageRequest request,
        string file,
        Timeline timeline,
        CancellationToken cancellationToken
    )
    {
        if (!request.View.IsNone)
        {
            (JudgedMontage montage, MontageJudgement judgement) = await new JudgeJob(context)
                .RunAsync(new JudgeRequest { Path = file }, timeline, cancellationToken)
                .ConfigureAwait(false);
            await new ViewJob(context)
                .WriteAsync(montage, judgement, timeline, request.View, request.Overwrite, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
