namespace MontageAI.Pipeline.Resources;

/// <summary>
/// Decides how much runs at once: analysis keeps at most as many processes busy as there are cores, whichever stage starts them; rendering
/// runs one process per core, and the sound is made beside it.
/// </summary>
public sealed class ResourceBudget : IDisposable
{
    private readonly SemaphoreSlim _slots;

    /// <summary>Plans for a number of cores.</summary>
    /// <param name="cores">Processors to use, 1 or more; null uses all that this process may run on.</param>
    public ResourceBudget(int? cores = null)
    {
        Cores = Math.Max(1, cores ?? Environment.ProcessorCount);
        _slots = new SemaphoreSlim(Cores);
    }

    /// <summary>Processors planned for.</summary>
    public int Cores { get; }

    /// <summary>FFmpeg processes that render shots side by side.</summary>
    public int Renderers => Cores;

    /// <summary>Clips analysed side by side.</summary>
    public int Analysers => Cores;

    /// <summary>Waits for the right to keep one core busy.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Slot(_slots);
    }

    /// <summary>The right to keep one more core busy if one is idle now, else null. Never waits.</summary>
    public IDisposable? TryEnter() => _slots.CurrentCount > 0 && _slots.Wait(0) ? new Slot(_slots) : null;

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private SemaphoreSlim? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
    }
}
