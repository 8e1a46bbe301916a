namespace MontageAI.Editing.Styles;

/// <summary>One number of a style: where it stands in the JSON, what it may be, how it is read and set.</summary>
/// <param name="Group">JSON object that holds it: "pacing", "selection" or "sound".</param>
/// <param name="Key">Its name there.</param>
/// <param name="Minimum">Lowest allowed value.</param>
/// <param name="Maximum">Highest allowed value.</param>
/// <param name="Get">Reads it from a style.</param>
/// <param name="With">A copy of a style with another value.</param>
internal sealed record StyleParameter(string Group, string Key, double Minimum, double Maximum, Func<Style, double> Get, Func<Style, double, Style> With)
{
    /// <summary>What is wrong with the value in a style, or null.</summary>
    public string? Problem(Style style)
    {
        double value = Get(style);
        return value >= Minimum && value <= Maximum
            ? null
            : $"style '{style.Name}': {Group}.{Key} is {value}, allowed is {Minimum} to {Maximum}.";
    }
}
