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
}

/// <summary>How a task ended.</summary>
/// <param name="State">In which way.</param>
/// <param name="Node">The machine that it ran on; "" where it ran nowhere.</param>
/// <param name="Why">What went wrong, and the remedy; null where nothing did.</param>
public sealed record TaskEnd(TaskState State, string Node, string? Why)
{
    /// <summary>Whether what it makes is in the store.</summary>
    public bool IsThere => State is TaskState.Made or TaskState.Present;
}

/// <summary>Something that happened to a task before its end.</summary>
/// <param name="Key">Name of the task.</param>
/// <param name="What">In words.</param>
public sealed record TaskEvent(string Key, string What);
