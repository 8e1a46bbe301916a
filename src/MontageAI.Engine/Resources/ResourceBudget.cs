namespace MontageAI.Engine.Resources;

/// <summary>
/// The one place that decides how much runs at once: as many busy processes as there are cores, whichever stage starts them, fewer where
/// memory
/// is short; how many things may wait between two stages; how much of the memory file system scratch files may take. Where several wait for
/// a core,
/// the most urgent goes first, and among equals the one that has waited longest. Safe for threads.
/// </summary>
public sealed class ResourceBudget : IDisposable
{
    // The largest FFmpeg of a preview takes 190 MiB, one that renders 4K some 600; half of the memory is left to others.
    private const long BytesPerProcess = 400L << 20;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Waiter, (Urgency, long)> _waiting = new();
    private int _free;
    private long _arrivals;
    private bool _disposed;

    /// <summary>Plans for a machine.</summary>
    /// <param name="cores">Processors to use, 1 or more; null uses all that this process may run on.</param>
    /// <param name="memoryBytes">Memory that this process may use; null asks the system.</param>
    public ResourceBudget(int? cores = null, long? memoryBytes = null)
    {
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

    /// <summary>Waits for the right to keep one core busy.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="urgency">Who goes first.</param>
    public Task<IDisposable> EnterAsync(CancellationToken cancellationToken, Urgency urgency = Urgency.Work)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_free > 0)
            {
                _free--;
                return Task.FromResult<IDisposable>(new Slot(this));
            }

            waiter = new Waiter();
            _waiting.Enqueue(waiter, (urgency, _arrivals++));
        }

        CancellationTokenRegistration registration = cancellationToken.Register(() => waiter.Source.TrySetCanceled(cancellationToken));
        return FinishAsync(waiter, registration);
    }

    /// <summary>The right to keep one more core busy if one is idle now and nobody waits for it, else null. Never waits.</summary>
    public IDisposable? TryEnter()
    {
        lock (_gate)
        {
            if (_disposed || _free == 0)
            {
                return null;
            }

            _free--;
            return new Slot(this);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }
    }

    private static async Task<IDisposable> FinishAsync(Waiter waiter, CancellationTokenRegistration registration)
    {
        await using (registration.ConfigureAwait(false))
        {
            return await waiter.Source.Task.ConfigureAwait(false);
        }
    }

    private void Leave()
    {
        while (true)
        {
            Waiter? next;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next, out _))
                {
                    _free++;
                    return;
                }
            }

            // Who has given up meanwhile is passed over.
            if (next.Source.TrySetResult(new Slot(this)))
            {
                return;
            }
        }
    }

    private sealed class Waiter
    {
        public TaskCompletionSource<IDisposable> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Slot(ResourceBudget budget) : IDisposable
    {
        private ResourceBudget? _budget = budget;

        public void Dispose() => Interlocked.Exchange(ref _budget, null)?.Leave();
    }
}
