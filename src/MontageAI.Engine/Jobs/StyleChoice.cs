namespace MontageAI.Engine.Jobs;

/// <summary>What a user wants otherwise than the style says, and where styles of their own lie.</summary>
public sealed record StyleChoice
{
    /// <summary>Folder of the user's own styles (*.json); they come before built-in ones of the same name. Null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Parameters to set, as <c>group.key=value</c>, in order.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Name of a story arc; null leaves the style's.</summary>
    public string? Arc { get; init; }

    /// <summary>Name of a look, or a .cube file; null leaves the style's.</summary>
    public string? Look { get; init; }
}
