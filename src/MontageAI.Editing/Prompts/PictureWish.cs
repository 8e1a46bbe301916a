namespace MontageAI.Editing.Prompts;

/// <summary>Words of a wish that say what pictures should show, or should not.</summary>
/// <param name="Words">The words, without the negation.</param>
/// <param name="IsUnwanted">Whether they should not show it.</param>
public sealed record PictureWish(string Words, bool IsUnwanted)
{
    /// <summary>Takes words for such a wish; null where nothing but negations is left.</summary>
    /// <param name="words">Words that the rules of a reader did not understand.</param>
    public static PictureWish? Of(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        string[] said = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] shown = [.. said.SkipWhile(PromptWords.Negations.Contains)];
        return shown.Length == 0 ? null : new PictureWish(string.Join(' ', shown), shown.Length < said.Length);
    }
}
