using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'montage-ai edit': one shot changes on the screen, the others are the same pictures to the bit, and nothing else is
/// rendered.</summary>
public sealed class EditTests
{
    /// <summary>A film made into the folder of its own clips is none of them the next time, and may be made anew.</summary>
    [Fact]
    public void Create_IntoTheClipsFolderTwice_PassesItsOwnFilmOver()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 3, 3, "25");
        string[] command =
        [
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("clips/film.mp4"),
            "--duration",
            "4",
            "--profile",
            "preview",
            "--no-memory",
            "--json",
            "--cache-dir",
            folder.File("store"),
        ];
        ProgramRun.Succeed(command);
        byte[] first = File.ReadAllBytes(folder.File("clips/film.mp4"));

        JsonElement report = ProgramRun.Succeed([.. command, "--overwrite"]).Json;

        Assert.Equal(first, File.ReadAllBytes(folder.File("clips/film.mp4")));
        JsonElement aside = Assert.Single(report.GetProperty("setAside").EnumerateArray());
        Assert.Contains("film that this program made", aside.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    /// <summary>What was locked and banned by hand outlives planning again in another style.</summary>
    [Fact]
    public void Plan_FromATimelineWithLocksAndBans_KeepsThem()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 8, 6, "25");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        string[] inputs = ["--clips", folder.File("clips"), "--music", folder.File("song.wav"), "--cache-dir", folder.File("store")];
        ProgramRun.Succeed(["plan", .. inputs, "--output", folder.File("a.json"), "--duration", "24"]);
        Timeline first = Read(folder.File("a.json"));
        int last = first.Shots.Count - 1;
        string banned = first.Shots.Select(s => s.Source).First(s => s != first.Shots[1].Source && s != first.Shots[last].Source);
        ProgramRun.Succeed([
            "edit",
            folder.File("a.json"),
            "lock=2",
            $"lock={last + 1}",
            $"ban={banned}",
            "--output",
            folder.File("b.json"),
        ]);
        Timeline kept = Read(folder.File("b.json"));

        ProgramRun.Succeed([
            "plan",
            .. inputs,
            "--from",
            folder.File("b.json"),
            "--style",
            "calm",
            "--seed",
            "9",
            "--output",
            folder.File("c.json"),
        ]);

        Timeline again = Read(folder.File("c.json"));
        Assert.Equal((kept.Rate, kept.Frames, "calm"), (again.Rate, again.Frames, again.Style));
        Assert.All(
            kept.Shots.Where(s => s.Locked),
            s =>
                Assert.Contains(
                    again.Shots,
                    a => (a.Id, a.Record, a.In, a.Locked) == (s.Id, s.Record, s.In, true) && Same(a, again, s, kept)
                )
        );
        Assert.DoesNotContain(again.Shots, s => kept.Bans.Contains(again.Sources.First(f => f.Id == s.Source).Fingerprint));
        Assert.NotEqual(kept.Shots.Select(s => s.Record), again.Shots.Select(s => s.Record));

        static bool Same(TimelineShot a, Timeline of, TimelineShot b, Timeline other) =>
            of.Sources.First(f => f.Id == a.Source).Fingerprint == other.Sources.First(f => f.Id == b.Source).Fingerprint;
    }

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
                "swap=3",
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
            "swap=1",
            "slip=78:+3",
            "--overwrite",
            "--cache-dir",
            folder.File("store")
        );
        ProgramRun refused = ProgramRun.Of("edit", folder.File("plan.json"), "swap=1", "--cache-dir", folder.File("store"));

        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("slip=78:+3: there is no shot 78", wrong.Error, StringComparison.Ordinal);
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
