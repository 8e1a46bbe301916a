namespace MontageAI.Bench.Preview;

/// <summary>One way to move bytes against another.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Before">The plain way.</param>
/// <param name="After">The other way.</param>
/// <param name="Note">On what, and what else was seen.</param>
internal sealed record IoFigure(string What, double Before, double After, string Note)
{
    /// <summary>How many times less.</summary>
    public double Ratio => Before / After;
}
