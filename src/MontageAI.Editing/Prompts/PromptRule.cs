namespace MontageAI.Editing.Prompts;

/// <summary>Words with one meaning.</summary>
internal sealed record PromptRule
{
    /// <summary>Phrases in lower case, each words parted by single spaces.</summary>
    public required string[] Phrases { get; init; }

    /// <summary>What they mean, for people.</summary>
    public required string Meaning { get; init; }

    /// <summary>What they change.</summary>
    public PromptChange[] Changes { get; init; } = [];

    /// <summary>What "not so", "no" and "less" of it change; null where the opposite has no meaning.</summary>
    public PromptChange[]? Opposite { get; init; }

    /// <summary>What the opposite means, for people.</summary>
    public string OppositeMeaning { get; init; } = "";

    /// <summary>Other things that are chosen.</summary>
    public Func<PromptReading, PromptReading>? Choose { get; init; }

    /// <summary>True for a pace that may be said of one part of the song: its changes name the parameter "pace".</summary>
    public bool IsPace { get; init; }
}
