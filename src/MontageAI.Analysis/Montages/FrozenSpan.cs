namespace MontageAI.Analysis.Montages;

/// <summary>Where the picture of a moving take stands still.</summary>
/// <param name="Start">Second of the stream's clock at which it is shown first.</param>
/// <param name="End">Second at which another follows.</param>
public sealed record FrozenSpan(double Start, double End);
