using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Engine.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Others run before it.</summary>
    Waiting,

    /// <summary>It is being done.</summary>
    Running,

    /// <summary>It gave what was asked for.</summary>
    Done,

    /// <summary>It could not.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Cancelled,
}

/// <summary>Something that an engine does for a host. Safe for threads.</summary>
public abstract class Job
{
    // Never disposed, since who cancels may come late; it holds nothing that needs it.
    private readonly CancellationTokenSource _stop;
    private readonly ProcessScope _children;
    private int _state;

    private protected Job(
        string id,
        string kind,
        RunRecorder recorder,
        ProcessScope children,
        CancellationTokenSource stop,
        Urgency urgency
    )
    {
        (Id, Kind, Recorder, Urgency) = (id, kind, recorder, urgency);
        (_stop, _children) = (stop, children);
    }

    /// <summary>Name of the job, another for every job of an engine.</summary>
    public string Id { get; }

    /// <summary>One word for what it does, such as "create".</summary>
    public string Kind { get; }

    /// <summary>How urgent it is.</summary>
    public Urgency Urgency { get; }

    /// <summary>Where it stands.</summary>
    public JobState State
    {
        get => (JobState)Volatile.Read(ref _state);
        private protected set => Volatile.Write(ref _state, (int)value);
    }

    /// <summary>Everything that happened in it and happens; ends with <see cref="JobFinished"/>.</summary>
    public JobEvents Events => Recorder.Events;

    /// <summary>Completes when the job has ended, in whatever way; never fails.</summary>
    public abstract Task Ended { get; }

    /// <summary>What it has recorded.</summary>
    internal RunRecorder Recorder { get; }

    private protected CancellationToken Stopping => _stop.Token;

    /// <summary>Set by the queue: called when the job is cancelled while it waits.</summary>
    internal Action<Job>? OnCancelledWaiting { get; set; }

    /// <summary>
    /// Stops it. Its child processes are asked to end at once and killed after half a second; what was finished is kept in the store, and
    /// the report says "cancelled". Does nothing to a job that has ended.
    /// </summary>
    /// <returns>Completes when the job has ended.</returns>
    public async Task CancelAsync()
    {
        if (!Ended.IsCompleted)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            OnCancelledWaiting?.Invoke(this);
            await _children.EndAsync().ConfigureAwait(false);
            await Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Does the work; called once.</summary>
    internal abstract Task RunAsync();
}

/// <summary>Something that an engine does for a host.</summary>
/// <typeparam name="TOutcome">What comes of it.</typeparam>
public sealed class Job<TOutcome> : Job
{
    private readonly TaskCompletionSource<TOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Task<JobContext>> _begin;

    internal Job(
        string id,
        JobRequest<TOutcome> request,
        RunRecorder recorder,
        ProcessScope children,
        CancellationTokenSource stop,
        Urgency urgency,
        Func<Task<JobContext>> begin
    )
        : base(id, request.Kind, recorder, children, stop, urgency)
    {
        Request = request;
        _begin = begin;
    }

    /// <summary>What was asked for.</summary>
    public JobRequest<TOutcome> Request { get; }

    /// <summary>What comes of it. Fails as the work failed, and is cancelled where the job was.</summary>
    public Task<TOutcome> Completion => _completion.Task;

    /// <inheritdoc/>
    public override Task Ended => _ended.Task;

    /// <inheritdoc/>
    internal override async Task RunAsync()
    {
        State = JobState.Running;
        Recorder.Trace?.Begun(Id, Kind, Recorder.Began, Recorder.Elapsed);
        Recorder.Log?.Begin(Kind);
        using JobMeasure measure = EngineTelemetry.BeginJob(Kind);
        Task<TOutcome> work = WorkAsync();
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Exception? error = work.Exception?.InnerException;
        // What fails because its processes were ended under it was cancelled.
        bool cancelled = work.IsCanceled || (error is MontageException && Stopping.IsCancellationRequested);
        RunReport? report = work.IsCompletedSuccessfully ? await work.ConfigureAwait(false) as RunReport : null;
        Phrase? reason =
            error is MontageException foreseen ? foreseen.Sentence
            : error is not null ? error.Message
            : report?.Error;
        ErrorCode? code = (error as MontageException)?.Code ?? report?.ErrorCode;
        State =
            cancelled ? JobState.Cancelled
            : error is not null || reason is not null ? JobState.Failed
            : JobState.Done;
        RunOutcome outcome = State switch
        {
            JobState.Cancelled => RunOutcome.Cancelled,
            JobState.Failed => RunOutcome.Failed,
            _ => RunOutcome.Done,
        };
        measure.Ended(outcome);
        if (error is not (null or MontageException or OperationCanceledException))
        {
            Recorder.Log?.Unforeseen(error);
        }

        Recorder.Trace?.Ended(outcome, cancelled ? null : reason?.ToString(), Recorder.Elapsed);
        Recorder.Tell(new JobFinished(outcome, cancelled ? null : reason, cancelled ? null : code));
        if (cancelled)
        {
            _completion.SetCanceled(Stopping);
        }
        else if (error is not null)
        {
            _completion.SetException(error);
        }
        else
        {
            _completion.SetResult(await work.ConfigureAwait(false));
        }

        _ended.SetResult();
    }

    private async Task<TOutcome> WorkAsync()
    {
        JobContext context = await _begin().ConfigureAwait(false);
        return await Request.RunAsync(context, Stopping).ConfigureAwait(false);
    }
}
