using MontageAI.Analysis.Music;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
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
        return (await new ClipStage(context).LookAsync(file, info, Exact, alone: true, cancellationToken).ConfigureAwait(false)).Analysis;
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
        FileIntake intake = new(context);
        List<MediaInfo> files = [];
        foreach (string path in Paths)
        {
            try
            {
                files.Add((await intake.TakeInAsync(path, cancellationToken).ConfigureAwait(false)).Info);
            }
            catch (MediaException e)
            {
                context.Recorder.PutAside(e.Path, e.Reason, e.Remedy);
            }
        }

        return new ProbeOutcome(files, context.Recorder.SetAside);
    }
}
