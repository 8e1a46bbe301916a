using System.Globalization;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Drivers;

/// <summary>Starts second copies of slow tasks where <see cref="Speculation"/> says so.</summary>
/// <param name="store">The farm.</param>
/// <param name="attempts">Puts them into the queues.</param>
/// <param name="ability">What the nodes can.</param>
/// <param name="name">Name of the job.</param>
/// <param name="backOf">The queue of any node for a task.</param>
/// <param name="time">The clock.</param>
internal sealed class Copies(
    FarmStore store,
    Attempts attempts,
    Ability ability,
    string name,
    Func<SentTask, string> backOf,
    TimeProvider time
)
{
    /// <summary>Looks whether a copy is worth starting, and starts it.</summary>
    /// <param name="all">Tasks that are on their way.</param>
    /// <param name="nodes">The nodes that live.</param>
    public async Task LookAsync(IReadOnlyList<SentTask> all, IReadOnlyList<NodeFacts> nodes)
    {
        HashSet<string> alive = [.. nodes.Select(n => n.Name)];
        foreach (SentTask sent in all)
        {
            if (sent.Copy is { Node: null } lost && !alive.Any(n => FarmJobs.QueueOfNode(n) == lost.Queue))
            {
                sent.Copy = null;
                await attempts.ForgetAsync(lost, isOver: false).ConfigureAwait(false);
            }
        }

        RunningTask[] running =
        [
            .. all.Where(s => s.First is { Node: not null } && !s.Source.Task.IsCompleted)
                .Select(s => new RunningTask(
                    s.Spec.Key,
                    s.First!.Node!,
                    s.Work,
                    s.Spec.Cost,
                    time.GetElapsedTime(s.First.Since).TotalSeconds,
                    s.HadCopy
                )),
        ];
        if (running.Length == 0 || running.Length < all.Count)
        {
            return;
        }

        // What waits for a machine that nobody is keeps nobody busy.
        HashSet<string> read = [.. nodes.SelectMany(n => FarmJobs.QueuesOf(n.Name, n.Can))];
        IReadOnlyList<QueueFacts> queues = await store.QueuesAsync().ConfigureAwait(false);
        long waiting = queues.Where(q => read.Contains(q.Name)).Sum(q => q.Waiting);
        int copies = (await store.Jobs.AllAsync().ConfigureAwait(false)).Sum(j => j.Facts?.Copies ?? 0);
        if (
            Speculation.Choose(running, nodes, waiting, copies) is { } choice
            && all.FirstOrDefault(s => s.Spec.Key == choice.Key) is { } slow
        )
        {
            slow.HadCopy = true;
            slow.Copy = await attempts.AddAsync(choice.Key, FarmJobs.QueueOfNode(choice.Node), backOf(slow)).ConfigureAwait(false);
            string why = string.Create(
                CultureInfo.InvariantCulture,
                $"a second copy was sent to {choice.Node}: {slow.First?.Node} takes more than twice {choice.PredictedSeconds:0.0} s"
            );
            await store.Tasks.NoteAsync(choice.Key, name, why).ConfigureAwait(false);
            slow.Events?.Report(new TaskEvent(choice.Key, why));
            if (slow.Source.Task.IsCompleted)
            {
                // Ended at this very moment.
                await attempts.ForgetAsync(slow, isOver: false).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the copy came to: the work of whoever was not first, and what it was good for.</summary>
    /// <param name="sent">The task.</param>
    /// <param name="copy">Its copy.</param>
    /// <param name="end">How it ended.</param>
    public TaskCopy Of(SentTask sent, Attempt copy, TaskEnd end)
    {
        bool won = FarmJobs.QueueOfNode(end.Node) == copy.Queue;
        Attempt? loser = won ? sent.First : copy;
        double cost = loser?.Node is null ? 0 : time.GetElapsedTime(loser.Since).TotalSeconds;
        double? speed = won && loser?.Node is { } node ? ability.SpeedOf(node, sent.Work) : null;
        double? saved =
            !won ? 0
            : speed is > 0 ? Math.Max(0, (sent.Spec.Cost / speed.Value) - cost)
            : null;
        return new TaskCopy(loser?.Node ?? copy.Queue, cost, saved);
    }
}
