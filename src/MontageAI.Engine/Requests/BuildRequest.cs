using MontageAI.Engine.Dispatching;
using MontageAI.Engine.Jobs;

namespace MontageAI.Engine.Requests;

/// <summary>Asks what must be equal on two machines for them to give equal bytes: program, FFmpeg and kind of processor, as text.</summary>
public sealed record BuildRequest : JobRequest<string>
{
    /// <inheritdoc/>
    public override string Kind => "build";

    /// <inheritdoc/>
    protected internal override Task<string> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        Task.FromResult(TaskBuild.Of(context));
}
