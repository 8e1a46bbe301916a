using MontageAI.Testing;

namespace MontageAI.Engine.Tests.House;

/// <summary>The C# files of the checkout, without what the compiler makes.</summary>
internal static class SourceFiles
{
    /// <summary>Files below a folder of the checkout.</summary>
    public static IEnumerable<string> In(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>Name of a file from a folder of the checkout.</summary>
    public static string Name(string file, string folder = "") =>
        Path.GetRelativePath(Path.Combine(Checkout.Root, folder), file).Replace('\\', '/');

    /// <summary>Fails with all of them where there are some.</summary>
    public static void None(IEnumerable<string> strays)
    {
        string[] all = [.. strays];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    /// <summary>Lines of a file that someone objects to, comments left out, as "file:line: text".</summary>
    public static IEnumerable<string> Lines(string file, string folder, Func<string, bool> objection) =>
        File.ReadLines(file)
            .Select((text, i) => (text, line: i + 1))
            .Where(l => !l.text.TrimStart().StartsWith("//", StringComparison.Ordinal) && objection(l.text))
            .Select(l => $"{Name(file, folder)}:{l.line}: {l.text.Trim()}");
}
