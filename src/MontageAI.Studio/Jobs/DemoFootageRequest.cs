using MontageAI.Demo;
using MontageAI.Engine.Jobs;

namespace MontageAI.Studio.Jobs;

/// <summary>Makes the demo's footage and its song.</summary>
/// <param name="Folder">Folder of the demo's own; what it made there before stays where it is the same.</param>
internal sealed record DemoFootageRequest(string Folder) : JobRequest<DemoSet>
{
    private const string Phase = "make footage";

    /// <inheritdoc/>
    public override string Kind => "demo";

    /// <inheritdoc/>
    protected override async Task<DemoSet> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        using (context.Recorder.Begin(Phase))
        {
            Progress<DemoProgress> progress = new(p => context.Recorder.Advance(Phase, p.Done, p.Total));
            return await DemoMaker.MakeAsync(Folder, context.Tools, progress, cancellationToken).ConfigureAwait(false);
        }
    }
}
