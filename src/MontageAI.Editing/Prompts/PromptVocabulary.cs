namespace MontageAI.Editing.Prompts;

/// <summary>
/// The words that are understood without a language model. Amounts are those for the plain word; "very" and "slightly" bend them. Chosen by
/// hand so that each word is clearly seen and none overdone.
/// </summary>
internal static class PromptVocabulary
{
    /// <summary>Stands for the lengths of shots in the part of the song that is spoken of.</summary>
    public const string Pace = "pace";

    /// <summary>The lengths of shots in all parts.</summary>
    public static IReadOnlyList<string> Beats { get; } =
    ["pacing.introBeats", "pacing.verseBeats", "pacing.buildBeats", "pacing.chorusBeats", "pacing.breakBeats", "pacing.outroBeats"];

    /// <summary>All rules. Longer phrases win over shorter ones that they contain.</summary>
    public static IReadOnlyList<PromptRule> Rules { get; } =
    [.. PaceVocabulary.Rules(), .. PictureVocabulary.Rules(), .. EffectVocabulary.Rules(), .. StoryVocabulary.Rules()];
}
