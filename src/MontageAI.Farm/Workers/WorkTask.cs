using MontageAI.Engine.Tasks;
using MontageAI.Farm.Files;
using MontageAI.FFmpeg.Processes;
using MontageAI.Tasks;

namespace MontageAI.Farm.Workers;

/// <summary>A task whose clips are here.</summary>
/// <param name="spec">The task, with the paths of this machine.</param>
internal sealed class WorkTask(TaskSpec spec)
{
    /// <summary>The task, with the paths of this machine.</summary>
    public TaskSpec Spec { get; set; } = spec;

    /// <summary>Clips of which only parts are here; null where there are none.</summary>
    public ServedInputs? Served { get; set; }

    /// <summary>What it had of clips that are not on this machine; null where it has none.</summary>
    public ClipUse? Use { get; init; }

    /// <summary>Those clips.</summary>
    public IReadOnlyList<WorkClip> Clips { get; init; } = [];

    /// <summary>Done when it has ended; null for nothing.</summary>
    public Action? OnEnd { get; set; }

    /// <summary>How it ended, with what was sent for it; where a clip could not be had, it did not end for a reason of its own.</summary>
    public TaskEnd Told(TaskEnd end) =>
        (
            !end.IsThere && Clips.Select(c => c.Trouble).FirstOrDefault(t => t is not null) is { } trouble
                ? end with
                {
                    State = TaskState.Unfinished,
                    Why = $"{end.Node}: a clip could not be had any more: {trouble.TrimEnd('.')}.",
                }
                : end
        ) with
        {
            Sent = Use is { Sent: > 0 } use ? new TaskBytes(use.Sent, use.Needed) : null,
        };
}
