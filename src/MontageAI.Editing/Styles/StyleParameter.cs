namespace MontageAI.Editing.Styles;

/// <summary>One number of a style: where it stands in the JSON, what it may be, what it means, how it is read and set.</summary>
/// <param name="Group">JSON object that holds it, for example "pacing".</param>
/// <param name="Key">Its name there.</param>
/// <param name="Minimum">Lowest allowed value.</param>
/// <param name="Maximum">Highest allowed value.</param>
/// <param name="Meaning">What it does, for schema, help and handbook.</param>
/// <param name="Get">Reads it from a style.</param>
/// <param name="With">A copy of a style with another value.</param>
internal sealed record StyleParameter(
    string Group,
    string Key,
    double Minimum,
    double Maximum,
    string Meaning,
    Func<Style, double> Get,
    Func<Style, double, Style> With
)
{
    /// <summary>"group.key", as it is written on the command line.</summary>
    public string Name => $"{Group}.{Key}";

    /// <summary>What is wrong with the value in a style, or null.</summary>
    public string? Problem(Style style)
    {
        double value = Get(style);
        return value >= Minimum && value <= Maximum ? null : $"style '{style.Name}': {Name} is {value}, allowed is {Minimum} to {Maximum}.";
    }
}
