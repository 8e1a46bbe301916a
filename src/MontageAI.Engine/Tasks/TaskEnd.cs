namespace MontageAI.Engine.Tasks;

/// <summary>How a task ended.</summary>
public enum TaskState
{
    /// <summary>What it makes was made.</summary>
    Made,

    /// <summary>What it makes was there already.</summary>
    Present,

    /// <summary>It cannot be carried out, and trying again gives the same.</summary>
    Failed,

    /// <summary>It could not be carried out where it ran; later or elsewhere it may be.</summary>
    Unfinished,

    /// <summary>The job that it belongs to was cancelled, so that nothing of it is to be made any more, here or elsewhere.</summary>
    Cancelled,

    /// <summary>It is best made by the job's own machine: to be made there, and <see cref="ITaskEngine.MadeHere"/> told.</summary>
    Kept,
}

/// <summary>How a task ended.</summary>
/// <param name="State">In which way.</param>
/// <param name="Node">The machine that it ran on; "" where it ran nowhere.</param>
/// <param name="Why">What went wrong, and the remedy; null where nothing did.</param>
public sealed record TaskEnd(TaskState State, string Node, string? Why)
{
    /// <summary>Whether what it makes is in the store.</summary>
    public bool IsThere => State is TaskState.Made or TaskState.Present;

    /// <summary>What a second copy of it came to; null where there was none.</summary>
    public TaskCopy? Copy { get; init; }

    /// <summary>What was sent of its clips; null where none was.</summary>
    public TaskBytes? Sent { get; init; }

    /// <summary>Where it was sent, and why; null where nothing was chosen.</summary>
    public TaskRoute? Route { get; init; }
}

/// <summary>What was sent of clips to a machine that does not have them.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Needed">What of it the task read; what is sent together, 1 MiB mostly, counts as read or not together.</param>
public sealed record TaskBytes(long Bytes, long Needed);

/// <summary>A task was slow, so it was started on a second machine, too; the first result counted, and the other was cancelled.</summary>
/// <param name="Loser">The machine whose work was cancelled.</param>
/// <param name="CostSeconds">How long that machine had worked for it.</param>
/// <param name="SavedSeconds">How much later the result would have come without the copy, by the measured speed of the slow machine; 0
/// where that came first all the same, null where its speed is not known.</param>
public sealed record TaskCopy(string Loser, double CostSeconds, double? SavedSeconds);

/// <summary>Something that happened to a task before its end.</summary>
/// <param name="Key">Name of the task.</param>
/// <param name="What">In words.</param>
public sealed record TaskEvent(string Key, string What);
