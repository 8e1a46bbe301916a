using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'montage-ai edit': one shot changes on the screen, the others are the same pictures to the bit, and nothing else is
/// rendered.</summary>
public sealed class EditTests
{
    [Fact]
    public void Edit_SwapsOneShot_OnlyItsFramesChange()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 8, 6, "25");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        string[] store = ["--cache-dir", folder.File("store")];
        ProgramRun.Succeed([
            "create",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("a.mp4"),
            "--duration",
            "12",
            "--profile",
            "preview",
            .. store,
        ]);
        Timeline before = Read(folder.File("a.montage.json"));

        JsonElement report = ProgramRun
            .Succeed([
                "edit",
                folder.File("a.montage.json"),
                "swap=2",
                "--output",
                folder.File("b.json"),
                "--preview",
                folder.File("b.mp4"),
                "--json",
                .. store,
            ])
            .Json;

        Timeline after = Read(folder.File("b.json"));
        Assert.NotEqual(before.Shots[2].Source, after.Shots[2].Source);
        JsonElement phase = report.GetProperty("phases").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "render shots");
        Assert.Equal(before.Frames, phase.GetProperty("items").GetInt64());
        Assert.Equal(before.Frames - before.Shots[2].Record.Length, phase.GetProperty("fromCache").GetInt64());
        string[] old = FrameHashes(folder.File("a.mp4")),
            now = FrameHashes(folder.File("b.mp4"));
        Assert.Equal(before.Frames, old.Length);
        Assert.Equal(old.Length, now.Length);
        for (long i = 0; i < old.Length; i++)
        {
            bool inside = i >= before.Shots[2].Record.Start && i < before.Shots[2].Record.End;
            Assert.True((old[i] == now[i]) != inside, $"frame {i} {(inside ? "did not change" : "changed")}");
        }
    }

    [Fact]
    public void Edit_WrongChange_NamesItAndWritesNothing()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 8, 6, "25");
        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("plan.json"),
            "--duration",
            "8",
            "--cache-dir",
            folder.File("store")
        );
        byte[] before = File.ReadAllBytes(folder.File("plan.json"));

        ProgramRun wrong = ProgramRun.Of(
            "edit",
            folder.File("plan.json"),
            "swap=0",
            "slip=77:+3",
            "--overwrite",
            "--cache-dir",
            folder.File("store")
        );
        ProgramRun refused = ProgramRun.Of("edit", folder.File("plan.json"), "swap=0", "--cache-dir", folder.File("store"));

        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("slip=77:+3: there is no shot 77", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.File("plan.json")));
    }

    private static Timeline Read(string path) => TimelineJson.Read(File.ReadAllText(path), path);

    private static string[] FrameHashes(string film) =>
        [
            .. TestTools
                .Run("ffmpeg", "-v", "error", "-i", film, "-map", "0:v", "-f", "framemd5", "-")
                .Split('\n')
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l => l.Split(',')[^1].Trim()),
        ];
}
