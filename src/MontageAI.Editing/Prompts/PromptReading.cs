using MontageAI.Time;

namespace MontageAI.Editing.Prompts;

/// <summary>What was made of a wish in plain words: changes to a style and a few choices beside it, and beside each the words that it came
/// from.</summary>
public sealed record PromptReading
{
    /// <summary>The wish.</summary>
    public required string Text { get; init; }

    /// <summary>Who read it: "rules", or the name of a language model.</summary>
    public required string Reader { get; init; }

    /// <summary>Style that was named; null where none was.</summary>
    public string? Style { get; init; }

    /// <summary>Story arc that was named or follows, as styles write it; null leaves the style's.</summary>
    public string? Arc { get; init; }

    /// <summary>Order of clips; null leaves it.</summary>
    public ClipOrder? Order { get; init; }

    /// <summary>Shape of the picture; null leaves it.</summary>
    public Rational? Aspect { get; init; }

    /// <summary>Length in seconds; null leaves it.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Changes of the style's numbers, in the order in which they are made.</summary>
    public IReadOnlyList<PromptChange> Changes { get; init; } = [];

    /// <summary>Words that were understood, and as what.</summary>
    public IReadOnlyList<PromptPhrase> Understood { get; init; } = [];

    /// <summary>Words that were not, in the order in which they stand.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>True when nothing at all was understood.</summary>
    public bool IsEmpty => Understood.Count == 0;
}
