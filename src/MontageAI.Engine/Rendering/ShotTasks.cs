using System.Collections.Concurrent;
using MontageAI.Engine.Dispatching;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Rendering.Requests;
using MontageAI.Tasks;

namespace MontageAI.Engine.Rendering;

/// <summary>Has shots of a film made by a task engine. What it does not make is left to the machine of the job. Safe for threads.</summary>
/// <param name="context">What stages work with.</param>
/// <param name="engine">Carries tasks out.</param>
internal sealed class ShotTasks(JobContext context, ITaskEngine engine)
{
    /// <summary>Most groups that are on their way at once.</summary>
    public const int MostAhead = TaskTally.MostAhead;

    private readonly TaskTally _tally = new(
        context,
        engine,
        TaskSpec.RenderKind,
        new TaskWords("shots", "rendered", "frames", "clips sent")
    );

    private readonly ConcurrentDictionary<ShotOrder, (TaskSpec Spec, TaskEnd End)> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>Waits until one more group is worth having on its way.</summary>
    /// <returns>To be disposed when the group is made.</returns>
    public Task<IDisposable> EnterAsync(CancellationToken cancellationToken) => _tally.EnterAsync(cancellationToken);

    /// <summary>Has shots made.</summary>
    /// <param name="group">The shots.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="takeAsync">Takes a shot that was made from the store; false where it is not there.</param>
    /// <param name="cancellationToken">Cancels the task.</param>
    /// <returns>Those that are still to be made here.</returns>
    /// <exception cref="MontageException">The job was cancelled on the farm.</exception>
    public async Task<List<ShotOrder>> LeftOfAsync(
        List<ShotOrder> group,
        FilmFormat format,
        Func<ShotOrder, Task<bool>> takeAsync,
        CancellationToken cancellationToken
    )
    {
        TaskSpec? spec;
        try
        {
            spec = await ShotTaskSpecs.OfAsync(context, group, format, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            // Gone or changed since the plan was read; where it is rendered, other footage stands in.
            Refuse($"'{Printable.Of(e.Path)}' is gone or another file by now; put it back, or mount the shared folder again");
            return group;
        }

        if (spec is null)
        {
            Refuse("tasks take no text, tables of colours or hardware encoders, and no more than 64 KiB");
            return group;
        }

        TaskEnd end = await _tally.SubmitAsync(spec, null, cancellationToken).ConfigureAwait(false);
        if (end.State == TaskState.Kept)
        {
            _kept[group[0]] = (spec, end);
            return group;
        }

        if (!end.IsThere)
        {
            Refuse(end.Why ?? "the farm did not make them");
            return group;
        }

        List<ShotOrder> left = [];
        foreach (ShotOrder order in group)
        {
            if (await takeAsync(order).ConfigureAwait(false))
            {
                _tally.Made(end.Node, order.Job.Shot.Record.Length);
            }
            else
            {
                left.Add(order);
            }
        }

        if (left.Count > 0)
        {
            Refuse($"what '{end.Node}' made of them is not in the store");
        }

        return left;

        void Refuse(string why) => _tally.Refuse(why, group.Count);
    }

    /// <summary>Makes on this machine what is to be made here, and says how long that took where this machine was chosen for it.</summary>
    /// <param name="group">The shots.</param>
    /// <param name="renderAsync">Renders them; a slot for it is free.</param>
    public Task MakeHereAsync(List<ShotOrder> group, Func<List<ShotOrder>, Task> renderAsync) =>
        _kept.TryRemove(group[0], out (TaskSpec Spec, TaskEnd End) kept)
            ? _tally.MakeHereAsync(kept.Spec, null, kept.End, group.Sum(o => o.Job.Shot.Record.Length), () => renderAsync(group))
            : renderAsync(group);

    /// <summary>Says in the report who made what.</summary>
    public void Tell() => _tally.Tell();
}
