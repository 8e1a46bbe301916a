using System.Text.RegularExpressions;
using System.Xml.Linq;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.House;

/// <summary>The rules of the house: dependencies point downwards, each package has one owner, each danger has one room.</summary>
public sealed partial class ArchitectureTests
{
    // From the bottom up; a room may use only rooms above it in this list that its row names.
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["MontageAI.Core"] = [],
        ["MontageAI.Dsp"] = [],
        ["MontageAI.Analysis"] = ["MontageAI.Core", "MontageAI.Dsp"],
        ["MontageAI.Editing"] = ["MontageAI.Core", "MontageAI.Dsp"],
        ["MontageAI.Containers"] = ["MontageAI.Core"],
        ["MontageAI.FFmpeg"] = ["MontageAI.Core", "MontageAI.Containers"],
        ["MontageAI.Rendering"] = ["MontageAI.Core", "MontageAI.Containers", "MontageAI.FFmpeg"],
        ["MontageAI.Storage"] = ["MontageAI.Core"],
        ["MontageAI.Demo"] = ["MontageAI.Core", "MontageAI.FFmpeg", "MontageAI.Storage"],
        ["MontageAI.Engine"] =
        [
            "MontageAI.Core",
            "MontageAI.Dsp",
            "MontageAI.Analysis",
            "MontageAI.Editing",
            "MontageAI.Containers",
            "MontageAI.FFmpeg",
            "MontageAI.Rendering",
            "MontageAI.Storage",
        ],
        ["MontageAI.Reports"] = ["MontageAI.Engine"],
        ["MontageAI.Cli"] = ["MontageAI.Demo", "MontageAI.Engine", "MontageAI.Reports"],
    };

    public static TheoryData<string> Rooms => [.. s_mayUse.Keys];

    [Fact]
    public void Rooms_OnDisk_AreThoseOfThePlan() =>
        Assert.Equal(
            s_mayUse.Keys.Order(),
            Directory.GetDirectories(Path.Combine(Checkout.Root, "src")).Select(d => Path.GetFileName(d)!).Order()
        );

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_References_PointDownwards(string room) =>
        Assert.Subset(
            s_mayUse[room].ToHashSet(),
            References(room, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)).ToHashSet()
        );

    [Fact]
    public void Package_References_HaveOneOwnerEach()
    {
        IEnumerable<string> shared = s_mayUse
            .Keys.SelectMany(room => References(room, "PackageReference").Select(package => (room, package)))
            .GroupBy(p => p.package)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(p => p.room))}");

        Assert.Empty(shared);
    }

    [Theory]
    [InlineData(@"\bProcess\.Start\(", "MontageAI.FFmpeg/Processes/")]
    [InlineData(@"\bEnvironment\.GetEnvironmentVariable\(", "MontageAI.Cli/Hosting/")]
    [InlineData(@"\bConsole\.(Out|Error|Write)", "MontageAI.Cli/")]
    [InlineData(@"\bDateTime(Offset)?\.Now\b", "MontageAI.Cli/Hosting/")]
    [InlineData(@"\bDateTime(Offset)?\.UtcNow\b", "MontageAI.Storage/Files/")]
    [InlineData(@"\bThread\.Sleep\(", "MontageAI.Storage/")]
    [InlineData(@"\bnew Random\(\)|\bRandom\.Shared\b", "nowhere")]
    [InlineData(@"\.(Result|Wait\(\))\s*;", "nowhere")]
    [InlineData(@"(SELECT|INSERT|DELETE|UPDATE) .* (FROM|INTO|SET|VALUES) ", "MontageAI.Storage/")]
    public void Danger_InSources_StaysInItsRoom(string pattern, string home)
    {
        Regex danger = new(pattern);
        IEnumerable<string> strays = Sources()
            .Where(file => !Relative(file).StartsWith(home, StringComparison.Ordinal))
            .SelectMany(file =>
                File.ReadLines(file)
                    .Select((text, i) => (text, line: i + 1))
                    .Where(l => !l.text.TrimStart().StartsWith("//", StringComparison.Ordinal) && danger.IsMatch(l.text))
                    .Select(l => $"{Relative(file)}:{l.line}: {l.text.Trim()}")
            );

        Assert.Empty(strays);
    }

    [Fact]
    public void SourceFiles_OneAndAll_AreOfReadableLength() =>
        Assert.Empty(
            Sources()
                .Select(f => (file: Relative(f), lines: File.ReadLines(f).Count()))
                .Where(f => f.lines > 400)
                .Select(f => $"{f.file}: {f.lines}")
        );

    [Fact]
    public void Namespaces_InSources_EqualTheirFolders()
    {
        IEnumerable<string> strays = Sources()
            .Select(file => (file, name: NamespaceLine().Match(File.ReadAllText(file)).Groups[1].Value))
            .Where(f =>
                f.name.Length > 0
                && f.name
                    != Path.GetDirectoryName(Relative(f.file))!
                        .Replace('/', '.')
                        .Replace("MontageAI.Core", "MontageAI", StringComparison.Ordinal)
            )
            .Select(f => $"{Relative(f.file)}: {f.name}");

        Assert.Empty(strays);
    }

    private static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), file).Replace('\\', '/');

    private static IEnumerable<string> References(string room, string kind) =>
        XDocument
            .Load(Path.Combine(Checkout.Root, "src", room, room + ".csproj"))
            .Descendants(kind)
            .Select(e => e.Attribute("Include")!.Value.Replace('\\', '/'));

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
