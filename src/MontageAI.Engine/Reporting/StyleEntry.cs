namespace MontageAI.Engine.Reporting;

/// <summary>A style or look in a list.</summary>
/// <param name="Name">Name by which it is asked for.</param>
/// <param name="Description">One sentence.</param>
/// <param name="File">Its file; null for a built-in one.</param>
public sealed record StyleEntry(string Name, string Description, string? File);
