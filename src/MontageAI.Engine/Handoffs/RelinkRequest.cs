using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Errors;
using MontageAI.Interchange.Sequences;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>A timeline whose files lie elsewhere now, or are to give way to others of the same frames: proxies to camera originals, and
/// back.</summary>
public sealed record RelinkRequest : JobRequest<RelinkOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "relink";

    /// <summary>The timeline file.</summary>
    public required string TimelineFile { get; init; }

    /// <summary>Folders in which the files are looked for.</summary>
    public IReadOnlyList<string> Media { get; init; } = [];

    /// <summary>Beginnings of the timeline's paths that stand for others here.</summary>
    public IReadOnlyList<PathMapping> Map { get; init; } = [];

    /// <summary>Whether files of the same name and frames in <see cref="Media"/> are taken in place of files that are where they
    /// were.</summary>
    public bool Replace { get; init; }

    /// <summary>Timeline to write.</summary>
    public required string Output { get; init; }

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected internal override async Task<RelinkOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (Replace && Media.Count == 0)
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                "is needed where files are to be replaced: those that take their place.",
                Field.Media
            );
        }

        OutputNames names = OutputNames.ForTimeline(Output);
        Timeline timeline = Intake.TimelineFile.Read(TimelineFile);
        using IDisposable claim = new OutputGuard(Overwrite)
            .File(names.Timeline, Field.Output, [".json"])
            .Input("the timeline", TimelineFile)
            .Sources(timeline, Path.GetDirectoryName(Path.GetFullPath(TimelineFile)))
            .Take();
        timeline = RelativeSources.InFull(timeline, Path.GetDirectoryName(Path.GetFullPath(TimelineFile))!);
        (Timeline relinked, IReadOnlyList<RelinkedSource> sources) = await new RelinkWork(context, Media, Map, Replace)
            .RunAsync(timeline, cancellationToken)
            .ConfigureAwait(false);
        await Intake.TimelineFile.WriteAsync(names.Timeline, relinked, Overwrite, cancellationToken).ConfigureAwait(false);
        return new RelinkOutcome(names.Timeline, sources) { Timeline = relinked };
    }
}

/// <summary>A timeline whose files were found.</summary>
/// <param name="Output">The timeline that was written.</param>
/// <param name="Sources">Its files, in its order, the song last.</param>
public sealed record RelinkOutcome(string Output, IReadOnlyList<RelinkedSource> Sources)
{
    /// <summary>The timeline itself, for hosts; not written.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Timeline? Timeline { get; init; }
}

/// <summary>A file that was found.</summary>
/// <param name="Source">Its name in the timeline; "song" for the song.</param>
/// <param name="From">Where it was.</param>
/// <param name="To">Where it is.</param>
/// <param name="How">How it is known: "content", or "frames" for another file with the same name, timecode, length, rate and
/// channels.</param>
public sealed record RelinkedSource(string Source, string From, string To, string How)
{
    /// <summary>Files that were to take its place and do not, each with what differs; null where there are none.</summary>
    public IReadOnlyList<string>? Refused { get; init; }
}
