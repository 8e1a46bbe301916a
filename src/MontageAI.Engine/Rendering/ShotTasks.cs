using System.Collections.Concurrent;
using System.Globalization;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
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
    public const int MostAhead = 128;

    // As much of a name as 'farm logs' and a reader need.
    private const int DigitsShown = 12;

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, long> _frames = [];
    private readonly ConcurrentDictionary<string, int> _refused = [];
    private readonly ConcurrentQueue<TaskCopy> _copies = [];
    private readonly ConcurrentDictionary<ShotOrder, (TaskSpec Spec, TaskRoute? Route)> _kept = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<RoutedTask> _routed = [];

    private long _sent;
    private long _needed;
    private int _running;

    /// <summary>Waits until one more group is worth having on its way; how many are changes while machines come and go.</summary>
    /// <returns>To be disposed when the group is made.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref _running) > Math.Max(1, engine.Ahead))
        {
            Interlocked.Decrement(ref _running);
            await Task.Delay(s_step, cancellationToken).ConfigureAwait(false);
        }

        return new Turn(this);
    }

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

        long sent = TimeProvider.System.GetTimestamp();
        TaskEnd end = await engine.SubmitAsync(spec, null, cancellationToken).ConfigureAwait(false);
        if (end.State == TaskState.Cancelled)
        {
            throw new MontageException(ErrorCode.Cancelled, end.Why ?? "The job was cancelled on the farm.");
        }

        if (end.State == TaskState.Kept)
        {
            _kept[group[0]] = (spec, end.Route);
            return group;
        }

        Note(end);
        NoteRoute(spec.Key, end.Node, TimeProvider.System.GetElapsedTime(sent).TotalSeconds, end.Route);
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
                long frames = order.Job.Shot.Record.Length;
                _frames.AddOrUpdate(end.Node, frames, (_, before) => before + frames);
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

        void Refuse(string why)
        {
            string sentence = why.Split('\n')[0].TrimEnd('.') + ".";
            _refused.AddOrUpdate(sentence, group.Count, (_, before) => before + group.Count);
        }
    }

    /// <summary>Makes on this machine what is to be made here, and says how long that took where this machine was chosen for it.</summary>
    /// <param name="group">The shots.</param>
    /// <param name="renderAsync">Renders them; a slot for it is free.</param>
    public async Task MakeHereAsync(List<ShotOrder> group, Func<List<ShotOrder>, Task> renderAsync)
    {
        if (!_kept.TryRemove(group[0], out (TaskSpec Spec, TaskRoute? Route) kept))
        {
            await renderAsync(group).ConfigureAwait(false);
            return;
        }

        long began = TimeProvider.System.GetTimestamp();
        double? seconds = null;
        try
        {
            await renderAsync(group).ConfigureAwait(false);
            seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            long frames = group.Sum(o => o.Job.Shot.Record.Length);
            _frames.AddOrUpdate(TaskRoute.Own, frames, (_, before) => before + frames);
            NoteRoute(kept.Spec.Key, TaskRoute.Own, seconds.Value, kept.Route);
        }
        finally
        {
            engine.MadeHere(kept.Spec.Key, seconds);
        }
    }

    /// <summary>Says in the report who made what.</summary>
    public void Tell()
    {
        context.Recorder.Routing = RoutingSummary.Of([.. _routed]);
        foreach ((string node, long frames) in _frames.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            using RunRecorder.Phase made = context.Recorder.Begin($"rendered by {node}", "frames");
            made.Count(frames);
        }

        if (_sent > 0)
        {
            using RunRecorder.Phase sent = context.Recorder.Begin("clips sent", "bytes");
            sent.Count(_sent);
            using RunRecorder.Phase needed = context.Recorder.Begin("of them needed", "bytes");
            needed.Count(_needed);
        }

        foreach ((string why, int shots) in _refused.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            context.Recorder.Degrade($"shots rendered on this machine, not on the farm: {shots}", why, "This machine rendered them.");
        }

        foreach (IGrouping<string, TaskCopy> copies in _copies.GroupBy(c => c.Loser).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            double? seconds = copies.Any(c => c.SavedSeconds is null) ? null : copies.Sum(c => c.SavedSeconds);
            string saved = seconds is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s:0.0} s") : "not known";
            context.Recorder.Degrade(
                $"tasks that were started on a second machine: {copies.Count()}",
                $"'{copies.Key}' took more than twice as long for them as the others' speed let expect.",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{copies.Sum(c => c.CostSeconds):0.0} s of its work were thrown away; saved: {saved}."
                )
            );
        }
    }

    private void NoteRoute(string key, string node, double seconds, TaskRoute? route)
    {
        if (route is not null)
        {
            _routed.Enqueue(new RoutedTask(key[..DigitsShown], node, Math.Round(seconds, 3), route));
            EngineTelemetry.Routed(route);
        }
    }

    private void Note(TaskEnd end)
    {
        Interlocked.Add(ref _sent, end.Sent?.Bytes ?? 0);
        Interlocked.Add(ref _needed, end.Sent?.Needed ?? 0);
        if (end.Copy is { } copy)
        {
            _copies.Enqueue(copy);
        }
    }

    private sealed class Turn(ShotTasks tasks) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref tasks._running);
    }
}
