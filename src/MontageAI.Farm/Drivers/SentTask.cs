using MontageAI.Engine.Tasks;
using MontageAI.Farm.Queue;
using MontageAI.Tasks;

namespace MontageAI.Farm.Drivers;

/// <summary>A task that is missing, and where it is in the queues.</summary>
/// <param name="spec">The task.</param>
/// <param name="number">Rises from task to task.</param>
/// <param name="events">Told of what happens to it; null where nobody listens.</param>
internal sealed class SentTask(TaskSpec spec, long number, IProgress<TaskEvent>? events)
{
    /// <summary>The task.</summary>
    public TaskSpec Spec => spec;

    /// <summary>Rises from task to task.</summary>
    public long Number => number;

    /// <summary>Told of what happens to it.</summary>
    public IProgress<TaskEvent>? Events => events;

    /// <summary>What kind of work it is.</summary>
    public string Work { get; } = SpeedBook.WorkOf(spec);

    /// <summary>What it reads of its clips.</summary>
    public IReadOnlyList<(string Fingerprint, long Size, long Start, long End)> Needs { get; } = ClipNeeds.Of(spec);

    /// <summary>Its attempt that counts; null while it is not in any queue.</summary>
    public Attempt? First { get; set; }

    /// <summary>The second copy of it; null where there is none.</summary>
    public Attempt? Copy { get; set; }

    /// <summary>Whether there has been one; there is at most one.</summary>
    public bool HadCopy { get; set; }

    /// <summary>Where it was sent, and why; null where it was not.</summary>
    public TaskRoute? Route { get; set; }

    /// <summary>Whether it was sent at all; what is known of its end before that is of an earlier job.</summary>
    public bool WasSent { get; set; }

    /// <summary>Why it is to be sent again; null where it was not sent before.</summary>
    public string? Again { get; set; }

    /// <summary>Its end.</summary>
    public TaskCompletionSource<TaskEnd> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One attempt at a task, as a job of Hangfire's.</summary>
/// <param name="job">The queue's number of it.</param>
/// <param name="queue">The queue that it was put into.</param>
internal sealed class Attempt(string job, string queue)
{
    /// <summary>The queue's number of it.</summary>
    public string Job => job;

    /// <summary>The queue that it was put into.</summary>
    public string Queue => queue;

    /// <summary>The node for which it waits alone; null where it waits for any.</summary>
    public string? Place { get; set; }

    /// <summary>The node that runs it; null where none does.</summary>
    public string? Node { get; private set; }

    /// <summary>Time stamp of when that was first seen.</summary>
    public long Since { get; private set; }

    /// <summary>Looks in a row at which it was in the hands of nobody.</summary>
    public int Missed { get; set; }

    /// <summary>Says that a node runs it, or that none does.</summary>
    public void RunsOn(string? node, long now)
    {
        if (node != Node)
        {
            (Node, Since) = (node, now);
        }
    }
}
