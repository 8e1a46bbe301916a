namespace MontageAI.Editing.Prompts;

/// <summary>Words of a wish and what they were taken for.</summary>
/// <param name="Words">The words.</param>
/// <param name="Meaning">What they do, for people.</param>
public sealed record PromptPhrase(string Words, string Meaning);
