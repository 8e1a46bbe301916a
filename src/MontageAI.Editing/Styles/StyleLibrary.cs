using System.Reflection;
using MontageAI.Errors;

namespace MontageAI.Editing.Styles;

/// <summary>The built-in styles. Immutable; read from the assembly once, when first asked for.</summary>
public static class StyleLibrary
{
    private static readonly Lazy<IReadOnlyList<Style>> Styles = new(Load);

    /// <summary>All built-in styles, ordered by name.</summary>
    public static IReadOnlyList<Style> All => Styles.Value;

    /// <summary>The style used when none is named: "dynamic".</summary>
    public static Style Default => Find("dynamic");

    /// <summary>The style of a name, in any case.</summary>
    /// <exception cref="ConfigurationException">There is none; the message lists those there are.</exception>
    public static Style Find(string name) =>
        All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ConfigurationException($"There is no style '{name}'. Built in are: {string.Join(", ", All.Select(s => s.Name))}. A style of your own is a JSON file; give its path.");

    private static IReadOnlyList<Style> Load()
    {
        Assembly assembly = typeof(StyleLibrary).Assembly;
        List<Style> styles = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            using StreamReader reader = new(stream);
            styles.Add(StyleReader.Read(reader.ReadToEnd(), resource));
        }

        return [.. styles.OrderBy(s => s.Name, StringComparer.Ordinal)];
    }
}
