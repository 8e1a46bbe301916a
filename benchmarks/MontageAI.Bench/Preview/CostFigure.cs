namespace MontageAI.Bench.Preview;

/// <summary>One row: what something cost before and after.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Before">Without; null where there is nothing to compare.</param>
/// <param name="After">With.</param>
/// <param name="Note">On what.</param>
internal sealed record CostFigure(string What, double? Before, double After, string Note)
{
    /// <summary>How many times less.</summary>
    public double? Ratio => Before / After;
}
