using System.Collections.Concurrent;
using MontageAI.Engine.Dispatching;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Stores;
using MontageAI.Tasks;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>Carries one task out: what it makes is in the store afterwards, or it says why not. Ends at once where all of it is there
/// already.</summary>
/// <param name="Spec">The task.</param>
/// <param name="Node">Name of this machine, for whoever asked.</param>
public sealed record TaskRequest(TaskSpec Spec, string Node) : JobRequest<TaskEnd>
{
    /// <summary>Stands in the reason of a task that a full disk ended.</summary>
    public const string DiskFull = "No space left on device";

    /// <summary>Takes each shot of the task when it is there, as its key and its file, which is whole and stays until this returns; null
    /// where the store is that of whoever asked.</summary>
    public Func<string, string, CancellationToken, Task>? DeliverAsync { get; init; }

    /// <summary>Clips whose bytes FFmpeg gets from a server on this machine, by their paths; null where all lie on the disk.</summary>
    public ServedInputs? Served { get; init; }

    /// <inheritdoc/>
    public override string Kind => "task";

    /// <inheritdoc/>
    protected internal override async Task<TaskEnd> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        context.Serve(Served);
        string build = TaskBuild.Of(context);
        if (build != Spec.Build)
        {
            return Failed($"The task is for {Printable.Of(Spec.Build)}; this is {build}. Install the same on both machines.");
        }

        return Spec.Body switch
        {
            ClipLook look => await new LookTask(context, look, Node).RunAsync(cancellationToken).ConfigureAwait(false),
            ShotGroup group => await RenderAsync(context, group, cancellationToken).ConfigureAwait(false),
            _ => Failed("It is no task of this version. Have it written again."),
        };
    }

    private async Task<TaskEnd> RenderAsync(JobContext context, ShotGroup group, CancellationToken cancellationToken)
    {
        if (ShotTaskSpecs.FormatOf(group) is not { } format)
        {
            return Failed($"'{Printable.Of(group.Profile)}' is no profile. Have the task written again.");
        }

        try
        {
            (Timeline plan, Dictionary<string, MediaInfo> media) = await SourcesAsync(context, group.Plan, cancellationToken)
                .ConfigureAwait(false);
            using IArtifactLease lease = context.Store.Artifacts.BeginJob();
            ShotShelf shelf = new(context, lease);
            List<ShotOrder> orders = [];
            List<ShotOrder> missing = [];
            foreach (ShotToMake shot in group.Shots)
            {
                ShotOrder order = await shelf
                    .OrderOfAsync(plan, plan.Shots.Count, media, shot.Shot, format, cancellationToken)
                    .ConfigureAwait(false);
                if (order.Key.Hash != shot.Key)
                {
                    return Failed($"Shot {shot.Shot} would be another here than its key says. Have the task written again.");
                }

                orders.Add(order);
                if (await shelf.FindAsync(order, cancellationToken).ConfigureAwait(false) is null)
                {
                    missing.Add(order);
                }
            }

            if (missing.Count > 0)
            {
                await MakeAsync(context, shelf, missing, format, cancellationToken).ConfigureAwait(false);
            }

            foreach (ShotOrder order in DeliverAsync is null ? [] : orders)
            {
                string? file = await shelf.FindAsync(order, cancellationToken).ConfigureAwait(false);
                await DeliverAsync!(order.Key.Hash, file ?? throw Lost(), cancellationToken).ConfigureAwait(false);
            }

            return new TaskEnd(missing.Count > 0 ? TaskState.Made : TaskState.Present, Node, null);
        }
        catch (MontageException e) when (e is MediaException || e.Code is ErrorCode.StoreFailed or ErrorCode.SourceChanged)
        {
            // Another machine may see the file, or have the room.
            return new TaskEnd(TaskState.Unfinished, Node, e.Sentence.ToString());
        }
        catch (Exception e) when (e is ShotsFailedException or ShotRenderException)
        {
            return new TaskEnd(
                e.Message.Contains(DiskFull, StringComparison.Ordinal) ? TaskState.Unfinished : TaskState.Failed,
                Node,
                e.Message
            );
        }
    }

    private static async Task MakeAsync(
        JobContext context,
        ShotShelf shelf,
        List<ShotOrder> missing,
        FilmFormat format,
        CancellationToken cancellationToken
    )
    {
        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
        using ShotRenderer renderer = new(context.Tools, new ShotRenderResources { Workers = 1, Callers = context.Budget.Renderers });
        ConcurrentQueue<RenderedShot> done = [];
        try
        {
            await renderer
                .RenderAsync([.. missing.Select(o => o.Job)], format, null, done.Enqueue, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (RenderedShot shot in done)
            {
                await shelf.KeepAsync(missing.Single(o => o.Job.Index == shot.Index), shot, format).ConfigureAwait(false);
            }
        }
    }

    private static async Task<(Timeline Plan, Dictionary<string, MediaInfo> Media)> SourcesAsync(
        JobContext context,
        Timeline plan,
        CancellationToken cancellationToken
    )
    {
        FileIntake files = new(context);
        Dictionary<string, MediaInfo> media = [];
        foreach (TimelineSource source in plan.Sources)
        {
            (SourceFile file, MediaInfo info) = await files.TakeInAsync(source.Path, cancellationToken).ConfigureAwait(false);
            if (file.Fingerprint != source.Fingerprint || info.Video.All(v => v.Index != source.VideoStream))
            {
                throw Another(source.Path);
            }

            media[source.Id] = info;
        }

        return (plan, media);
    }

    /// <summary>What is said where a file is not the one that a task was made with.</summary>
    internal static MediaException Another(string path) =>
        new(
            ErrorCode.SourceChanged,
            path,
            "is another file on this machine than the one that the task was made with.",
            "Mount the shared folder under the same path."
        );

    private static MontageException Lost() => new(ErrorCode.StoreFailed, "A shot that was made is gone from the store. Try again.");

    private TaskEnd Failed(string why) => new(TaskState.Failed, Node, why);
}
