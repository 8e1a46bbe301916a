using System.Globalization;
using System.Text;

namespace MontageAI.Editing.Styles;

/// <summary>A style for people: what it is, and where it differs from the default.</summary>
public static class StyleDescription
{
    /// <summary>Describes a style; lines end in a line feed.</summary>
    public static string Of(Style style)
    {
        ArgumentNullException.ThrowIfNull(style);
        Style usual = new() { Name = "" };
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{style.Name}: {style.Description}\n");
        foreach (string group in StyleParameters.Groups)
        {
            string[] lines =
            [
                .. StyleParameters
                    .All.Where(p => p.Group == group && p.Get(style) != p.Get(usual))
                    .Select(p =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"    {p.Key, -20} {p.Get(style), 7:0.###}  {p.Meaning} (dynamic: {p.Get(usual):0.###})"
                        )
                    ),
                .. StyleParameters
                    .Texts.Where(t => t.Group == group && t.Get(style) != t.Get(usual))
                    .Select(t => $"    {t.Key, -20} {t.Get(style)}  {t.Meaning}"),
            ];
            if (lines.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {group}\n{string.Join('\n', lines)}\n");
            }
        }

        return text.ToString();
    }
}
