using MontageAI.Engine.Jobs;
using MontageAI.Reports.Pages;

namespace MontageAI.Reports.Requests;

/// <summary>What is to be looked at and listened to.</summary>
public sealed record AnalyzeRequest : JobRequest<AnalyzeOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "analyze";

    /// <summary>Files and folders; folders are searched to the bottom.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>True looks at every frame of each clip; false at key frames, and at doubtful intervals.</summary>
    public bool Exact { get; init; }

    /// <summary>True also measures motion, sharpness and brightness over time: of every frame with <see cref="Exact"/>, else in windows all
    /// over each clip.</summary>
    public bool Curves { get; init; }

    /// <summary>True also listens to the sound of clips; false only to files without a moving picture.</summary>
    public bool ClipSound { get; init; }

    /// <summary>Page to write; null writes none.</summary>
    public string? Report { get; init; }

    /// <summary>Whether an existing page may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected override Task<AnalyzeOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new AnalyzeWork(context).RunAsync(this, cancellationToken);
}
