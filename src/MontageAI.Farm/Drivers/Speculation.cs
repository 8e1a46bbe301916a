using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Drivers;

/// <summary>A task that a node runs.</summary>
/// <param name="Key">Names it.</param>
/// <param name="Node">The node.</param>
/// <param name="Work">What kind of work it is (<see cref="SpeedBook.WorkOf"/>).</param>
/// <param name="Cost">Million pixels.</param>
/// <param name="Seconds">How long it has run.</param>
/// <param name="HasCopy">Whether there is a second copy of it.</param>
internal sealed record RunningTask(string Key, string Node, string Work, double Cost, double Seconds, bool HasCopy);

/// <summary>A second copy that is worth starting.</summary>
/// <param name="Key">Of which task.</param>
/// <param name="Node">Where.</param>
/// <param name="PredictedSeconds">How long the task should have taken.</param>
internal sealed record CopyChoice(string Key, string Node, double PredictedSeconds);

/// <summary>
/// Decides about second copies of slow tasks: when nothing waits, and a task has run for more than twice as long as the speed of the other
/// nodes lets expect, it is worth starting on the quickest of those that have nothing to do. At most one copy of a task, and at most a
/// tenth of the farm's slots (one or more) with copies.
/// </summary>
internal static class Speculation
{
    // Less is the start of a process, not a slow machine.
    private const double LeastSeconds = 2;
    private const double Slowness = 2;
    private const int SlotsPerCopy = 10;

    /// <summary>Decides.</summary>
    /// <param name="tasks">What runs.</param>
    /// <param name="nodes">The nodes that live.</param>
    /// <param name="waiting">Tasks in the queues.</param>
    /// <param name="copies">Copies on their way, of all jobs.</param>
    /// <returns>The copy that is worth most; null where none is.</returns>
    public static CopyChoice? Choose(IReadOnlyList<RunningTask> tasks, IReadOnlyList<NodeFacts> nodes, long waiting, int copies)
    {
        if (waiting > 0 || copies >= Math.Max(1, nodes.Sum(n => n.Slots) / SlotsPerCopy))
        {
            return null;
        }

        CopyChoice? best = null;
        double most = 0;
        foreach (RunningTask task in tasks.Where(t => !t.HasCopy))
        {
            NodeFacts[] others = [.. nodes.Where(n => n.Name != task.Node)];
            NodeFacts? free = others
                .Where(n => n.Running < n.Slots)
                .OrderByDescending(n => SpeedOf(n, task.Work) ?? 0)
                .ThenBy(n => n.Name)
                .FirstOrDefault();
            if (free is null || PredictedSeconds(task, others) is not { } predicted)
            {
                continue;
            }

            double slowness = task.Seconds / predicted;
            if (slowness > Slowness && task.Seconds > LeastSeconds && slowness > most)
            {
                most = slowness;
                best = new CopyChoice(task.Key, free.Name, predicted);
            }
        }

        return best;
    }

    /// <summary>How quick a node is with such work: as measured with it, else with tasks of its kind; null where it has made none. Tasks
    /// of other kinds say nothing of it.</summary>
    public static double? SpeedOf(NodeFacts node, string work) =>
        node.Measured.Speeds.TryGetValue(work, out double speed) && speed > 0 ? speed : SpeedBook.OfKind(node.Measured, work);

    // The middle one of their speeds, lest one node that is quick at small things decides; null where none has made anything.
    private static double? PredictedSeconds(RunningTask task, IEnumerable<NodeFacts> others)
    {
        double[] speeds = [.. others.Select(n => SpeedOf(n, task.Work)).OfType<double>().Order()];
        return speeds.Length == 0 ? null : Math.Max(task.Cost, double.Epsilon) / speeds[speeds.Length / 2];
    }
}
