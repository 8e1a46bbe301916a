namespace MontageAI.Timelines;

/// <summary>The speed of a shot at one of its frames. Between two points it changes evenly; before the first and after the last it
/// stays.</summary>
/// <param name="Frame">Frame counted from the shot's first, 0 or more, ascending; two points on one frame make a jump.</param>
/// <param name="Speed">Source seconds per second of film, 0 (freeze) to 16.</param>
public readonly record struct SpeedPoint(long Frame, double Speed);
