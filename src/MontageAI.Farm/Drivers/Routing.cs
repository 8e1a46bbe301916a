using System.Collections.Concurrent;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Drivers;

/// <summary>The job's own machine, as a place for its tasks.</summary>
/// <param name="Machine">Name of the computer. Where a node runs on it, that is its place, and this one is none.</param>
/// <param name="Slots">Tasks that the job runs at once; 0 where it is to make only what others leave.</param>
internal sealed record OwnPlace(string Machine, int Slots);

/// <summary>Knows of the places what <see cref="CostModel"/> asks for. One caller at a time, but for <see cref="MadeHere"/>.</summary>
/// <param name="own">The job's own machine; null where it is no place.</param>
/// <param name="time">The clock.</param>
internal sealed class Routing(OwnPlace? own, TimeProvider time)
{
    // What waits in vain is asked for again where that would save so much.
    private const double WorthMoving = 0.5;
    private const double LeastSaved = 1;

    private readonly ConcurrentDictionary<string, (double Seconds, long Since, string Work, double Units)> _here = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, (int Version, IReadOnlyDictionary<string, string> Clips)> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mine = new(StringComparer.Ordinal);
    private IReadOnlyList<NodeFacts> _nodes = [];
    private bool _haveAll;

    /// <summary>What was measured of the job's own machine.</summary>
    public SpeedBook Own { get; } = new();

    /// <summary>Tasks that all places run at once.</summary>
    public int Slots => _nodes.Sum(n => n.Slots) + (IsOwnAPlace ? own!.Slots : 0);

    /// <summary>The nodes that live.</summary>
    public IReadOnlyList<NodeFacts> Nodes => _nodes;

    private bool IsOwnAPlace => own is { Slots: > 0 } && _nodes.Count > 0 && _nodes.All(n => n.Machine != own.Machine);

    /// <summary>Looks at the nodes.</summary>
    /// <param name="store">The farm.</param>
    public async Task SeeAsync(FarmStore store)
    {
        IReadOnlyList<NodeFacts> nodes = await store.Nodes.AllAsync().ConfigureAwait(false);
        foreach (NodeFacts node in nodes.Where(n => n.Held != _held.GetValueOrDefault(n.Name).Version))
        {
            _held[node.Name] = (node.Held, await store.Nodes.HeldAsync(node.Name).ConfigureAwait(false));
        }

        foreach (string gone in _held.Keys.Except(nodes.Select(n => n.Name)).ToList())
        {
            _held.Remove(gone);
        }

        _nodes = nodes;
        // Without a way to the host machines work with what all of them see.
        _haveAll = store.Membership is null;
    }

    /// <summary>Where a task is to go.</summary>
    /// <param name="task">The task.</param>
    /// <param name="sent">All that are on their way.</param>
    public RouteChoice Choose(SentTask task, IEnumerable<SentTask> sent)
    {
        _mine.Add(task.Spec.Key);
        SentTask[] others = [.. sent.Where(s => s != task)];
        RouteChoice choice = CostModel.Choose(task.Spec.Cost, task.Spec.Needs, Candidates(task, others));
        int waiting = others.Count(s => s.First is { Place: null, Node: null } && !s.Source.Task.IsCompleted);
        // As with those that wait for one place: what has not been given away can still go where it is cheapest.
        return choice.Kind == RouteKind.Anyone && waiting >= Math.Max(1, _nodes.Sum(n => n.Slots)) * (1 + CostModel.WaitingPerSlot)
            ? choice with
            {
                Kind = RouteKind.Later,
            }
            : choice;
    }

    /// <summary>Why a task that waits for one node alone, or for any, is better taken back; null where it is not.</summary>
    /// <param name="task">The task.</param>
    /// <param name="sent">All that are on their way.</param>
    public string? WhyMove(SentTask task, IEnumerable<SentTask> sent)
    {
        if (task.First is { Place: null, Node: null } && IsOwnAPlace && _here.Count < own!.Slots)
        {
            // Nodes come for it by themselves, the job's own machine does not.
            RouteChoice now = CostModel.Choose(task.Spec.Cost, task.Spec.Needs, Candidates(task, [.. sent.Where(s => s != task)]));
            return now.Route.Place == TaskRoute.Own ? $"{TaskRoute.Own} is free by now" : null;
        }

        if (task.First is not { Place: { } place, Node: null })
        {
            return null;
        }

        if (_nodes.All(n => n.Name != place))
        {
            return $"{place} is gone";
        }

        // What waits behind it there is no reason to go.
        SentTask[] others = [.. sent.Where(s => s != task && !(s.First is { Node: null } f && f.Place == place && s.Number > task.Number))];
        RouteChoice choice = CostModel.Choose(task.Spec.Cost, task.Spec.Needs, Candidates(task, others));
        double? here = choice.Route.Costs.FirstOrDefault(c => c.Place == place)?.Seconds;
        double? there = choice.Route.Costs.FirstOrDefault(c => c.Place == choice.Route.Place)?.Seconds;
        return choice.Kind == RouteKind.Place && choice.Route.Place != place && there < WorthMoving * here && here - there > LeastSaved
            ? $"{choice.Route.Place} is quicker by now"
            : null;
    }

    /// <summary>Takes note that the job's own machine makes a task.</summary>
    public void KeepHere(SentTask task)
    {
        double seconds = task.Route?.Costs.FirstOrDefault(c => c.Place == TaskRoute.Own) is { Seconds: { } s } cost
            ? s - cost.WaitSeconds
            : 1;
        _here[task.Spec.Key] = (seconds, time.GetTimestamp(), task.Work, task.Spec.Cost);
    }

    /// <summary>Takes note that it does so no more. Safe for threads.</summary>
    /// <param name="key">The task.</param>
    /// <param name="seconds">How long it took; null where it was not made.</param>
    public void MadeHere(string key, double? seconds)
    {
        if (_here.TryRemove(key, out (double Seconds, long Since, string Work, double Units) task) && seconds is { } took)
        {
            Own.Worked(task.Work, task.Units, took);
        }
    }

    private List<Candidate> Candidates(SentTask task, SentTask[] others)
    {
        List<Candidate> places = [.. _nodes.Select(n => CandidateOf(n, task, others))];
        if (IsOwnAPlace)
        {
            SpeedFacts measured = Own.Facts;
            places.Add(
                new Candidate(TaskRoute.Own, own!.Slots)
                {
                    InHand = [.. _here.Values.Select(h => Left(h.Seconds, time.GetElapsedTime(h.Since).TotalSeconds))],
                    Speed = SpeedOf(measured, task.Work),
                    RoughSpeed = SpeedBook.OfKind(measured, task.Work),
                }
            );
        }

        return places;
    }

    private Candidate CandidateOf(NodeFacts node, SentTask task, SentTask[] others)
    {
        double? rough = SpeedBook.OfKind(node.Measured, task.Work);
        IEnumerable<double> mine = others
            .Where(s => s.First is { } f && (f.Node ?? f.Place) == node.Name && !s.Source.Task.IsCompleted)
            .OrderBy(s => s.First!.Node is null)
            .ThenBy(s => s.Number)
            .Select(s => LeftOf(s, node));
        // Of tasks of other jobs nothing is known but that they run.
        int strange = node.Tasks.Count(k => !_mine.Contains(k));
        return new Candidate(node.Name, node.Slots)
        {
            InHand = [.. Enumerable.Repeat(rough is > 0 ? task.Spec.Cost / rough.Value / 2 : 1, strange), .. mine],
            MissingBytes = _haveAll
                ? 0
                : ClipNeeds.Missing(task.Needs, _held.GetValueOrDefault(node.Name).Clips ?? new Dictionary<string, string>()),
            BytesPerSecond = node.Measured.BytesPerSecond,
            Speed = SpeedOf(node.Measured, task.Work),
            RoughSpeed = rough,
            Can = node.Can,
        };
    }

    private double LeftOf(SentTask task, NodeFacts node)
    {
        double? told = task.Route?.Costs.FirstOrDefault(c => c.Place == node.Name) is { Seconds: { } s } cost ? s - cost.WaitSeconds : null;
        double seconds = told ?? (SpeedBook.OfKind(node.Measured, task.Work) is { } rough ? task.Spec.Cost / rough : 1);
        return task.First!.Node is null ? seconds : Left(seconds, time.GetElapsedTime(task.First.Since).TotalSeconds);
    }

    // What has taken twice as long as it should will take as long again.
    private static double Left(double seconds, double elapsed) => Math.Abs(seconds - elapsed);

    private static double? SpeedOf(SpeedFacts measured, string work) =>
        measured.Speeds.TryGetValue(work, out double speed) && speed > 0 ? speed : null;
}
