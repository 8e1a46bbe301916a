using System.Threading.Channels;

namespace MontageAI.Studio.Jobs;

/// <summary>Something that happened.</summary>
/// <param name="Number">Its place in the order of all, from 1.</param>
/// <param name="Kind">What, for example "job".</param>
/// <param name="Project">The project that it is about; null for none.</param>
/// <param name="Json">What there is to know, as JSON.</param>
internal sealed record StudioEvent(long Number, string Kind, string? Project, string Json);

/// <summary>
/// What happens, for everybody who listens. The latest are kept for who was away for a moment; who was away longer, or listens too
/// slowly, is told so and looks at everything anew. Nobody who listens slowly holds up anybody. Safe for threads.
/// </summary>
internal sealed class EventHub
{
    private const int Kept = 2000;
    private const int Backlog = 1000;
    private const int MostListeners = 100;

    private readonly Lock _gate = new();
    private readonly Queue<StudioEvent> _latest = new();
    private readonly HashSet<Channel<StudioEvent>> _listeners = [];
    private long _last;

    /// <summary>Number of the latest event.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Listeners now.</summary>
    public int Listeners
    {
        get
        {
            lock (_gate)
            {
                return _listeners.Count;
            }
        }
    }

    /// <summary>Tells everybody.</summary>
    public void Tell(string kind, string? project, string json)
    {
        lock (_gate)
        {
            StudioEvent happened = new(++_last, kind, project, json);
            _latest.Enqueue(happened);
            if (_latest.Count > Kept)
            {
                _latest.Dequeue();
            }

            foreach (Channel<StudioEvent> listener in _listeners.Where(l => !l.Writer.TryWrite(happened)).ToArray())
            {
                // It comes back, and is told what it missed or that it missed too much.
                _listeners.Remove(listener);
                listener.Writer.TryComplete();
            }
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="after">Number of the last event that the listener knows; null for one that knows nothing and wants what comes.</param>
    /// <param name="missed">What it missed; null where that is not known any more.</param>
    /// <returns>What happens from now on; null where too many listen.</returns>
    public Channel<StudioEvent>? Listen(long? after, out IReadOnlyList<StudioEvent>? missed)
    {
        lock (_gate)
        {
            missed = [];
            if (_listeners.Count >= MostListeners)
            {
                return null;
            }

            if (after is { } known)
            {
                long oldest = _latest.TryPeek(out StudioEvent? first) ? first.Number : _last + 1;
                missed = known > _last || known + 1 < oldest ? null : [.. _latest.Where(e => e.Number > known)];
            }

            Channel<StudioEvent> listener = Channel.CreateBounded<StudioEvent>(Backlog);
            _listeners.Add(listener);
            return listener;
        }
    }

    /// <summary>Ends listening.</summary>
    public void Leave(Channel<StudioEvent> listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }
}
