namespace MontageAI.Storage.Results;

/// <summary>Lets one caller at a time through per key. Keys that nobody uses take no memory.</summary>
internal sealed class KeyedGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Waits for the turn; disposing the result passes it on.</summary>
    /// <param name="key">Whose turn.</param>
    /// <param name="waits">Called before it waits, not where the turn is free.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IDisposable> EnterAsync(string key, Action waits, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out entry))
            {
                _entries.Add(key, entry = new Entry());
            }

            entry.Users++;
        }

        try
        {
            if (!await entry.Turn.WaitAsync(0, cancellationToken).ConfigureAwait(false))
            {
                waits();
                await entry.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            Leave(key, entry);
            throw;
        }

        return new Pass(this, key, entry);
    }

    private void Leave(string key, Entry entry)
    {
        lock (_lock)
        {
            if (--entry.Users == 0)
            {
                _entries.Remove(key);
                entry.Turn.Dispose();
            }
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Pass(KeyedGate gate, string key, Entry entry) : IDisposable
    {
        public void Dispose()
        {
            entry.Turn.Release();
            gate.Leave(key, entry);
        }
    }
}
