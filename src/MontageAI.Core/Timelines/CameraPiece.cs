namespace MontageAI.Timelines;

/// <summary>A stretch of a camera path on which the view follows one polynomial of t = frame - <paramref name="Start"/>.</summary>
/// <param name="Start">First frame, counted from the shot's first.</param>
/// <param name="End">Frame after the last; <see cref="long.MaxValue"/> for what follows the last key.</param>
/// <param name="X">Centre across.</param>
/// <param name="Y">Centre down.</param>
/// <param name="Zoom">Zoom.</param>
public sealed record CameraPiece(long Start, long End, Cubic X, Cubic Y, Cubic Zoom);
