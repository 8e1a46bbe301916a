using MontageAI.Detection;
using MontageAI.Engine.Dispatching;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Tasks;

namespace MontageAI.Engine.Intake;

/// <summary>Has clips looked at by a task engine, so that the look is in the store, or in what its machines share, when the job asks for
/// it. What it does not look at is left to the machine of the job. Safe for threads.</summary>
/// <param name="context">The job.</param>
/// <param name="engine">Carries tasks out.</param>
internal sealed class ClipTasks(JobContext context, ITaskEngine engine)
{
    private readonly FileIntake _files = new(context);
    private readonly ClipScan _scan = new(context);
    private readonly KnownFailures _failures = new(context);
    private readonly FaceFinding _faces = new(context);
    private readonly TaskTally _tally = new(
        context,
        engine,
        TaskSpec.LookKind,
        new TaskWords("clips", "looked at", "clips", "clips sent to be looked at")
    );

    /// <summary>Waits until one more clip is worth having on its way.</summary>
    /// <returns>To be disposed when it was looked at.</returns>
    public Task<IDisposable> EnterAsync(CancellationToken cancellationToken) => _tally.EnterAsync(cancellationToken);

    /// <summary>Looks at a clip of which nothing is known yet: elsewhere, or here where that is cheaper or the others do not.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="begin">Whether the beginning of long clips will do.</param>
    /// <param name="urgency">Who else has to wait.</param>
    /// <param name="takeAsync">Takes the look from the store, or makes it; told whether another machine made it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="MontageException">The job was cancelled on the farm.</exception>
    public async Task LookAsync(ClipFile clip, bool begin, Urgency urgency, Func<bool, Task> takeAsync, CancellationToken cancellationToken)
    {
        if (await MissingAsync(clip, begin, urgency, cancellationToken).ConfigureAwait(false) is not { } missing)
        {
            await takeAsync(false).ConfigureAwait(false);
            return;
        }

        (TaskSpec spec, ContentKey key) = missing;
        TaskEnd end = await _tally.SubmitAsync(spec, clip.Path, cancellationToken).ConfigureAwait(false);
        if (end.State == TaskState.Kept)
        {
            await _tally.MakeHereAsync(spec, clip.Path, end, 1, () => takeAsync(false)).ConfigureAwait(false);
            return;
        }

        bool isThere = end.IsThere && await IsKnownAsync(key, cancellationToken).ConfigureAwait(false);
        if (isThere)
        {
            _tally.Made(end.Node, 1);
        }
        else
        {
            _tally.Refuse(
                end.IsThere
                    ? $"what '{end.Node}' found is neither in the farm's store nor among the small results that its machines share, "
                        + "which hold 256 KiB each. Let that machine see the store's folder"
                    : end.Why ?? "the farm did not look at them",
                1
            );
        }

        await takeAsync(isThere).ConfigureAwait(false);
    }

    /// <summary>Says in the report who looked at what.</summary>
    public void Tell() => _tally.Tell();

    // Null where nothing is to be made, or hardly anything; what is wrong with a file is said when it is taken.
    private async Task<(TaskSpec Spec, ContentKey Key)?> MissingAsync(
        ClipFile clip,
        bool begin,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // To find out what a file is may take a process.
            using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, urgency).ConfigureAwait(false);
            (SourceFile file, MediaInfo info) = await _files.TakeInAsync(clip.Path, cancellationToken).ConfigureAwait(false);
            VideoStreamInfo video = ClipFitness.Require(info, photographs: true);
            IFaceDetector? detector = _faces.Detector;
            double? seconds = ClipScan.SecondsOf(info, begin);
            ContentKey key = _scan.KeyOf(file, video, detector, seconds);
            return
                info.IsStill
                || await IsKnownAsync(key, cancellationToken).ConfigureAwait(false)
                || await _failures.HasAsync(key, cancellationToken).ConfigureAwait(false)
                ? null
                : (
                    await LookSpecs.OfAsync(context, file, info, video, detector, seconds, key, cancellationToken).ConfigureAwait(false),
                    key
                );
        }
        catch (MediaException)
        {
            return null;
        }
    }

    private async Task<bool> IsKnownAsync(ContentKey key, CancellationToken cancellationToken) =>
        await context.Store.Results.TryGetAsync(key, StoreJson.ClipAnalysis, cancellationToken).ConfigureAwait(false) is not null;
}
