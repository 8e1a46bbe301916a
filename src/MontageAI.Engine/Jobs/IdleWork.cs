namespace MontageAI.Engine.Jobs;

/// <summary>
/// What an engine does by itself while no job runs: one thing after another, the latest that was wanted first. As soon as a job is started
/// it ends, with its processes, and begins again when there is none; what it had finished is in the store. Safe for threads.
/// </summary>
/// <param name="make">Makes a job of a request, without starting it.</param>
internal sealed class IdleWork(Func<JobRequest<int>, Job> make)
{
    // What was wanted long ago is not wanted any more.
    private const int Most = 16;

    private readonly Lock _gate = new();
    private readonly List<JobRequest<int>> _wanted = [];
    private TaskCompletionSource? _idle;
    private Job? _current;
    private Task _running = Task.CompletedTask;
    private int _busy;
    private bool _stepsAside;
    private bool _closed;

    /// <summary>What runs now; null while nothing does.</summary>
    public Job? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    private bool IsIdle => _busy == 0 && _current is null && (_closed || _wanted.Count == 0);

    /// <summary>Has something done when no job runs.</summary>
    public void Want(JobRequest<int> request)
    {
        lock (_gate)
        {
            _wanted.Add(request);
            _wanted.RemoveRange(0, Math.Max(0, _wanted.Count - Most));
        }

        Next();
    }

    /// <summary>A job comes.</summary>
    public void Begun()
    {
        Job? current;
        lock (_gate)
        {
            _busy++;
            current = _current;
            _stepsAside = current is not null;
        }

        _ = current?.CancelAsync();
    }

    /// <summary>A job has ended.</summary>
    public void Ended()
    {
        lock (_gate)
        {
            _busy--;
        }

        Next();
    }

    /// <summary>Completes when no job runs and nothing is wanted.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return IsIdle
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(
                    cancellationToken
                );
        }
    }

    /// <summary>Ends what runs, and begins nothing more.</summary>
    public async Task CloseAsync()
    {
        Job? current;
        Task running;
        lock (_gate)
        {
            _closed = true;
            (current, running) = (_current, _running);
        }

        await (current?.CancelAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    private void Next()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (_busy == 0 && _current is null && !_closed && _wanted.Count > 0)
            {
                JobRequest<int> request = _wanted[^1];
                Job job = _current = make(request);
                _running = Task.Run(() => RunAsync(job, request));
            }

            if (IsIdle)
            {
                (idle, _idle) = (_idle, null);
            }
        }

        idle?.TrySetResult();
    }

    private async Task RunAsync(Job job, JobRequest<int> request)
    {
        await job.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            // What the host itself has cancelled, it does not want.
            if (job.State != JobState.Cancelled || !_stepsAside)
            {
                _wanted.RemoveAll(w => ReferenceEquals(w, request));
            }

            (_current, _stepsAside) = (null, false);
        }

        Next();
    }
}
