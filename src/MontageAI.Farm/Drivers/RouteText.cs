using System.Globalization;
using MontageAI.Engine.Tasks;

namespace MontageAI.Farm.Drivers;

/// <summary>Says in one line where a task goes, and what it costs where.</summary>
internal static class RouteText
{
    /// <summary>Says it; "" for nothing.</summary>
    public static string Of(TaskRoute? route) =>
        route is null
            ? ""
            : $"{(route.Place.Length == 0 ? "left to whoever is free first" : $"for {route.Place}")}, since {route.Why}"
                + (route.Costs.Count == 0 ? "" : $" ({string.Join("; ", route.Costs.Select(Of))})");

    private static string Of(PlaceCost cost) =>
        cost.Seconds is { } seconds
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{cost.Place}: {seconds:0.0} s, of them {cost.WaitSeconds:0.0} waiting, {cost.MissingBytes / 1e6:0.0} MB at "
                    + $"{cost.BytesPerSecond / 1e6:0.0} MB/s, {cost.Speed:0.0} million pixels/s{(cost.IsMeasured ? "" : " likely")}"
            )
            : $"{cost.Place}: not known";
}
