using System.Reflection;
using MontageAI.Editing.Styles;
using MontageAI.Errors;

namespace MontageAI.Editing.Looks;

/// <summary>The built-in looks: JSON files with "name", "description" and the group "look" of a style.</summary>
public static class LookLibrary
{
    private const string Prefix = "MontageAI.Editing.Looks.";

    private static readonly Lazy<IReadOnlyList<NamedLook>> s_looks = new(Load);

    /// <summary>All looks, ordered by name.</summary>
    public static IReadOnlyList<NamedLook> All => s_looks.Value;

    /// <summary>The look of a name, in any case.</summary>
    /// <exception cref="ConfigurationException">There is none; the message lists those there are.</exception>
    public static NamedLook Find(string name) =>
        All.FirstOrDefault(l => string.Equals(l.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ConfigurationException(
            ErrorCode.Unknown,
            $"There is no look '{name}'. There are: {string.Join(", ", All.Select(l => l.Name))}. A look of your own is a .cube file; "
                + $"give its path."
        );

    /// <summary>A style in another look: its colours become the look's; what it puts right (matching, steadying) stays where the look does
    /// not say.</summary>
    public static Style Apply(Style style, NamedLook look)
    {
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(look);
        return style with
        {
            Look = look.Look with
            {
                Name = look.Name,
                Match = look.Look.Match > 0 ? look.Look.Match : style.Look.Match,
                Stabilise = style.Look.Stabilise,
            },
        };
    }

    private static IReadOnlyList<NamedLook> Load()
    {
        Assembly assembly = typeof(LookLibrary).Assembly;
        List<NamedLook> looks = [];
        foreach (
            string resource in assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal))
        )
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            using StreamReader reader = new(stream);
            // A look file is a style file of which only the look counts.
            Style style = StyleReader.Read(reader.ReadToEnd(), resource[Prefix.Length..]);
            looks.Add(new NamedLook(style.Name, style.Description, style.Look));
        }

        return [.. looks.OrderBy(l => l.Name, StringComparer.Ordinal)];
    }
}
