using MontageAI.Engine.Jobs;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Engine.Handoffs;

/// <summary>A timeline to be handed on to an editing program.</summary>
public sealed record ExportRequest : JobRequest<ExportOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "export";

    /// <summary>The timeline file.</summary>
    public required string TimelineFile { get; init; }

    /// <summary>Name of the format, or "all".</summary>
    public required string Format { get; init; }

    /// <summary>File to write; for "all" a folder.</summary>
    public required string Output { get; init; }

    /// <summary>The program that it is meant for.</summary>
    public TargetProgram Target { get; init; }

    /// <summary>Timecode of the first frame.</summary>
    public string StartTimecode { get; init; } = "01:00:00:00";

    /// <summary>Whether timecode drops numbers; null does at 29.97 and 59.94.</summary>
    public bool? IsDrop { get; init; }

    /// <summary>Whether paths are written relative to the output.</summary>
    public bool RelativePaths { get; init; }

    /// <summary>Beginnings of paths to be replaced.</summary>
    public IReadOnlyList<PathMapping> Map { get; init; } = [];

    /// <summary>What becomes markers.</summary>
    public MarkerChoice Markers { get; init; } = MarkerChoice.Bars;

    /// <summary>Folder of smaller copies, or of originals, of the same names; null for none.</summary>
    public string? Media { get; init; }

    /// <summary>Which shots are rendered into files, since no program would show them as the film does. For documents that show
    /// pictures; the files lie in a folder beside the document, named as it with ".baked".</summary>
    public BakeChoice Bake { get; init; }

    /// <summary>Whether existing files may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected internal override Task<ExportOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        ExportWork.RunAsync(context, this, cancellationToken);
}

/// <summary>What was handed on.</summary>
/// <param name="Timeline">The timeline file.</param>
/// <param name="Fingerprint">Fingerprint of the timeline.</param>
/// <param name="Files">What was written.</param>
public sealed record ExportOutcome(string Timeline, string Fingerprint, IReadOnlyList<ExportedFile> Files)
{
    /// <summary>Folder of the shots that were rendered for the documents; null where none was.</summary>
    public string? Baked { get; init; }
}

/// <summary>A file that was handed on.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Path">Full path.</param>
/// <param name="Losses">What it does not hold.</param>
public sealed record ExportedFile(string Format, string Path, IReadOnlyList<Loss> Losses);
