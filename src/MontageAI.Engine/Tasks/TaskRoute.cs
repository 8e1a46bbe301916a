namespace MontageAI.Engine.Tasks;

/// <summary>Where a task was sent, and what it would have cost elsewhere, as it was reckoned when that was decided.</summary>
/// <param name="Place">The machine that was chosen; "" where it was left to whichever has a slot free first.</param>
/// <param name="Why">The reason, in words.</param>
/// <param name="Units">How much work it is: million pixels.</param>
/// <param name="Costs">What it was reckoned to cost where, cheapest first; of many machines the first few, and the one that was
/// chosen.</param>
public sealed record TaskRoute(string Place, string Why, double Units, IReadOnlyList<PlaceCost> Costs)
{
    /// <summary>Name of the job's own machine among the places.</summary>
    public const string Own = "this machine";
}

/// <summary>What a task costs on one machine: <see cref="WaitSeconds"/> + <see cref="MissingBytes"/> / <see cref="BytesPerSecond"/> +
/// million pixels / <see cref="Speed"/>.</summary>
/// <param name="Place">The machine.</param>
/// <param name="WaitSeconds">Seconds until it has a slot free.</param>
/// <param name="MissingBytes">Bytes of clips that it lacks.</param>
/// <param name="BytesPerSecond">How fast they come to it.</param>
/// <param name="Speed">Million pixels a second of one slot of it; null where nothing is known of any machine.</param>
/// <param name="Seconds">The cost; null where no speed is known.</param>
/// <param name="IsMeasured">Whether rate and speed were measured there, for such work; else they are taken from other work or other
/// machines.</param>
public sealed record PlaceCost(
    string Place,
    double WaitSeconds,
    long MissingBytes,
    double BytesPerSecond,
    double? Speed,
    double? Seconds,
    bool IsMeasured
);
