namespace MontageAI.Bench.Preview;

/// <summary>One row: what something costs, beside what it cost without, or beside its floor.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Before">Without, or the floor; null where there is nothing to compare.</param>
/// <param name="After">With.</param>
/// <param name="Target">What is asked for, in words; empty where nothing is.</param>
/// <param name="Note">On what.</param>
internal sealed record PreviewFigure(string What, double? Before, double After, string Target, string Note)
{
    /// <summary>Whether the target was met; null where there is none.</summary>
    public bool? Met { get; init; }

    /// <summary>How many times less than before.</summary>
    public double? Ratio => Before / After;
}
