using MontageAI.Engine.Encoders;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Rendering.Profiles;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>What a user asks for when rendering an existing timeline.</summary>
public sealed record RenderRequest : JobRequest<RunReport>
{
    /// <inheritdoc/>
    public override string Kind => IsPreview ? "preview" : "render";

    /// <inheritdoc/>
    public override int Niceness => IsPreview ? JobOptions.PreviewNiceness : 0;

    /// <inheritdoc/>
    public override int OpeningNiceness => 0;

    /// <summary>The timeline file; not read where <see cref="Import"/> is given.</summary>
    public required string TimelineFile { get; init; }

    /// <summary>An edited sequence that is rendered instead of a timeline; null for none.</summary>
    public ImportSettings? Import { get; init; }

    /// <summary>Folder in which, and below which, files are looked for that are not where the timeline says; null is the timeline's
    /// own.</summary>
    public string? SourceFolder { get; init; }

    /// <summary>File to write.</summary>
    public required string Output { get; init; }

    /// <summary>preview, standard, high or master; null chooses from intent and length.</summary>
    public ProfileName? Profile { get; init; }

    /// <summary>What the film is for; with its length this chooses the profile where none is named. Not asked for previews.</summary>
    public RenderIntent Intent { get; init; } = RenderIntent.Share;

    /// <summary>True when the user only wants to look: chooses the preview profile and a stream that plays while it grows.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Name of a better profile in which everything is rendered once more after the preview, in its place; null leaves it at the
    /// preview.</summary>
    public ProfileName? Refine { get; init; }

    /// <summary>How pictures of another shape are put on the canvas; null follows the plan.</summary>
    public PictureFit? Fit { get; init; }

    /// <summary>What encodes the pictures, in <see cref="EncoderNames.Words"/>; null leaves the choice to the program.</summary>
    public string? Encoder { get; init; }

    /// <summary>What decodes the sources for rendering, in <see cref="DecoderNames.Words"/>; null leaves the choice to the
    /// program.</summary>
    public string? Decoder { get; init; }

    /// <summary>Whether a finished film is remembered.</summary>
    public bool UsesMemory { get; init; } = true;

    /// <summary>Whether an existing output may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether an earlier preview of the same name may be replaced although <see cref="Overwrite"/> is not set. What is no preview
    /// of ours stays.</summary>
    public bool ReplacesPreview { get; init; }

    /// <inheritdoc/>
    protected internal override Task<RunReport> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new FilmRun(context, cancellationToken).RenderAsync(this);
}
