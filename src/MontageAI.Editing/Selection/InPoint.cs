namespace MontageAI.Editing.Selection;

/// <summary>Where a shot best starts within what was measured of it.</summary>
/// <param name="Seconds">The in-point in seconds of the stream's clock: the time of a measured frame.</param>
/// <param name="Score">How good it is, 0 to 1.</param>
/// <param name="Gain">How much better than starting where it was asked to start; 0 when that is the best.</param>
/// <param name="Reasons">Why, most important first; empty when nothing was gained.</param>
internal sealed record InPoint(double Seconds, double Score, double Gain, IReadOnlyList<string> Reasons);
