using System.Reflection;
using MontageAI.Testing;
using PublicApiGenerator;

namespace MontageAI.Engine.Tests.House;

/// <summary>
/// What each room shows to the others is written down in Approved, one file a room, and changes there only on purpose. To approve a
/// change: run with MONTAGE_APPROVE=1, look at what git shows, and commit it with the change.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries =>
        [
            .. Directory
                .GetDirectories(Path.Combine(Checkout.Root, "src"))
                .Select(d => Path.GetFileName(d)!)
                .Where(r => r is not ("MontageAI.Cli" or "MontageAI.Studio" or "MontageAI.Farm"))
                .Where(r => r is not ("MontageAI.Farm.Kubernetes" or "MontageAI.Telemetry"))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_OfALibrary_IsTheApprovedOne(string library)
    {
        string file = Path.Combine(Checkout.Root, "tests", "MontageAI.Engine.Tests", "House", "Approved", library + ".txt");
        string actual = Api(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable("MONTAGE_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        string approved = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(
            approved == actual,
            $"""
            The public API of {library} is not the approved one.
            {string.Join('\n', Difference(approved, actual))}
            Is it meant? Then approve it: MONTAGE_APPROVE=1 ./test -class '*PublicApiTests', and commit
            tests/MontageAI.Engine.Tests/House/Approved.
            Otherwise make internal what no other room uses.
            """
        );
    }

    [Fact]
    public void Approved_Files_AreOfLibrariesThatThereAre() =>
        Assert.Equal(
            Libraries.Select(l => l.Data + ".txt"),
            Directory
                .GetFiles(Path.Combine(Checkout.Root, "tests", "MontageAI.Engine.Tests", "House", "Approved"))
                .Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal)
        );

    private static string Api(Assembly assembly) =>
        assembly
            .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] })
            .ReplaceLineEndings("\n")
            .TrimEnd() + "\n";

    private static IEnumerable<string> Difference(string approved, string actual)
    {
        string[] before = approved.Split('\n'),
            after = actual.Split('\n');
        return [.. before.Except(after).Select(l => "- " + l.Trim()), .. after.Except(before).Select(l => "+ " + l.Trim())];
    }
}
