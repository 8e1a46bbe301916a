namespace MontageAI.Editing;

/// <summary>Placeholder.</summary>
public sealed record ShotReason(string Code, params string[] Args);
