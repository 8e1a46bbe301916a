using MontageAI.Engine.Tasks;
using MontageAI.Tasks;

namespace MontageAI.Engine.Reporting;

/// <summary>Where the tasks of a job were sent, and what they would have cost elsewhere.</summary>
public sealed record RoutingSummary
{
    private const int MostDecisions = 48;

    /// <summary>Tasks for which a place was chosen.</summary>
    public required int Tasks { get; init; }

    /// <summary>All of them by place, by name.</summary>
    public required IReadOnlyList<PlaceSummary> Places { get; init; }

    /// <summary>The first of each kind one by one.</summary>
    public required IReadOnlyList<RoutedTask> Decisions { get; init; }

    /// <summary>Sums up.</summary>
    /// <param name="tasks">All tasks in the order in which they ended.</param>
    /// <returns>Null where there are none.</returns>
    public static RoutingSummary? Of(IReadOnlyList<RoutedTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return tasks.Count == 0
            ? null
            : new RoutingSummary
            {
                Tasks = tasks.Count,
                Places =
                [
                    .. tasks.Select(t => t.Route.Place).Concat(tasks.Select(t => t.MadeBy)).Distinct().Order().Select(p => Of(p, tasks)),
                ],
                Decisions = [.. tasks.GroupBy(t => t.Kind).SelectMany(k => k.Take(MostDecisions))],
            };
    }

    private static PlaceSummary Of(string place, IReadOnlyList<RoutedTask> tasks)
    {
        RoutedTask[] sent = [.. tasks.Where(t => t.Route.Place == place)];
        return new PlaceSummary(
            place,
            sent.Length,
            tasks.Count(t => t.MadeBy == place),
            Math.Round(sent.Sum(t => t.Route.Costs.FirstOrDefault(c => c.Place == place)?.Seconds ?? 0), 2),
            Math.Round(sent.Sum(t => t.Route.Costs.Where(c => c.Place != place).Min(c => c.Seconds) ?? 0), 2)
        );
    }
}

/// <summary>What was sent to one place.</summary>
/// <param name="Place">A machine; "" where tasks were left to whichever had a slot free first.</param>
/// <param name="Sent">Tasks that were sent there.</param>
/// <param name="Made">Tasks that it made, those among them that were left to anybody.</param>
/// <param name="Seconds">What those that were sent there were reckoned to cost, waiting included; those of no known cost count 0.</param>
/// <param name="ElsewhereSeconds">What they would have cost at the next best place.</param>
public sealed record PlaceSummary(string Place, int Sent, int Made, double Seconds, double ElsewhereSeconds);

/// <summary>A task for which a place was chosen.</summary>
/// <param name="Key">Name of the task.</param>
/// <param name="MadeBy">The machine that made it; "" where none did.</param>
/// <param name="Seconds">From when it was handed over to its end; for those of the job's own machine, how long that worked for it.</param>
/// <param name="Route">The choice.</param>
public sealed record RoutedTask(string Key, string MadeBy, double Seconds, TaskRoute Route)
{
    /// <summary>What it makes: "render" or "look".</summary>
    public string Kind { get; init; } = TaskSpec.RenderKind;

    /// <summary>The clip that it is about; null where it is about several.</summary>
    public string? Clip { get; init; }
}
