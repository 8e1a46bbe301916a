namespace MontageAI.Results;

/// <summary>Some words that somebody says, written down.</summary>
/// <param name="Start">Second at which they begin, counted from the first sample.</param>
/// <param name="End">Second at which they end.</param>
/// <param name="Text">The words.</param>
public sealed record SpokenLine(double Start, double End, string Text)
{
    /// <summary>When each word is said; null where that is not known.</summary>
    public IReadOnlyList<SpokenWord>? Words { get; init; }

    /// <summary>The same, so many seconds later.</summary>
    /// <param name="seconds">Seconds.</param>
    public SpokenLine Later(double seconds) =>
        new(Start + seconds, End + seconds, Text)
        {
            Words = Words is { } words ? [.. words.Select(w => w with { Start = w.Start + seconds })] : null,
        };
}

/// <summary>A word that somebody says.</summary>
/// <param name="Start">Second at which it begins.</param>
/// <param name="Text">The word.</param>
public readonly record struct SpokenWord(double Start, string Text);
