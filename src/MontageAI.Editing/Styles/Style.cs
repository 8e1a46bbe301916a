namespace MontageAI.Editing.Styles;

/// <summary>
/// A way of cutting: how long shots are, which of them are liked, how the song begins and ends. Written as JSON
/// (<see cref="StyleReader"/>); a parameter that the JSON leaves out has the default stated here, which is the style "dynamic".
/// </summary>
public sealed record Style
{
    /// <summary>Name by which it is asked for, one word in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for the user.</summary>
    public string Description { get; init; } = "";

    /// <summary>How long shots are and where they are cut.</summary>
    public PacingStyle Pacing { get; init; } = new();

    /// <summary>Which shots are liked.</summary>
    public SelectionStyle Selection { get; init; } = new();

    /// <summary>How the song begins and ends.</summary>
    public SoundStyle Sound { get; init; } = new();

    /// <summary>Everything that is wrong, a sentence each with parameter, value and allowed range; empty when the style is sound.</summary>
    public IReadOnlyList<string> Validate() => StyleParameters.Validate(this);
}
