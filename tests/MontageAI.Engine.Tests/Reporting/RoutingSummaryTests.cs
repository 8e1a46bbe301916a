using System.Text;
using System.Text.Json;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Tasks;

namespace MontageAI.Engine.Tests.Reporting;

/// <summary>What the report says of where tasks were sent.</summary>
public sealed class RoutingSummaryTests
{
    [Fact]
    public void Of_TasksOfSeveralPlaces_SumsUpWhatTheyCostThereAndElsewhere()
    {
        RoutingSummary summary = RoutingSummary.Of([
            Task("a", "a", ("a", 2), ("b", 5)),
            Task("a", "b", ("a", 1), ("b", 3)),
            Task("", "b", ("b", 4), ("a", null)),
            Task(TaskRoute.Own, TaskRoute.Own, (TaskRoute.Own, 1.5), ("b", 2), ("a", 9)),
        ])!;

        Assert.Equal(4, summary.Tasks);
        Assert.Equal(
            [
                // What was left to anybody has no cost of its own.
                new PlaceSummary("", 1, 0, 0, 4),
                new PlaceSummary("a", 2, 1, 3, 8),
                new PlaceSummary("b", 0, 2, 0, 0),
                new PlaceSummary(TaskRoute.Own, 1, 1, 1.5, 2),
            ],
            summary.Places
        );
    }

    [Fact]
    public void Of_NoTasks_IsNothing() => Assert.Null(RoutingSummary.Of([]));

    [Fact]
    public void Of_ManyTasks_CountsAllAndShowsSome()
    {
        RoutedTask task = Task("a", "a", ("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 6));

        RoutingSummary summary = RoutingSummary.Of([.. Enumerable.Repeat(task, 10_000)])!;

        Assert.Equal(10_000, summary.Tasks);
        Assert.Equal(10_000, summary.Places.Single(p => p.Place == "a").Made);
        Assert.InRange(Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(summary)), 1, 64 << 10);
    }

    private static RoutedTask Task(string place, string madeBy, params (string Place, double? Seconds)[] costs) =>
        new(
            "0123456789ab",
            madeBy,
            1,
            new TaskRoute(place, "it is the cheapest", 100, [.. costs.Select(c => new PlaceCost(c.Place, 0, 0, 1e7, 20, c.Seconds, true))])
        );
}
