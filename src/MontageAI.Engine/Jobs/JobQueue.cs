using MontageAI.Engine.Resources;
using MontageAI.Errors;

namespace MontageAI.Engine.Jobs;

/// <summary>Jobs in front of an engine: so many run at once, the others wait, the most urgent first and among equals the first to come.
/// Safe for threads.</summary>
/// <param name="running">Jobs that run at once.</param>
/// <param name="waiting">Jobs that may wait.</param>
/// <param name="ended">Told of every job that has ended.</param>
internal sealed class JobQueue(int running, int waiting, Action ended)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Job, (Urgency, long)> _waiting = new();
    private readonly HashSet<Job> _running = [];
    private long _arrivals;
    private bool _closed;

    /// <summary>Takes a job in, and starts it if it is its turn.</summary>
    /// <exception cref="EngineBusyException">Too many wait already.</exception>
    public void Add(Job job)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_running.Count >= running && _waiting.Count >= waiting)
            {
                throw new EngineBusyException(_running.Count, _waiting.Count);
            }

            job.OnCancelledWaiting = RunNow;
            _waiting.Enqueue(job, (job.Urgency, _arrivals++));
        }

        Next();
    }

    /// <summary>Cancels all jobs, waits for their ends, and takes in no more.</summary>
    public async Task CloseAsync()
    {
        Job[] all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _waiting.UnorderedItems.Select(w => w.Element), .. _running];
        }

        await Task.WhenAll(all.Select(j => j.CancelAsync())).ConfigureAwait(false);
        // A job that has ended may still be on its way out of here.
        await Task.WhenAll(all.Select(j => j.Ended)).ConfigureAwait(false);
    }

    // Who was cancelled while it waited only has to say so, and needs no turn for that.
    private void RunNow(Job job)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(job, out _, out _))
            {
                return;
            }

            _running.Add(job);
        }

        Run(job);
    }

    private void Next()
    {
        while (true)
        {
            Job? job;
            lock (_gate)
            {
                if (_running.Count >= running || !_waiting.TryDequeue(out job, out _))
                {
                    return;
                }

                _running.Add(job);
            }

            Run(job);
        }
    }

    private void Run(Job job) =>
        _ = Task.Run(async () =>
        {
            await job.RunAsync().ConfigureAwait(false);
            lock (_gate)
            {
                _running.Remove(job);
            }

            Next();
            ended();
        });
}

/// <summary>An engine has as many jobs as it may have.</summary>
public sealed class EngineBusyException : MontageException
{
    internal EngineBusyException(int running, int waiting)
        : base(ErrorCode.Busy, $"{running} jobs run and {waiting} wait; no more are taken in. Wait for one of them to end.") { }
}
