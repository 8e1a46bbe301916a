using MontageAI.Editing.Edits;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Planning;
using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>A timeline changed by hand.</summary>
/// <param name="Timeline">The timeline as it is now.</param>
/// <param name="Changed">How many of its shots are not as they were; these are all that will be rendered.</param>
public sealed record EditOutcome(Timeline Timeline, int Changed);

/// <summary>Changes a timeline that need not be a file; clips and song are not touched, and FFmpeg is not needed.</summary>
public sealed record EditRequest : JobRequest<EditOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "edit";

    /// <inheritdoc/>
    public override bool NeedsFFmpeg => false;

    /// <summary>The words that are understood, one line each.</summary>
    public static IReadOnlyList<string> Words => EditScript.Words;

    /// <summary>The timeline.</summary>
    public required Timeline Timeline { get; init; }

    /// <summary>Changes in the words of <see cref="EditScript"/>, applied in order.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>Name of the timeline, for what is remembered: later montages may take the changes into account. Null remembers
    /// nothing.</summary>
    public string? RememberAs { get; init; }

    /// <inheritdoc/>
    protected internal override Task<EditOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Timeline after = EditScript.Apply(Timeline, Changes);
        if (TimelineRules.Check(after) is { Count: > 0 } problems)
        {
            throw new ConfigurationException(Problem.Of(ErrorCode.EditInvalid, problems));
        }

        if (RememberAs is { } name)
        {
            Remember(context, name);
        }

        return Task.FromResult(new EditOutcome(after, ShotIdentity.CountChanged(Timeline, after)));
    }

    // The changes have been done already, so they are known to be possible.
    private void Remember(JobContext context, string name)
    {
        List<RememberedShot> decided = [];
        Timeline before = Timeline;
        foreach (string change in Changes)
        {
            Timeline after = EditScript.Apply(before, [change]);
            decided.AddRange(Recollection.Decided(before, after, change, name));
            before = after;
        }

        context.Store.Memory.Add(decided);
    }
}

/// <summary>Changes the timeline of a file, as <see cref="EditRequest"/> does, and writes the result.</summary>
public sealed record EditFileRequest : JobRequest<EditOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "edit";

    /// <inheritdoc/>
    public override bool NeedsFFmpeg => false;

    /// <summary>The timeline.</summary>
    public required string TimelineFile { get; init; }

    /// <summary>Changes in the words of <see cref="EditScript"/>, applied in order.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>File to write; may be the timeline itself.</summary>
    public required string Output { get; init; }

    /// <summary>A film that will be made of the result afterwards; it is refused before anything is changed. Null where none
    /// will.</summary>
    public string? Preview { get; init; }

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether later montages may take the changes into account.</summary>
    public bool UsesMemory { get; init; } = true;

    /// <inheritdoc/>
    protected internal override async Task<EditOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        OutputNames names = OutputNames.ForTimeline(Output);
        FileFacts? read = FileFacts.Try(TimelineFile);
        Timeline before = Intake.TimelineFile.Read(TimelineFile);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(TimelineFile));
        using IDisposable claim = new OutputGuard(Overwrite).File(names.Timeline, Field.Output, [".json"]).Sources(before, folder).Take();
        if (Preview is { } film)
        {
            new OutputGuard(Overwrite)
                .Film(OutputNames.ForFilm(film), streamed: true, names.Timeline, replacesPreview: true, Field.Preview)
                .Input("the timeline", names.Timeline)
                .Input("the timeline", TimelineFile)
                .Sources(before, folder)
                .Check();
        }

        // Another edit may have written it before this one held its name.
        EditRequest edit = new()
        {
            Timeline = read is not null && FileFacts.Try(TimelineFile) == read ? before : Intake.TimelineFile.Read(TimelineFile),
            Changes = Changes,
        };
        EditOutcome outcome = await context.DoAsync(edit, cancellationToken).ConfigureAwait(false);
        await Intake.TimelineFile.WriteAsync(names.Timeline, outcome.Timeline, Overwrite, cancellationToken).ConfigureAwait(false);
        if (UsesMemory)
        {
            // Only what was written is remembered.
            await context.DoAsync(edit with { RememberAs = Path.GetFileName(Output) }, cancellationToken).ConfigureAwait(false);
        }

        return outcome;
    }
}
