using MontageAI.Analysis.Music;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Requests;

/// <summary>Beats of a whole track.</summary>
/// <param name="Path">The file.</param>
/// <param name="Correction">What the user knows better.</param>
public sealed record BeatsRequest(string Path, BeatCorrection Correction) : JobRequest<MusicAnalysis>
{
    /// <inheritdoc/>
    public override string Kind => "beats";

    /// <inheritdoc/>
    protected internal override async Task<MusicAnalysis> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        MusicMaterial music = await new MusicIntake(context)
            .ListenAsync(Path, null, new MusicOptions { KnownBpm = Correction.Bpm }, cancellationToken)
            .ConfigureAwait(false);
        return PlanStage.Correct(music.Analysis, Correction);
    }
}

/// <summary>Shots of a clip.</summary>
/// <param name="Path">The file.</param>
/// <param name="Exact">Whether every frame is looked at.</param>
public sealed record ShotsRequest(string Path, bool Exact) : JobRequest<ClipAnalysis>
{
    /// <inheritdoc/>
    public override string Kind => "shots";

    /// <inheritdoc/>
    protected internal override async Task<ClipAnalysis> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(Path, cancellationToken).ConfigureAwait(false);
        return (
            await new ClipStage(context).LookAsync(file, info, Exact, alone: true, faces: false, cancellationToken).ConfigureAwait(false)
        ).Analysis;
    }
}

/// <summary>Facts of files; those that cannot be read are listed with their reasons.</summary>
/// <param name="Paths">The files.</param>
public sealed record ProbeRequest(IReadOnlyList<string> Paths) : JobRequest<ProbeOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "probe";

    /// <inheritdoc/>
    protected internal override async Task<ProbeOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("probe", "files");
        FileIntake intake = new(context);
        MediaInfo?[] found = new MediaInfo?[Paths.Count];
        MediaException?[] problems = new MediaException?[Paths.Count];
        int done = 0;
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, Paths.Count),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (i, ct) =>
                {
                    try
                    {
                        using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                        found[i] = (await intake.TakeInAsync(Paths[i], ct).ConfigureAwait(false)).Info;
                    }
                    catch (MediaException e)
                    {
                        problems[i] = e;
                    }

                    phase.Advance(Interlocked.Increment(ref done), Paths.Count);
                }
            )
            .ConfigureAwait(false);
        // In the order of the files, whoever was faster.
        foreach (MediaException problem in problems.OfType<MediaException>())
        {
            context.Recorder.PutAside(problem.Path, problem.Reason, problem.Remedy);
        }

        return new ProbeOutcome([.. found.OfType<MediaInfo>()], context.Recorder.SetAside);
    }
}
