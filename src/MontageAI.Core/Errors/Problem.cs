namespace MontageAI.Errors;

/// <summary>One thing that is wrong with a request or with a file that the user wrote.</summary>
/// <param name="Code">What kind of thing.</param>
/// <param name="Text">Value, allowed range and remedy, without the field.</param>
/// <param name="Field">The part of the request that is spoken of; null where it is a file or something else that the text names.</param>
public sealed record Problem(ErrorCode Code, Phrase Text, Field? Field = null)
{
    /// <summary>The file at fault; null where none is, or the text alone names it.</summary>
    public string? File { get; init; }

    /// <summary>The whole sentence: the field, where there is one, then the text.</summary>
    public Phrase Sentence => Field is { } of ? $"{of}: {Text}" : Text;

    /// <summary>Problems of one kind.</summary>
    /// <param name="code">The kind.</param>
    /// <param name="texts">A sentence each.</param>
    /// <param name="file">The file at fault, or null.</param>
    public static IReadOnlyList<Problem> Of(ErrorCode code, IEnumerable<string> texts, string? file = null) =>
        [.. texts.Select(t => new Problem(code, t) { File = file })];

    /// <summary>The problem, told of where it was found: "story.json: ...".</summary>
    /// <param name="place">The place.</param>
    public Problem At(string place) => new(Code, $"{place}: {Sentence}") { File = File };

    /// <inheritdoc/>
    public override string ToString() => Sentence.ToString();
}
