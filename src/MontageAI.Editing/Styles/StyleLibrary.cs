using System.Collections.Concurrent;
using System.Reflection;
using MontageAI.Errors;

namespace MontageAI.Editing.Styles;

/// <summary>The built-in styles. Each is read from the assembly once, when it is first asked for.</summary>
public static class StyleLibrary
{
    private const string Prefix = "MontageAI.Editing.Styles.";
    private const string Suffix = ".json";

    private static readonly Assembly s_assembly = typeof(StyleLibrary).Assembly;
    private static readonly ConcurrentDictionary<string, Style> s_styles = new(StringComparer.Ordinal);
    private static readonly Lazy<IReadOnlyList<string>> s_names = new(() =>
        [
            .. s_assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(Suffix, StringComparison.Ordinal))
                .Select(n => n[Prefix.Length..^Suffix.Length])
                .Order(StringComparer.Ordinal),
        ]
    );

    /// <summary>Names of the built-in styles, in order.</summary>
    public static IReadOnlyList<string> Names => s_names.Value;

    /// <summary>All built-in styles, ordered by name.</summary>
    public static IReadOnlyList<Style> All => [.. Names.Select(Find)];

    /// <summary>The style used when none is named: "dynamic".</summary>
    public static Style Default => Find("dynamic");

    /// <summary>The style of a name, in any case.</summary>
    /// <exception cref="ConfigurationException">There is none; the message lists those there are.</exception>
    public static Style Find(string name) =>
        Names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? s_styles.GetOrAdd(known, Load)
            : throw new ConfigurationException(
                ErrorCode.Unknown,
                $"There is no style '{name}'. Built in are: {string.Join(", ", Names)}. A style of your own is a JSON file; give its path."
            );

    private static Style Load(string name)
    {
        using Stream stream = s_assembly.GetManifestResourceStream(Prefix + name + Suffix)!;
        using StreamReader reader = new(stream);
        return StyleReader.Read(reader.ReadToEnd(), name + Suffix);
    }
}
