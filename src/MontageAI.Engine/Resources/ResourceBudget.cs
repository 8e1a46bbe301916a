namespace MontageAI.Engine.Resources;

/// <summary>
/// The one place that decides how much runs at once: as many busy processes as there are cores, whichever stage starts them, fewer where
/// memory is short; how many things may wait between two stages; how much of the memory file system scratch files may take. Where several
/// wait for a core, the most urgent goes first; among equals the job that has had the least core time since both wanted some; within a job
/// the one that has waited longest. Safe for threads.
/// </summary>
internal sealed class ResourceBudget : IDisposable
{
    // The largest FFmpeg of a preview takes 190 MiB, one that renders 4K some 600; half of the memory is left to others.
    private const long BytesPerProcess = 400L << 20;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly List<Waiter> _waiting = [];
    private readonly HashSet<JobShare> _active = [];
    private int _free;
    private bool _disposed;

    /// <summary>Plans for a machine.</summary>
    /// <param name="cores">Processors to use, 1 or more; null uses all that this process may run on.</param>
    /// <param name="memoryBytes">Memory that this process may use; null asks the system.</param>
    /// <param name="time">The clock by which core time is counted; null is the system's.</param>
    public ResourceBudget(int? cores = null, long? memoryBytes = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Cores = Math.Max(1, cores ?? Environment.ProcessorCount);
        MemoryBytes = Math.Max(0, memoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        Processes = (int)Math.Clamp(MemoryBytes / 2 / BytesPerProcess, 1, Cores);
        _free = Processes;
    }

    /// <summary>Processors planned for.</summary>
    public int Cores { get; }

    /// <summary>Memory planned for, in bytes.</summary>
    public long MemoryBytes { get; }

    /// <summary>Processes that may be busy at once.</summary>
    public int Processes { get; }

    /// <summary>FFmpeg processes that render shots side by side.</summary>
    public int Renderers => Processes;

    /// <summary>Clips analysed side by side.</summary>
    public int Analysers => Processes;

    /// <summary>Threads of a decoder whose process has the machine to itself; all others get one, since processes side by side use cores
    /// better.</summary>
    public int ThreadsWhenAlone => Cores;

    /// <summary>Things that may wait between two stages before the earlier one has to wait.</summary>
    public int QueueDepth => Math.Max(16, 8 * Processes);

    /// <summary>Bytes that scratch files may take in memory.</summary>
    public long ScratchMemoryBytes => MemoryBytes / 8;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }
    }

    internal Task<IDisposable> EnterAsync(JobShare share, Urgency urgency, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Activate(share);
            if (_free > 0)
            {
                _free--;
                return Task.FromResult<IDisposable>(Begin(share));
            }

            waiter = new Waiter(share, urgency);
            share.Waiting++;
            _waiting.Add(waiter);
        }

        CancellationTokenRegistration registration = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        return FinishAsync(waiter, registration);
    }

    internal IDisposable? TryEnter(JobShare share)
    {
        lock (_gate)
        {
            if (_disposed || _free == 0)
            {
                return null;
            }

            _free--;
            Activate(share);
            return Begin(share);
        }
    }

    internal double CoreSeconds(JobShare share)
    {
        lock (_gate)
        {
            return (UsedBy(share, _time.GetTimestamp()) - share.Credited) / (double)_time.TimestampFrequency;
        }
    }

    private static async Task<IDisposable> FinishAsync(Waiter waiter, CancellationTokenRegistration registration)
    {
        await using (registration.ConfigureAwait(false))
        {
            return await waiter.Source.Task.ConfigureAwait(false);
        }
    }

    private static long UsedBy(JobShare share, long now) => share.Used + (share.Held * now) - share.HeldSince;

    // Who wanted nothing for a while has no claim on what others had meanwhile.
    private void Activate(JobShare share)
    {
        if (share.Held > 0 || share.Waiting > 0)
        {
            return;
        }

        long now = _time.GetTimestamp();
        if (_active.Count > 0 && _active.Min(s => UsedBy(s, now)) - share.Used is > 0 and long behind)
        {
            share.Used += behind;
            share.Credited += behind;
        }

        _active.Add(share);
    }

    private void Quiet(JobShare share)
    {
        if (share.Held == 0 && share.Waiting == 0)
        {
            _active.Remove(share);
        }
    }

    private Slot Begin(JobShare share)
    {
        share.Held++;
        long now = _time.GetTimestamp();
        share.HeldSince += now;
        return new Slot(this, share, now);
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(waiter))
            {
                return;
            }

            waiter.Share.Waiting--;
            Quiet(waiter.Share);
        }

        waiter.Source.TrySetCanceled(cancellationToken);
    }

    private void Leave(JobShare share, long since)
    {
        Waiter? next = null;
        Slot? slot = null;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            share.Held--;
            share.HeldSince -= since;
            share.Used += now - since;
            share.EndTurn();
            if (_waiting.Count > 0)
            {
                // Within a job, and between jobs that have had the same, the first in the list has waited longest.
                next = _waiting.MinBy(w => (w.Urgency, UsedBy(w.Share, now)))!;
                _waiting.Remove(next);
                next.Share.Waiting--;
                slot = Begin(next.Share);
            }
            else
            {
                _free++;
            }

            Quiet(share);
        }

        next?.Source.SetResult(slot!);
    }

    private sealed class Waiter(JobShare share, Urgency urgency)
    {
        public JobShare Share => share;

        public Urgency Urgency => urgency;

        public TaskCompletionSource<IDisposable> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Slot(ResourceBudget budget, JobShare share, long since) : IDisposable
    {
        private ResourceBudget? _budget = budget;

        public void Dispose() => Interlocked.Exchange(ref _budget, null)?.Leave(share, since);
    }
}
