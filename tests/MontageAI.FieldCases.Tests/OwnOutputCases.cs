using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What the program made and a user left among the clips.</summary>
public sealed class OwnOutputCases
{
    [TableTheory]
    [InlineData("preview", "film.mp4")]
    [InlineData("preview", "holiday.mp4")]
    [InlineData("create", "film.mp4")]
    public void OwnFilm_AmongTheClips_IsPassedOver(string command, string name)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(3).WithSong(8);
        string old = Path.Combine(folder.Clips, name);
        ProgramRun.Succeed(folder.Command(command, "clips/" + name, "--duration", "4", "--profile", "preview"));

        folder.Preview("--duration", "4");

        Assert.DoesNotContain(name, folder.Shown());
        Assert.Contains(old, folder.Document("report.json").ToString(), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("preview folder alone")]
    [InlineData("film and report")]
    [InlineData("film alone, renamed")]
    [InlineData("contact sheet")]
    [InlineData("sprites")]
    [InlineData("store")]
    public void OwnOutput_AmongTheClips_IsPassedOverWithOneLine(string what)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(3).WithSong(6);
        string old = folder.File("old.mp4");
        string[] preview = folder.Command("preview", "old.mp4", "--duration", "4");
        string[] moved = [];
        switch (what)
        {
            case "preview folder alone":
                ProgramRun.Succeed(preview);
                moved = ["old.preview"];
                break;
            case "film and report":
                ProgramRun.Succeed(preview);
                moved = ["old.mp4", "old.report.json", "old.preview"];
                break;
            case "film alone, renamed":
                ProgramRun.Succeed(preview);
                File.Move(old, folder.File("holiday.mp4"));
                moved = ["holiday.mp4"];
                break;
            case "contact sheet":
                ProgramRun.Succeed(folder.Command("plan", "p.json", "--duration", "4", "--sheet", folder.File("look.png")));
                moved = ["look.png"];
                break;
            case "sprites":
                ProgramRun.Succeed("sprites", "--clips", Path.Combine(folder.Clips, "clip00.mp4"), "--output", folder.Clips);
                break;
            default:
                ProgramRun.Succeed([.. preview[..^1], folder.Clips]);
                break;
        }

        foreach (string name in moved)
        {
            Directory.Move(folder.File(name), Path.Combine(folder.Clips, name));
        }

        folder.Preview("--duration", "4");

        Assert.All(folder.Shown(), name => Assert.StartsWith("clip", name, StringComparison.Ordinal));
        string reason = Assert
            .Single(folder.Document("report.json").GetProperty("setAside").EnumerateArray())
            .GetProperty("reason")
            .GetString()!;
        Assert.Contains("this program", reason, StringComparison.Ordinal);
    }
}
