using MontageAI.Engine.Jobs;

namespace MontageAI.Engine.Extracting;

/// <summary>A piece to take out of a file.</summary>
public sealed record ExtractRequest : JobRequest<ExtractOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "extract";

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Where it begins: seconds ("12.5"), a time ("0:01:02.500") or a frame ("f123").</summary>
    public required string From { get; init; }

    /// <summary>Where it ends, exclusive, written in the same way; null takes <see cref="Frames"/>, or everything to the end.</summary>
    public string? To { get; init; }

    /// <summary>Frames, 1 or more, where <see cref="To"/> is not given.</summary>
    public long? Frames { get; init; }

    /// <summary>"smart", "copy" or "encode".</summary>
    public string Exact { get; init; } = "smart";

    /// <summary>File to write, .mp4 or .mov.</summary>
    public required string Output { get; init; }

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether a text names a place in a file.</summary>
    public static bool IsPlace(string? text) => MontageAI.Rendering.Cutting.CutPoint.TryParse(text, out _);

    /// <inheritdoc/>
    protected internal override Task<ExtractOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        ExtractWork.RunAsync(context, this, cancellationToken);
}
