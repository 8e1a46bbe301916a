namespace MontageAI.Bench.Preview;

/// <summary>One row: what something costs, beside what it cost without, or beside its floor.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Before">Without, or the floor; null where there is nothing to compare.</param>
/// <param name="After">With; null where it cannot be measured here.</param>
/// <param name="Note">On what.</param>
internal sealed record PreviewFigure(string What, double? Before, double? After, string Note)
{
    /// <summary>What is asked for, in words; empty where nothing is.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whether the target was met; null where there is none.</summary>
    public bool? Met { get; init; }

    /// <summary>How many times less than before.</summary>
    public double? Ratio => Before / After;
}
