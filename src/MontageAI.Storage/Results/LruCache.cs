using System.Diagnostics.CodeAnalysis;

namespace MontageAI.Storage.Results;

/// <summary>A map that holds a fixed number of entries and drops the least recently used. Safe for threads; O(1) per use.</summary>
internal sealed class LruCache<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly int _capacity;
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _nodes = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _hits;
    private long _misses;

    /// <summary>Creates an empty map.</summary>
    /// <param name="capacity">Entries kept, 1 or more.</param>
    public LruCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>Entries held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _nodes.Count;
            }
        }
    }

    /// <summary>Look-ups that found something, and those that did not.</summary>
    public (long Hits, long Misses) Counts
    {
        get
        {
            lock (_lock)
            {
                return (_hits, _misses);
            }
        }
    }

    /// <summary>Looks an entry up and marks it as used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                _hits++;
                value = node.Value.Value;
                return true;
            }

            _misses++;
            value = default;
            return false;
        }
    }

    /// <summary>Looks an entry up without marking or counting.</summary>
    public bool TryPeek(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            bool found = _nodes.TryGetValue(key, out LinkedListNode<Entry>? node);
            value = found ? node!.Value.Value : default;
            return found;
        }
    }

    /// <summary>Sets an entry, dropping the least recently used one when full.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_nodes.Remove(key, out LinkedListNode<Entry>? old))
            {
                _byUse.Remove(old);
            }
            else if (_nodes.Count == _capacity)
            {
                _nodes.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }

            _nodes.Add(key, _byUse.AddFirst(new Entry(key, value)));
        }
    }

    /// <summary>Drops everything; the counts stay.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _nodes.Clear();
            _byUse.Clear();
        }
    }

    // A class, not a tuple: the collections' code for reference types is compiled ahead of time.
    private sealed record Entry(TKey Key, TValue Value);
}
