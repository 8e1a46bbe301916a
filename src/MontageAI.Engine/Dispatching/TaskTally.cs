using System.Collections.Concurrent;
using System.Globalization;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Tasks;

namespace MontageAI.Engine.Dispatching;

/// <summary>What became of the tasks of one kind of a job, for its report, and how many of them are on their way. Safe for
/// threads.</summary>
/// <param name="context">The job.</param>
/// <param name="engine">Carries tasks out.</param>
/// <param name="kind">Which tasks.</param>
/// <param name="words">How they are spoken of.</param>
internal sealed class TaskTally(JobContext context, ITaskEngine engine, string kind, TaskWords words)
{
    /// <summary>Most tasks that are on their way at once.</summary>
    public const int MostAhead = 128;

    // As much of a name as 'farm logs' and a reader need.
    private const int DigitsShown = 12;

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, long> _made = [];
    private readonly ConcurrentDictionary<string, int> _refused = [];
    private readonly ConcurrentQueue<TaskCopy> _copies = [];
    private readonly ConcurrentQueue<RoutedTask> _routed = [];

    private long _sent;
    private long _needed;
    private int _running;

    /// <summary>Waits until one more task is worth having on its way; how many are changes while machines come and go.</summary>
    /// <returns>To be disposed when the task is made.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref _running) > Math.Max(1, engine.Ahead))
        {
            Interlocked.Decrement(ref _running);
            await Task.Delay(s_step, cancellationToken).ConfigureAwait(false);
        }

        return new Turn(this);
    }

    /// <summary>Has a task carried out elsewhere.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="subject">The clip that it is about; null where it is about several.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="MontageException">The job was cancelled on the farm.</exception>
    public async Task<TaskEnd> SubmitAsync(TaskSpec spec, string? subject, CancellationToken cancellationToken)
    {
        long sent = TimeProvider.System.GetTimestamp();
        TaskEnd end = await engine.SubmitAsync(spec, null, cancellationToken).ConfigureAwait(false);
        if (end.State == TaskState.Cancelled)
        {
            throw new MontageException(ErrorCode.Cancelled, end.Why ?? "The job was cancelled on the farm.");
        }

        if (end.State != TaskState.Kept)
        {
            Interlocked.Add(ref _sent, end.Sent?.Bytes ?? 0);
            Interlocked.Add(ref _needed, end.Sent?.Needed ?? 0);
            if (end.Copy is { } copy)
            {
                _copies.Enqueue(copy);
            }

            Route(spec.Key, end.Node, subject, TimeProvider.System.GetElapsedTime(sent).TotalSeconds, end.Route);
        }

        return end;
    }

    /// <summary>Makes on this machine what a task would have, since this machine was chosen for it, and says how long that took.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="subject">The clip that it is about; null where it is about several.</param>
    /// <param name="end">How it ended: kept.</param>
    /// <param name="units">How much of what is counted it is.</param>
    /// <param name="makeAsync">Makes it. Where it has to wait for a core first, that counts as its time.</param>
    public async Task MakeHereAsync(TaskSpec spec, string? subject, TaskEnd end, long units, Func<Task> makeAsync)
    {
        long began = TimeProvider.System.GetTimestamp();
        double? seconds = null;
        try
        {
            await makeAsync().ConfigureAwait(false);
            seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            Made(TaskRoute.Own, units);
            Route(spec.Key, TaskRoute.Own, subject, seconds.Value, end.Route);
        }
        finally
        {
            engine.MadeHere(spec.Key, seconds);
        }
    }

    /// <summary>Counts what a machine made.</summary>
    public void Made(string node, long units) => _made.AddOrUpdate(node, units, (_, before) => before + units);

    /// <summary>Counts what is left to this machine without its having been chosen.</summary>
    /// <param name="why">The reason, with the remedy.</param>
    /// <param name="things">How many things that are.</param>
    public void Refuse(string why, int things)
    {
        string sentence = why.Split('\n')[0].TrimEnd('.') + ".";
        _refused.AddOrUpdate(sentence, things, (_, before) => before + things);
    }

    /// <summary>Says all of it in the report.</summary>
    public void Tell()
    {
        context.Recorder.Route([.. _routed]);
        foreach ((string node, long units) in _made.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            using RunRecorder.Phase made = context.Recorder.Begin($"{words.Made} by {node}", words.Unit);
            made.Count(units);
        }

        if (_sent > 0)
        {
            using RunRecorder.Phase sent = context.Recorder.Begin(words.Sent, "bytes");
            sent.Count(_sent);
            using RunRecorder.Phase needed = context.Recorder.Begin("of them needed", "bytes");
            needed.Count(_needed);
        }

        foreach ((string why, int things) in _refused.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            context.Recorder.Degrade(
                $"{words.Things} {words.Made} on this machine, not on the farm: {things}",
                why,
                $"This machine {words.Made} them."
            );
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

    private void Route(string key, string node, string? subject, double seconds, TaskRoute? route)
    {
        if (route is not null)
        {
            _routed.Enqueue(new RoutedTask(key[..DigitsShown], node, Math.Round(seconds, 3), route) { Kind = kind, Clip = subject });
            EngineTelemetry.Routed(route);
        }
    }

    private sealed class Turn(TaskTally tally) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref tally._running);
    }
}

/// <summary>How tasks of a kind are spoken of in reports.</summary>
/// <param name="Things">What they make things of, for example "shots".</param>
/// <param name="Made">What is done with them: "rendered".</param>
/// <param name="Unit">What is counted: "frames".</param>
/// <param name="Sent">What the bytes are called that were sent for them.</param>
internal sealed record TaskWords(string Things, string Made, string Unit, string Sent);
