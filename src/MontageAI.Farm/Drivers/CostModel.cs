using MontageAI.Engine.Tasks;

namespace MontageAI.Farm.Drivers;

/// <summary>A machine that could carry out a task.</summary>
/// <param name="Name">Names it; <see cref="TaskRoute.Own"/> for the job's own.</param>
/// <param name="Slots">Tasks that it runs at once, 1 or more.</param>
internal sealed record Candidate(string Name, int Slots)
{
    /// <summary>Seconds of work left in each task that it runs or that waits for it alone, in the order in which it takes them.</summary>
    public IReadOnlyList<double> InHand { get; init; } = [];

    /// <summary>Bytes of the task's clips that it lacks.</summary>
    public long MissingBytes { get; init; }

    /// <summary>Bytes a second at which it was seen to fetch clips; null where it has fetched none.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>Million pixels a second of one slot, measured with such work; null where it has done none.</summary>
    public double? Speed { get; init; }

    /// <summary>The same with whatever it has done; null where it has done nothing.</summary>
    public double? RoughSpeed { get; init; }

    /// <summary>What it proved that it can; null where that does not matter, as for the job's own machine, which makes whatever nobody
    /// else can.</summary>
    public IReadOnlyList<string>? Can { get; init; }

    /// <summary>Whether it is the job's own machine.</summary>
    public bool IsOwn => Name == TaskRoute.Own;
}

/// <summary>What is to become of a task.</summary>
internal enum RouteKind
{
    /// <summary>The place that was chosen gets it.</summary>
    Place,

    /// <summary>Whichever machine has a slot free first gets it.</summary>
    Anyone,

    /// <summary>The place that was chosen has its hands full; what is best is asked again when something has ended.</summary>
    Later,
}

/// <summary>Where a task goes.</summary>
/// <param name="Kind">What is to become of it.</param>
/// <param name="Route">The place, why, and what it costs where.</param>
internal sealed record RouteChoice(RouteKind Kind, TaskRoute Route);

/// <summary>
/// Decides where a task is cheapest: waiting + missing bytes / rate + million pixels / speed. Nothing is kept and nothing asked. What is
/// not known of a machine is taken from its other work or from the middle of the others, and is not enough to send it anything: then the
/// task is left to whichever has a slot free first, by which it becomes known.
/// </summary>
internal static class CostModel
{
    /// <summary>Tasks that wait for one place for each of its slots, beside those that it runs; what is more waits with the job, where it
    /// can still go elsewhere.</summary>
    public const int WaitingPerSlot = 1;

    // From sending a task to its start elsewhere and from its end to the job's knowing: milliseconds mostly, a second at worst.
    private const double HandOverSeconds = 0.1;

    // Of a network that nobody has used yet: a slow one of today.
    private const double UsualBytesPerSecond = 10e6;

    // Of less nothing can be said, since speeds differ as much from task to task.
    private const double Decisive = 0.9;

    private const int MostCosts = 5;

    /// <summary>Decides.</summary>
    /// <param name="units">How much work the task is: million pixels.</param>
    /// <param name="needs">What a machine must be able to do.</param>
    /// <param name="candidates">The machines.</param>
    public static RouteChoice Choose(double units, IReadOnlyList<string> needs, IReadOnlyList<Candidate> candidates)
    {
        Candidate[] able = [.. candidates.Where(c => c.Can is not { } can || needs.All(can.Contains))];
        PlaceCost[] costs =
        [
            .. able.Select(c => CostOf(units, c, able))
                .OrderBy(c => c.Seconds ?? double.MaxValue)
                .ThenBy(c => c.Place != TaskRoute.Own)
                .ThenBy(c => c.Place, StringComparer.Ordinal),
        ];
        if (able.All(c => c.IsOwn))
        {
            // Why nobody can is said by who waits for one.
            return Anyone("no machine can do it now");
        }

        Candidate? own = able.FirstOrDefault(c => c.IsOwn);
        if (costs[0].Seconds is not { } least)
        {
            // What it would do without a farm it does meanwhile, by which it becomes known.
            return own is not null && own.InHand.Count < own.Slots
                ? To(own, "nothing is known of any machine yet")
                : Anyone("nothing is known of any machine yet");
        }

        Candidate best = able.First(c => c.Name == costs[0].Place);
        if (!costs[0].IsMeasured && !best.IsOwn)
        {
            return Anyone("the machine that is likely the best was not measured with such work yet");
        }

        double most = costs.Max(c => c.Seconds ?? double.MaxValue);
        bool isOthers = able.All(c => !c.IsOwn);
        return isOthers && able.Length > 1 && least > Decisive * most ? Anyone("all cost about the same") : To(best, "it is the cheapest");

        RouteChoice Anyone(string why) => new(RouteKind.Anyone, new TaskRoute("", why, units, Shown(costs, "")));

        RouteChoice To(Candidate place, string why) =>
            new(
                place.InHand.Count < place.Slots * (1 + WaitingPerSlot) ? RouteKind.Place : RouteKind.Later,
                new TaskRoute(place.Name, why, units, Shown(costs, place.Name))
            );
    }

    /// <summary>What a task costs at one place; what is not known of it is taken from the others.</summary>
    /// <param name="units">How much work the task is: million pixels.</param>
    /// <param name="place">The place.</param>
    /// <param name="all">All places.</param>
    public static PlaceCost CostOf(double units, Candidate place, IReadOnlyList<Candidate> all)
    {
        double wait = Wait(place);
        double rate = place.BytesPerSecond ?? Middle(all.Select(c => c.BytesPerSecond)) ?? UsualBytesPerSecond;
        double? speed = place.Speed ?? Likely(place, all);
        bool isMeasured = place.Speed is not null && (place.MissingBytes == 0 || place.BytesPerSecond is not null);
        double fetch = place.MissingBytes / Math.Max(rate, 1);
        double? seconds = speed is { } s ? wait + fetch + (units / Math.Max(s, 1e-6)) + (place.IsOwn ? 0 : HandOverSeconds) : null;
        return new PlaceCost(
            place.Name,
            Math.Round(wait, 3),
            place.MissingBytes,
            Math.Round(rate),
            speed is { } known ? Math.Round(known, 3) : null,
            seconds is { } sum ? Math.Round(sum, 3) : null,
            isMeasured
        );
    }

    // When the first slot is free: each task goes to the slot that is free soonest.
    private static double Wait(Candidate place)
    {
        PriorityQueue<double, double> slots = new();
        for (int i = 0; i < Math.Max(1, place.Slots); i++)
        {
            slots.Enqueue(0, 0);
        }

        foreach (double seconds in place.InHand)
        {
            double end = slots.Dequeue() + seconds;
            slots.Enqueue(end, end);
        }

        return slots.Peek();
    }

    // As much quicker or slower with such work as with other work it is taken to be as the others are.
    private static double? Likely(Candidate place, IReadOnlyList<Candidate> all)
    {
        double? same = Middle(all.Select(c => c.Speed));
        double? ratio = Middle(all.Select(c => c.Speed is { } s && c.RoughSpeed is > 0 and { } rough ? s / rough : (double?)null));
        return place.RoughSpeed is { } own ? own * (ratio ?? 1) : same ?? Middle(all.Select(c => c.RoughSpeed));
    }

    private static double? Middle(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>().Order()];
        return known.Length == 0 ? null : known[known.Length / 2];
    }

    private static PlaceCost[] Shown(PlaceCost[] costs, string place) => [.. costs.Where((c, i) => i < MostCosts || c.Place == place)];
}
