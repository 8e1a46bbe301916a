namespace MontageAI.Engine.Reporting;

/// <summary>How fast a style cuts, in beats per shot, and how it joins shots.</summary>
/// <param name="Intro">In an intro.</param>
/// <param name="Verse">In a verse.</param>
/// <param name="Build">In a build.</param>
/// <param name="Chorus">In a chorus.</param>
/// <param name="Outro">In an outro.</param>
/// <param name="Soft">Share of cuts that dissolve or fade, 0 to 1.</param>
/// <param name="Hard">Share of cuts that whip, zoom or flash, 0 to 1.</param>
public sealed record StylePace(double Intro, double Verse, double Build, double Chorus, double Outro, double Soft, double Hard);
