using System.Text.RegularExpressions;
using System.Xml.Linq;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.House;

/// <summary>Rules about rooms: dependencies point downwards, each package has one owner, each danger has one room.</summary>
public sealed partial class ArchitectureTests
{
    // From the bottom up; a room may use only rooms above it in this list that its row names.
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["MontageAI.Core"] = [],
        ["MontageAI.Dsp"] = [],
        ["MontageAI.Analysis"] = ["MontageAI.Core", "MontageAI.Dsp"],
        ["MontageAI.Editing"] = ["MontageAI.Core"],
        ["MontageAI.Containers"] = ["MontageAI.Core"],
        ["MontageAI.Interchange"] = ["MontageAI.Core"],
        ["MontageAI.FFmpeg"] = ["MontageAI.Core", "MontageAI.Containers"],
        ["MontageAI.Rendering"] = ["MontageAI.Core", "MontageAI.Containers", "MontageAI.FFmpeg"],
        ["MontageAI.Storage"] = ["MontageAI.Core"],
        ["MontageAI.Models"] = ["MontageAI.Core", "MontageAI.Dsp"],
        ["MontageAI.Demo"] = ["MontageAI.Core", "MontageAI.FFmpeg", "MontageAI.Storage"],
        ["MontageAI.Engine"] =
        [
            "MontageAI.Core",
            "MontageAI.Dsp",
            "MontageAI.Analysis",
            "MontageAI.Editing",
            "MontageAI.Containers",
            "MontageAI.FFmpeg",
            "MontageAI.Interchange",
            "MontageAI.Models",
            "MontageAI.Rendering",
            "MontageAI.Storage",
        ],
        ["MontageAI.Reports"] = ["MontageAI.Engine"],
        ["MontageAI.Telemetry"] = [],
        ["MontageAI.Cli"] = ["MontageAI.Demo", "MontageAI.Engine", "MontageAI.Reports", "MontageAI.Telemetry"],
        ["MontageAI.Studio"] = ["MontageAI.Demo", "MontageAI.Engine", "MontageAI.Telemetry"],
        ["MontageAI.Farm.Kubernetes"] = ["MontageAI.Core"],
        ["MontageAI.Farm"] = ["MontageAI.Engine", "MontageAI.Farm.Kubernetes"],
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

        SourceFiles.None(shared);
    }

    // Dangers are told by the compiler (src/BannedSymbols.txt); these are the places that may, each with its reason beside it.
    [Fact]
    public void BannedCalls_InSources_AreAllowedInTheirPlacesOnly() =>
        Assert.Equal(
            [
                "MontageAI.Cli/Hosting/HostEnvironment.cs",
                "MontageAI.Cli/Hosting/LastResort.cs",
                "MontageAI.Cli/Hosting/SiblingProgram.cs",
                "MontageAI.Cli/Hosting/Signals.cs",
                "MontageAI.Engine/Prompting/ModelEndpoint.cs",
                "MontageAI.FFmpeg/Processes/ChildProcess.cs",
                "MontageAI.FFmpeg/Processes/LinuxChild.cs",
                "MontageAI.Farm/Files/BlockServer.cs",
                "MontageAI.Farm/Members/Membership.cs",
                "MontageAI.Models/Catalogue/ModelDownload.cs",
                "MontageAI.Storage/Databases/StoreDatabase.cs",
                "MontageAI.Storage/Files/FileLock.cs",
                "MontageAI.Storage/Files/PendingFile.cs",
                "MontageAI.Studio/Hosting/Desktop.cs",
            ],
            SourceFiles
                .In("src")
                .Where(f => File.ReadAllText(f).Contains("RS0030", StringComparison.Ordinal))
                .Select(f => SourceFiles.Name(f, "src"))
                .Order(StringComparer.Ordinal)
        );

    // Told by the compiler, too; this also sees what comes in under another name.
    [Fact]
    public void Network_InSources_HasItsPlaces() =>
        Assert.Equal(
            [
                "MontageAI.Engine/Prompting/ModelEndpoint.cs",
                "MontageAI.Engine/Settings/LanguageModel.cs",
                "MontageAI.Farm/Files/BlockServer.cs",
                "MontageAI.Farm/Hosts/OwnQueue.cs",
                "MontageAI.Farm/Members/Membership.cs",
                "MontageAI.Models/Catalogue/ModelDownload.cs",
            ],
            SourceFiles
                .In("src")
                .Where(f => File.ReadLines(f).Any(l => Network().IsMatch(l)))
                .Select(f => SourceFiles.Name(f, "src"))
                .Order(StringComparer.Ordinal)
        );

    // What nobody foresaw has one place where it becomes a sentence; anywhere else it would be hidden.
    [Fact]
    public void CatchingEverything_InSources_HasOnePlace() =>
        Assert.Equal(
            ["MontageAI.Cli/Commands/CommandLine.cs"],
            SourceFiles
                .In("src")
                .Where(f => File.ReadLines(f).Any(l => CatchAll().IsMatch(l)))
                .Select(f => SourceFiles.Name(f, "src"))
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_Project_SwitchesNoWarningOff(string room) =>
        Assert.DoesNotContain(
            XDocument.Load(Path.Combine(Checkout.Root, "src", room, room + ".csproj")).Descendants(),
            e => e.Name.LocalName is "NoWarn" or "TreatWarningsAsErrors" or "WarningsNotAsErrors"
        );

    [Fact]
    public void Sql_InSources_StaysInStorage()
    {
        IEnumerable<string> strays = SourceFiles
            .In("src")
            .Where(f => !SourceFiles.Name(f, "src").StartsWith("MontageAI.Storage/", StringComparison.Ordinal))
            .SelectMany(f => SourceFiles.Lines(f, "src", text => Sql().IsMatch(text)));

        SourceFiles.None(strays);
    }

    private static IEnumerable<string> References(string room, string kind) =>
        XDocument
            .Load(Path.Combine(Checkout.Root, "src", room, room + ".csproj"))
            .Descendants(kind)
            .Select(e => e.Attribute("Include")!.Value.Replace('\\', '/'));

    [GeneratedRegex(@"catch\s*\(Exception( \w+)?\)\s*$")]
    private static partial Regex CatchAll();

    [GeneratedRegex(
        @"using System\.Net\.(Http|Sockets|WebSockets|Quic|Mail)|Http(Client|MessageInvoker|Listener)|\b(Socket|TcpClient|WebClient)\b"
    )]
    private static partial Regex Network();

    [GeneratedRegex("(SELECT|INSERT|DELETE|UPDATE) .* (FROM|INTO|SET|VALUES) ")]
    private static partial Regex Sql();
}
