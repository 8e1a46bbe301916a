using System.Text.Json;
using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Cli.Tests.Rules;

/// <summary>THIRD-PARTY-NOTICES.md names every package that is packed, in the version that is packed.</summary>
public sealed partial class NoticesTests
{
    [Fact]
    public void Packages_OfThePrograms_AreNamedInTheirVersion()
    {
        string[][] rows =
        [
            .. File.ReadLines(Path.Combine(Checkout.Root, "THIRD-PARTY-NOTICES.md"))
                .Where(l => l.StartsWith('|'))
                .Select(l => l.Split('|').Select(c => c.Trim()).ToArray()),
        ];
        string[] packed = [.. Directory.GetFiles(Path.GetDirectoryName(Checkout.Program)!, "*.deps.json").SelectMany(Packages).Distinct()];

        string[] missing = [.. packed.Where(p => !rows.Any(r => Names(r[1], p.Split('/')[0]) && r[2].Contains(p.Split('/')[1])))];

        Assert.Contains(packed, p => p.StartsWith("Hangfire.Core/", StringComparison.Ordinal));
        Assert.True(missing.Length == 0, "Not in THIRD-PARTY-NOTICES.md: " + string.Join(", ", missing));
    }

    private static IEnumerable<string> Packages(string depsFile)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(depsFile));
        foreach (JsonProperty library in document.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() == "package")
            {
                yield return library.Name;
            }
        }
    }

    // Either by its whole name, or "Prefix (`Suffix`, `Suffix`)".
    private static bool Names(string cell, string package) =>
        Regex.IsMatch(cell, $@"(?<![\w.]){Regex.Escape(package)}(?![\w.])")
        || GroupPattern()
            .Matches(cell)
            .Any(g =>
                package.StartsWith(g.Groups[1].Value + ".", StringComparison.Ordinal)
                && g.Groups[2].Value.Contains($"`{package[(g.Groups[1].Length + 1)..]}`", StringComparison.Ordinal)
            );

    [GeneratedRegex(@"([\w.]+) \(([^)]*)\)")]
    private static partial Regex GroupPattern();
}
