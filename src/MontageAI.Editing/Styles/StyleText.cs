namespace MontageAI.Editing.Styles;

/// <summary>One word or path of a style: where it stands in the JSON, what it may be, how it is read and set.</summary>
/// <param name="Group">JSON object that holds it.</param>
/// <param name="Key">Its name there.</param>
/// <param name="Allowed">The words that it may be; empty where any text will do.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Get">Reads it from a style; null where it is not set.</param>
/// <param name="With">A copy of a style with another value, one of <paramref name="Allowed"/>.</param>
internal sealed record StyleText(
    string Group,
    string Key,
    IReadOnlyList<string> Allowed,
    string Meaning,
    Func<Style, string?> Get,
    Func<Style, string, Style> With
)
{
    /// <summary>"group.key", as it is written on the command line.</summary>
    public string Name => $"{Group}.{Key}";

    /// <summary>Whether a text may stand here.</summary>
    public bool Accepts(string text) => Allowed.Count == 0 ? text.Length > 0 : Allowed.Contains(text);

    /// <summary>What may stand here, in words.</summary>
    public string Words => Allowed.Count == 0 ? "a text" : "one of " + string.Join(", ", Allowed);
}
