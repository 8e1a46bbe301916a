using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.House;

/// <summary>
/// No two folders of one room use each other, not even by way of others: what belongs together lies together, and one folder can be read
/// without all of them. Computed from the sources: who names a namespace of the room, in a using or in the code, and who names a type of
/// a folder around its own, which needs no using. The room's own folder is its front and stands outside.
/// </summary>
public sealed partial class FolderCycleTests
{
    // Rooms that still have cycles. This list only ever gets shorter.
    private static readonly string[] s_unfinished = ["MontageAI.Analysis", "MontageAI.Editing", "MontageAI.Engine", "MontageAI.Rendering"];

    public static TheoryData<string> Rooms =>
        [.. Directory.GetDirectories(Path.Combine(Checkout.Root, "src")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Folders_OfARoom_FormNoCycle(string room)
    {
        Dictionary<string, Dictionary<string, List<string>>> uses = Uses(room);
        string[] cycles = [.. Cycles(uses).Select(c => Describe(c, uses))];

        if (s_unfinished.Contains(room))
        {
            Assert.True(cycles.Length > 0, $"{room} has no cycle any more: take it off the list of the unfinished.");
            return;
        }

        Assert.True(cycles.Length == 0, string.Join("\n\n", cycles));
    }

    // Folder of the room -> folder that it uses -> files that do.
    private static Dictionary<string, Dictionary<string, List<string>>> Uses(string room)
    {
        string root = Path.Combine("src", room);
        string prefix = room == "MontageAI.Core" ? "MontageAI" : room;
        var files = SourceFiles
            .In(root)
            .Select(f => (Path: f, Folder: Folder(f, root), Text: Comment().Replace(File.ReadAllText(f), "")))
            .ToArray();
        Dictionary<string, string> spaces = files
            .Select(f => f.Folder)
            .Distinct()
            .Where(f => f.Length > 0)
            .ToDictionary(f => f, f => $"{prefix}.{f.Replace('/', '.')}");
        ILookup<string, string> types = files
            .SelectMany(f => TypeName().Matches(f.Text).Select(m => (f.Folder, Name: m.Groups[1].Value)))
            .ToLookup(t => t.Folder, t => t.Name);
        Dictionary<string, Dictionary<string, List<string>>> uses = [];
        foreach (var file in files)
        {
            string[] named = [.. Namespace().Matches(file.Text).Select(m => m.Value)];
            HashSet<string> words = [.. Identifier().Matches(file.Text).Select(m => m.Value)];
            foreach (string to in spaces.Keys.Where(f => f != file.Folder))
            {
                bool around = file.Folder.StartsWith(to + "/", StringComparison.Ordinal);
                if (named.Any(n => IsIn(n, spaces[to], spaces.Values)) || (around && types[to].Any(words.Contains)))
                {
                    Dictionary<string, List<string>> targets = uses.TryGetValue(file.Folder, out var known)
                        ? known
                        : uses[file.Folder] = [];
                    (targets.TryGetValue(to, out List<string>? by) ? by : targets[to] = []).Add(SourceFiles.Name(file.Path));
                }
            }
        }

        return uses;
    }

    private static string Folder(string file, string root) => Path.GetDirectoryName(SourceFiles.Name(file, root))!.Replace('\\', '/');

    // Whether a name lies in a namespace and in none of its inner ones.
    private static bool IsIn(string name, string space, IEnumerable<string> all)
    {
        return Begins(space) && !all.Any(inner => inner.Length > space.Length && Begins(inner));

        bool Begins(string s) => name == s || name.StartsWith(s + ".", StringComparison.Ordinal);
    }

    // Groups of folders each of which reaches the others.
    private static IEnumerable<string[]> Cycles(Dictionary<string, Dictionary<string, List<string>>> uses)
    {
        Dictionary<string, HashSet<string>> reach = uses.Keys.ToDictionary(f => f, f => Reach(f, uses));
        HashSet<string> seen = [];
        foreach (string folder in uses.Keys.Order(StringComparer.Ordinal))
        {
            if (reach[folder].Contains(folder) && seen.Add(folder))
            {
                string[] group =
                [
                    .. uses.Keys.Where(o => reach[folder].Contains(o) && reach[o].Contains(folder)).Order(StringComparer.Ordinal),
                ];
                seen.UnionWith(group);
                yield return group;
            }
        }
    }

    private static HashSet<string> Reach(string folder, Dictionary<string, Dictionary<string, List<string>>> uses)
    {
        HashSet<string> reached = [];
        Queue<string> open = new([folder]);
        while (open.TryDequeue(out string? next))
        {
            foreach (string to in uses.GetValueOrDefault(next)?.Keys ?? Enumerable.Empty<string>())
            {
                if (reached.Add(to))
                {
                    open.Enqueue(to);
                }
            }
        }

        return reached;
    }

    private static string Describe(string[] cycle, Dictionary<string, Dictionary<string, List<string>>> uses) =>
        $"The folders {string.Join(", ", cycle.Select(f => f.Length == 0 ? "(root)" : f))} use each other:\n"
        + string.Join(
            '\n',
            cycle.SelectMany(from =>
                uses[from]
                    .Where(t => cycle.Contains(t.Key))
                    .Select(t =>
                        $"  {(from.Length == 0 ? "(root)" : from)} -> {t.Key}: {string.Join(", ", t.Value.Select(Path.GetFileName))}"
                    )
            )
        );

    [GeneratedRegex(@"(?<!namespace\s+)\bMontageAI(\.\w+)+")]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:public|internal)[^\n(]*\b(?:class|record struct|record|struct|enum|interface|delegate \S+) (\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b\w+\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
