using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What the program made and a user left among the clips.</summary>
public sealed class OwnOutputCases
{
    [Theory]
    [InlineData("preview", "film.mp4")]
    [InlineData("preview", "holiday.mp4")]
    [InlineData("create", "film.mp4")]
    public void OwnFilm_AmongTheClips_IsPassedOver(string command, string name)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(3).WithSong(8);
        string old = Path.Combine(folder.Clips, name);
        ProgramRun.Succeed(
            command,
            "--clips",
            folder.Clips,
            "--music",
            folder.File("song.wav"),
            "--output",
            old,
            "--cache-dir",
            folder.File("store")
        );

        folder.Preview();

        Assert.DoesNotContain(name, folder.Shown());
        Assert.Contains(old, folder.Document("report.json").ToString(), StringComparison.Ordinal);
    }
}
