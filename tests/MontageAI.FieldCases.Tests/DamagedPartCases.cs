using System.Text;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What lies in the store, and is no longer what it was though its size and time are, does not stand in the way of a
/// film.</summary>
public sealed class DamagedPartCases
{
    [TableTheory]
    [InlineData("create", "*.mp4", int.MaxValue)]
    [InlineData("create", "*.m4a", 1)]
    [InlineData("preview", "*.mp4", int.MaxValue)]
    public void Part_DamagedInTheStore_IsMadeAnew(string command, string kind, int most)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(3).WithSong(6);
        byte[] first = Make(folder, command, "first.mp4");
        string[] parts = Directory.GetFiles(folder.File("store/artifacts"), kind, SearchOption.AllDirectories);
        foreach (string part in parts.Order(StringComparer.Ordinal).Take(most))
        {
            Damage(part);
        }

        byte[] second = Make(folder, command, "second.mp4");
        byte[] third = Make(folder, command, "third.mp4");

        Assert.NotEmpty(parts);
        Assert.Equal(first, second);
        Assert.Equal(first, third);
        Assert.Contains("made anew", File.ReadAllText(folder.File("second.report.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("made anew", File.ReadAllText(folder.File("third.report.json")), StringComparison.Ordinal);
    }

    private static byte[] Make(FieldFolder folder, string command, string name)
    {
        ProgramRun.Succeed(folder.Command(command, name, "--duration", "4", "--profile", "preview", "--no-memory"));
        return File.ReadAllBytes(folder.File(name));
    }

    // Zeros in the place of pictures or sound, as a failing disk gives them.
    private static void Damage(string part)
    {
        DateTime modified = File.GetLastWriteTimeUtc(part);
        byte[] bytes = File.ReadAllBytes(part);
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("mdat"));
        Assert.True(at > 0, part);
        int end = bytes.AsSpan(at).IndexOf(Encoding.ASCII.GetBytes("moov"));
        bytes.AsSpan((at + 4)..(end < 0 ? bytes.Length : at + end - 4)).Clear();
        File.WriteAllBytes(part, bytes);
        File.SetLastWriteTimeUtc(part, modified);
    }
}
