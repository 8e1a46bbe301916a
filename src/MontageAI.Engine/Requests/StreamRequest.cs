using MontageAI.Engine.Encoders;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Rendering.Profiles;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>
/// Shows a timeline that need not be a file: writes a stream that can be watched while it grows, and nothing else. There is no film, and
/// so nothing that a check could pass; the report comes back and is not written.
/// </summary>
public sealed record StreamRequest : JobRequest<RunReport>
{
    /// <inheritdoc/>
    public override string Kind => "preview";

    /// <inheritdoc/>
    public override int Niceness => JobOptions.PreviewNiceness;

    /// <inheritdoc/>
    public override int OpeningNiceness => 0;

    /// <summary>The timeline.</summary>
    public required Timeline Timeline { get; init; }

    /// <summary>Folder of the stream, whose playlist is index.m3u8; made when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Folder in which, and below which, files are looked for that are not where the timeline says; null looks nowhere
    /// else.</summary>
    public string? SourceFolder { get; init; }

    /// <summary>preview, standard, high or master.</summary>
    public ProfileName Profile { get; init; } = ProfileName.Preview;

    /// <summary>How pictures of another shape are put on the canvas; null follows the plan.</summary>
    public PictureFit? Fit { get; init; }

    /// <summary>What encodes the pictures, in <see cref="EncoderNames.Words"/>; null leaves the choice to the program.</summary>
    public string? Encoder { get; init; }

    /// <summary>What decodes the sources, in <see cref="DecoderNames.Words"/>; null leaves the choice to the program.</summary>
    public string? Decoder { get; init; }

    /// <summary>Whether a stream that is there already may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected internal override Task<RunReport> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new FilmRun(context, cancellationToken).StreamAsync(this);
}
