using System.Text.Json.Serialization;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Errors;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>How an edited sequence is read.</summary>
public sealed record ImportSettings
{
    /// <summary>The edited sequence.</summary>
    public required string File { get; init; }

    /// <summary>The timeline that it came from; null looks for the export's own record.</summary>
    public string? Base { get; init; }

    /// <summary>Folders in which files are looked for that the timeline does not know.</summary>
    public IReadOnlyList<string> Media { get; init; } = [];

    /// <summary>Beginnings of the document's paths that stand for others here.</summary>
    public IReadOnlyList<PathMapping> Map { get; init; } = [];

    /// <summary>Frames per second, for documents that do not say; null where the user does not either.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>What becomes of gaps.</summary>
    public GapTreatment Gaps { get; init; }

    /// <summary>Whether a file is by its name no edited sequence of a format that is read, but a timeline of our own.</summary>
    public static bool IsTimeline(string path) => !HandoffFormats.IsRead(path);
}

/// <summary>An edited sequence to be made a timeline of.</summary>
public sealed record ImportRequest : JobRequest<ImportOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "import";

    /// <summary>What is read, and how.</summary>
    public required ImportSettings Settings { get; init; }

    /// <summary>Timeline to write.</summary>
    public required string Output { get; init; }

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected internal override async Task<ImportOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        OutputNames names = OutputNames.ForTimeline(Output);
        using ImportedTimeline imported = await ImportWork
            .ReadAsync(context, Settings, names.Timeline, cancellationToken)
            .ConfigureAwait(false);
        using IDisposable claim = new OutputGuard(Overwrite)
            .File(names.Timeline, Field.Output, [".json"])
            .File(imported.Black?.Path, Field.Output, [])
            .Input("the edited sequence", Settings.File)
            .Sources(imported.WithoutBlack, imported.Folder)
            .Take();
        await imported.WriteBlackAsync(Overwrite, cancellationToken).ConfigureAwait(false);
        await Intake
            .TimelineFile.WriteAsync(names.Timeline, imported.Returned.Timeline, Overwrite, cancellationToken)
            .ConfigureAwait(false);
        imported.Document.Keep();
        return new ImportOutcome(
            names.Timeline,
            imported.Base,
            imported.Returned.Timeline.Shots.Count,
            imported.Returned.Changes,
            imported.Returned.Losses
        )
        {
            Timeline = imported.Returned.Timeline,
        };
    }
}

/// <summary>What came back.</summary>
/// <param name="Output">The timeline that was written.</param>
/// <param name="Base">The timeline that it was compared with; null where none is known.</param>
/// <param name="Shots">Shots that it has now.</param>
/// <param name="Changes">What changed.</param>
/// <param name="Losses">What is left out, or was taken in one of its meanings.</param>
public sealed record ImportOutcome(string Output, string? Base, int Shots, ReturnChanges Changes, IReadOnlyList<Loss> Losses)
{
    /// <summary>The timeline itself, for hosts; not written.</summary>
    [JsonIgnore]
    public Timeline? Timeline { get; init; }
}
