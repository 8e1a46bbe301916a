using MontageAI.Errors;

namespace MontageAI.Storage.Faults;

/// <summary>What the store could not do as it should, for the run report. Each message once, at most a hundred. Safe for threads.</summary>
internal sealed class DegradationLog
{
    private const int MaximumCount = 100;

    private readonly Lock _lock = new();
    private readonly List<Phrase> _messages = [];

    /// <summary>The messages so far, oldest first. A copy.</summary>
    public IReadOnlyList<Phrase> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Notes a message.</summary>
    public void Add(Phrase message)
    {
        lock (_lock)
        {
            if (_messages.Count < MaximumCount && !_messages.Contains(message))
            {
                _messages.Add(message);
            }
        }
    }
}
