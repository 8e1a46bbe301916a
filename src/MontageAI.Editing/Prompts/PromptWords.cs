namespace MontageAI.Editing.Prompts;

/// <summary>Words that bend phrases, mean nothing, or name parts of a song.</summary>
internal static class PromptWords
{
    /// <summary>Words that turn a phrase round.</summary>
    public static HashSet<string> Negations { get; } =
    ["no", "not", "without", "never", "avoid", "less", "fewer", "don't", "dont", "isn't", "nothing", "skip"];

    /// <summary>Words that strengthen it.</summary>
    public static HashSet<string> Strong { get; } =
    [
        "very",
        "really",
        "super",
        "extremely",
        "mostly",
        "mainly",
        "lots",
        "totally",
        "heavily",
        "strongly",
        "much",
        "lot",
        "many",
        "extra",
        "plenty",
    ];

    /// <summary>Words that weaken it.</summary>
    public static HashSet<string> Weak { get; } =
    ["slightly", "bit", "little", "somewhat", "touch", "hint", "subtle", "mild", "few", "some", "occasional", "tad", "light"];

    /// <summary>Words that mean nothing by themselves.</summary>
    public static HashSet<string> Filler { get; } =
    [
        "a",
        "an",
        "the",
        "of",
        "at",
        "on",
        "in",
        "to",
        "with",
        "and",
        "or",
        "for",
        "it",
        "is",
        "be",
        "it's",
        "its",
        "that",
        "this",
        "my",
        "our",
        "we",
        "i",
        "me",
        "you",
        "please",
        "make",
        "want",
        "would",
        "like",
        "should",
        "have",
        "has",
        "give",
        "show",
        "use",
        "using",
        "keep",
        "more",
        "most",
        "so",
        "too",
        "as",
        "feel",
        "feeling",
        "style",
        "look",
        "mood",
        "vibe",
        "montage",
        "video",
        "film",
        "edit",
        "shots",
        "shot",
        "colors",
        "colours",
        "cut",
        "cuts",
        "pace",
        "cutting",
        "music",
        "song",
        "where",
        "when",
        "then",
        "but",
        "start",
        "let",
        "get",
        "kind",
        "sort",
        "any",
        "lots",
        "long",
        "about",
    ];

    /// <summary>Words for parts of a song, with the name of the part and the lengths of shots in it.</summary>
    public static Dictionary<string, (string Part, string[] Parameters)> Parts { get; } = FindParts();

    private static Dictionary<string, (string Part, string[] Parameters)> FindParts()
    {
        Dictionary<string, (string, string[])> parts = [];
        Add("start", ["pacing.introBeats"], "start", "beginning", "opening", "intro", "first");
        Add("end", ["pacing.outroBeats"], "end", "ending", "outro", "finish", "finale");
        Add("verse", ["pacing.verseBeats"], "verse", "verses", "middle");
        Add("build", ["pacing.buildBeats"], "build", "builds", "build-up", "buildup");
        Add("chorus", ["pacing.chorusBeats"], "chorus", "choruses", "refrain", "hook", "drop", "drops");
        Add("break", ["pacing.breakBeats"], "break", "breaks", "bridge", "breakdown");
        return parts;

        void Add(string part, string[] parameters, params string[] words)
        {
            foreach (string word in words)
            {
                parts[word] = (part, parameters);
            }
        }
    }
}
