namespace MontageAI.Bench.Preview;

/// <summary>One row about hardware encoding and decoding.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Before">Software, or the plain way; null where nothing could be measured.</param>
/// <param name="After">Hardware, or the other way; null where nothing could be measured.</param>
/// <param name="Note">On what, or why there is no figure.</param>
internal sealed record HardwareFigure(string What, double? Before, double? After, string Note)
{
    /// <summary>Before divided by after; null where nothing could be measured.</summary>
    public double? Ratio => Before / After;
}
