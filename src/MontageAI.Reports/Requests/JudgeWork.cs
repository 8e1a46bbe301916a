using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Reports.Judging;
using MontageAI.Reports.Requests;
using MontageAI.Timelines;

namespace MontageAI.Reports.Requests;

/// <summary>Judges a timeline or a film.</summary>
internal sealed class JudgeWork(JobContext context)
{
    /// <summary>Judges a file: one that ends in .json is a timeline, everything else a film.</summary>
    /// <exception cref="ConfigurationException">The file does not exist, or is no timeline.</exception>
    /// <exception cref="MediaException">The file is no film.</exception>
    public async Task<(JudgedMontage Montage, MontageJudgement Judgement)> RunAsync(
        JudgeRequest request,
        Timeline? timeline,
        CancellationToken cancellationToken
    )
    {
        if (request.Music is { } song && !File.Exists(song))
        {
            throw new ConfigurationException(ErrorCode.FileMissing, $"'{song}' does not exist. Check the path.", Field.Music);
        }

        JudgedMontage montage = timeline is null
            ? await new VideoReading(context)
                .ReadAsync(request.Path, request.Music, request.Pictures, cancellationToken)
                .ConfigureAwait(false)
            : await new TimelineReading(context)
                .ReadAsync(
                    request.Path,
                    timeline,
                    request.Music,
                    request.Pictures,
                    request.Clips.Count == 0 ? null : request.Clips,
                    cancellationToken
                )
                .ConfigureAwait(false);
        using RunRecorder.Phase phase = context.Recorder.Begin("judge");
        return (montage, MontageJudge.Judge(montage));
    }
}

/// <summary>A judgement and what was done otherwise than asked for on the way.</summary>
/// <param name="Judgement">The figures.</param>
/// <param name="Degradations">Departures from what was asked.</param>
public sealed record JudgeOutcome(MontageJudgement Judgement, IReadOnlyList<Degradation> Degradations);
