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

    /// <summary>Rules of the craft.</summary>
    public CraftStyle Craft { get; init; } = new();

    /// <summary>How shots are joined.</summary>
    public TransitionStyle Transitions { get; init; } = new();

    /// <summary>Changes of speed and camera moves.</summary>
    public MotionStyle Motion { get; init; } = new();

    /// <summary>How pictures look.</summary>
    public LookStyle Look { get; init; } = new();

    /// <summary>How the song begins and ends, and what is heard of the clips.</summary>
    public SoundStyle Sound { get; init; } = new();

    /// <summary>Everything that is wrong, a sentence each with parameter, value and allowed range; empty when the style is sound.</summary>
    public IReadOnlyList<string> Validate() => StyleParameters.Validate(this);
}
