using MontageAI.Pipeline.Jobs;
using MontageAI.Pipeline.Judging;
using MontageAI.Pipeline.Reporting;
using MontageAI.Timelines;

namespace MontageAI.Pipeline;

/// <content>Looking back at montages.</content>
public sealed partial class Session
{
    /// <summary>Figures about a montage: a timeline, or a film that anybody made.</summary>
    /// <exception cref="Errors.ConfigurationException">The file does not exist or is no timeline.</exception>
    /// <exception cref="Errors.MediaException">The file is no film.</exception>
    public async Task<JudgeOutcome> JudgeAsync(JudgeRequest request, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        Timeline? timeline = request.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? await ReadTimelineAsync(request.Path, cancellationToken).ConfigureAwait(false)
            : null;
        if (timeline is null && !File.Exists(request.Path))
        {
            throw new Errors.ConfigurationException($"'{request.Path}' does not exist. Give a timeline (.json) or a film.");
        }

        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        MontageJudgement judgement = await new JudgeJob(context).RunAsync(request, timeline, cancellationToken).ConfigureAwait(false);
        return new JudgeOutcome(judgement, _recorder.Degradations);
    }
}
