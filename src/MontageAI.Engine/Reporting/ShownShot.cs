namespace MontageAI.Engine.Reporting;

/// <summary>When which pictures of a shot could be watched in the stream, in seconds from the start of the program; null for those that
/// never were.</summary>
/// <param name="Shot">Number of the shot, from 0.</param>
/// <param name="DraftSeconds">As recorded, from the proxy (<see cref="PreviewTier.Draft"/>).</param>
/// <param name="LookSeconds">With its look, from the proxy (<see cref="PreviewTier.Look"/>).</param>
/// <param name="FinalSeconds">As in the film file (<see cref="PreviewTier.Final"/>).</param>
public sealed record ShownShot(int Shot, double? DraftSeconds, double? LookSeconds, double? FinalSeconds);
