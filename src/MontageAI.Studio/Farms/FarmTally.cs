using System.Collections.Concurrent;
using MontageAI.Engine.Tasks;

namespace MontageAI.Studio.Farms;

/// <summary>Counts what came of tasks that were given to a farm. Safe for threads.</summary>
internal sealed class FarmTally
{
    private readonly ConcurrentDictionary<TaskState, long> _ended = [];
    private long _sent;
    private long _needed;

    /// <summary>Bytes of clips that were sent to machines that do not have them.</summary>
    public long SentBytes => Interlocked.Read(ref _sent);

    /// <summary>Those of them that were read there.</summary>
    public long NeededBytes => Interlocked.Read(ref _needed);

    /// <summary>Tasks that have ended in a way.</summary>
    public long Of(TaskState state) => _ended.GetValueOrDefault(state);

    /// <summary>Counts a task.</summary>
    public void Add(TaskEnd end)
    {
        _ended.AddOrUpdate(end.State, 1, (_, before) => before + 1);
        Interlocked.Add(ref _sent, end.Sent?.Bytes ?? 0);
        Interlocked.Add(ref _needed, end.Sent?.Needed ?? 0);
    }
}
