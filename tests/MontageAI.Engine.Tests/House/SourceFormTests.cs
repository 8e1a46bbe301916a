using System.Text.RegularExpressions;

namespace MontageAI.Engine.Tests.House;

/// <summary>The rules of the house about the form of sources.</summary>
public sealed partial class SourceFormTests
{
    // max_line_length of .editorconfig.
    private const int MostColumns = 140;
    private const int MostLines = 400;

    [Fact]
    public void SourceFiles_OneAndAll_AreOfReadableLength() =>
        SourceFiles.None(
            SourceFiles
                .In("src")
                .Select(f => (file: SourceFiles.Name(f), lines: File.ReadLines(f).Count()))
                .Where(f => f.lines > MostLines)
                .Select(f => $"{f.file}: {f.lines} lines")
        );

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    public void SourceLines_OneAndAll_FitTheWidth(string folder) =>
        SourceFiles.None(
            SourceFiles
                .In(folder)
                .SelectMany(f =>
                    File.ReadLines(f)
                        .Select((text, i) => (text, line: i + 1))
                        .Where(l => l.text.EnumerateRunes().Count() > MostColumns)
                        .Select(l => $"{SourceFiles.Name(f)}:{l.line}: {l.text.Length} columns")
                )
        );

    [Fact]
    public void Namespaces_InSources_EqualTheirFolders()
    {
        IEnumerable<string> strays = SourceFiles
            .In("src")
            .Select(file => (file, name: NamespaceLine().Match(File.ReadAllText(file)).Groups[1].Value))
            .Where(f =>
                f.name.Length > 0
                && f.name
                    != Path.GetDirectoryName(SourceFiles.Name(f.file, "src"))!
                        .Replace('/', '.')
                        .Replace("MontageAI.Core", "MontageAI", StringComparison.Ordinal)
            )
            .Select(f => $"{SourceFiles.Name(f.file)}: {f.name}");

        SourceFiles.None(strays);
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
