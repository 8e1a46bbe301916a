using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Footage that lies behind links, and links that lead nowhere or in circles.</summary>
public sealed class LinkCases
{
    [TableTheory]
    [InlineData("l1 -> .", "l2 -> .")]
    [InlineData("sub/up -> ..")]
    [InlineData("again -> sub", "sub/loop -> ..")]
    [InlineData("a -> b", "b -> sub", "sub/c -> ../a")]
    public void FolderLinks_InCircles_ShowEveryClipOnceAndEnd(params string[] links)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        using FieldFolder folder = new FieldFolder().WithCompanions(3);
        Directory.CreateDirectory(Path.Combine(folder.Clips, "sub"));
        File.Move(Path.Combine(folder.Clips, "clip02.mp4"), Path.Combine(folder.Clips, "sub", "clip02.mp4"));
        foreach (string[] link in links.Select(l => l.Split(" -> ")))
        {
            File.CreateSymbolicLink(Path.Combine(folder.Clips, link[0]), link[1]);
        }

        folder.Preview("--duration", "6");

        Assert.Equal(["clip00.mp4", "clip01.mp4", "clip02.mp4"], folder.Shown());
        Assert.Equal(0, folder.Document("report.json").GetProperty("setAside").GetArrayLength());
        Assert.All(
            folder.Document("montage.json").GetProperty("sources").EnumerateArray(),
            s => Assert.Equal(s.GetProperty("path").GetString(), Path.GetFullPath(s.GetProperty("path").GetString()!))
        );
    }

    [TableTheory]
    [InlineData("{0}.mp4", false)]
    [InlineData("../clips/{0}.mp4", false)]
    [InlineData("hop{0}", false)]
    [InlineData("{0}.mp4", true)]
    public void LinkedClips_OfOneNameLength_HaveTheFactsOfTheirTargets(string target, bool hard)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        using FieldFolder folder = new();
        Directory.CreateDirectory(folder.Clips);
        Directory.CreateDirectory(folder.File("links"));
        int[] seconds = [1, 2, 3, 4, 5];
        foreach (int s in seconds)
        {
            TestTools.FFmpeg("-f", "lavfi", "-i", $"testsrc=s=160x90:r=10:d={s}", Path.Combine(folder.Clips, $"{s}.mp4"));
            File.CreateSymbolicLink(folder.File($"links/hop{s}"), Path.Combine(folder.Clips, $"{s}.mp4"));
            string name = folder.File($"links/l{s}.mp4");
            if (hard)
            {
                TestTools.Run("ln", Path.Combine(folder.Clips, $"{s}.mp4"), name);
            }
            else
            {
                string to = string.Format(System.Globalization.CultureInfo.InvariantCulture, target, s);
                File.CreateSymbolicLink(name, to.StartsWith("hop", StringComparison.Ordinal) ? to : Path.Combine(folder.Clips, to));
            }
        }

        double[] Durations() =>
            [
                .. folder
                    .Run(["probe", .. seconds.Select(s => folder.File($"links/l{s}.mp4")), "--json"])
                    .Json.GetProperty("files")
                    .EnumerateArray()
                    .Select(f => Math.Round(f.GetProperty("durationSeconds").GetDouble())),
            ];

        Assert.Equal([1, 2, 3, 4, 5], Durations());
        Assert.Equal([1, 2, 3, 4, 5], Durations());
    }

    [TableTheory]
    [InlineData("retarget")]
    [InlineData("replace")]
    [InlineData("rewrite")]
    public void LinkedClip_WhoseTargetChanged_IsSeenAsItIsNow(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        using FieldFolder folder = new();
        Directory.CreateDirectory(folder.Clips);
        foreach (string colour in new[] { "red", "lime" })
        {
            TestTools.FFmpeg(
                "-f",
                "lavfi",
                "-i",
                $"testsrc=s=320x180:r=30:d=6,drawbox=x=40:y=20:w=240:h=140:c={colour}:t=fill",
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p",
                folder.File($"{colour}.mp4")
            );
        }

        // Equally long and equally old, so that only the file itself tells.
        long longest = Math.Max(new FileInfo(folder.File("red.mp4")).Length, new FileInfo(folder.File("lime.mp4")).Length) + 64;
        foreach (string name in new[] { "red.mp4", "lime.mp4" })
        {
            Pad(folder.File(name), longest);
            File.SetLastWriteTimeUtc(folder.File(name), new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc));
        }

        string link = Path.Combine(folder.Clips, "a.mp4");
        File.CreateSymbolicLink(link, folder.File("red.mp4"));
        folder.Preview("--duration", "4");
        Assert.Equal("red", Hue(folder.File("film.mp4")));

        if (how == "retarget")
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, folder.File("lime.mp4"));
        }
        else if (how == "replace")
        {
            File.Move(folder.File("lime.mp4"), folder.File("red.mp4"), overwrite: true);
        }
        else
        {
            File.WriteAllBytes(folder.File("red.mp4"), File.ReadAllBytes(folder.File("lime.mp4")));
            File.SetLastWriteTimeUtc(folder.File("red.mp4"), new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc));
        }

        folder.Preview("--duration", "4", "--overwrite");

        Assert.Equal("lime", Hue(folder.File("film.mp4")));
    }

    [TableTheory]
    [InlineData("symbolic")]
    [InlineData("hard")]
    [InlineData("retargeted")]
    public void Songs_ByLinks_HaveTheirOwnTempo(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        using FieldFolder folder = new();
        Directory.CreateDirectory(folder.File("x"));
        TestSong.Write(folder.File("x/120.wav"), 120, 16);
        TestSong.Write(folder.File("x/100.wav"), 100, 16);

        double TempoOf(string tempo)
        {
            string link = folder.File(how == "retargeted" ? "song.wav" : $"s{tempo}.wav");
            if (how == "hard")
            {
                TestTools.Run("ln", folder.File($"x/{tempo}.wav"), link);
            }
            else
            {
                File.Delete(link);
                File.CreateSymbolicLink(link, folder.File($"x/{tempo}.wav"));
            }

            return folder.Run("beats", link, "--json").Json.GetProperty("tempoBpm").GetDouble();
        }

        Assert.Equal(120, TempoOf("120"), 1.0);
        Assert.Equal(100, TempoOf("100"), 1.0);
    }

    [TableTheory]
    [InlineData("clip")]
    [InlineData("named")]
    [InlineData("song")]
    public void Link_ThatLeadsNowhere_SaysSo(string where)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2);
        string link = where == "clip" ? Path.Combine(folder.Clips, "gone.mp4") : folder.File("gone.mp4");
        File.CreateSymbolicLink(link, "/nowhere/at-all.mp4");

        if (where == "clip")
        {
            folder.Preview("--duration", "4");
            JsonElement aside = folder.Document("report.json").GetProperty("setAside")[0];
            Assert.Equal(link, aside.GetProperty("path").GetString());
            Assert.Contains("link to '/nowhere/at-all.mp4'", aside.GetProperty("reason").GetString(), StringComparison.Ordinal);
            return;
        }

        string[] more = where == "song" ? ["--music", link] : ["--clips", link];
        ProgramRun run = folder.Run(["preview", "--clips", folder.Clips, .. more, "--output", folder.File("film.mp4")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("link to '/nowhere/at-all.mp4'", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("film.mp4")));
    }

    // Boxes of the type "free" are for that.
    private static void Pad(string path, long size)
    {
        byte[] bytes = new byte[size - new FileInfo(path).Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        "free"u8.CopyTo(bytes.AsSpan(4));
        using FileStream file = new(path, FileMode.Append);
        file.Write(bytes);
    }

    private static string Hue(string film)
    {
        string raw = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg(
                "-ss",
                "1",
                "-i",
                film,
                "-frames:v",
                "1",
                "-vf",
                "crop=20:20,scale=1:1",
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo",
                raw
            );
            byte[] rgb = File.ReadAllBytes(raw);
            return rgb[0] > rgb[1] ? "red" : "lime";
        }
        finally
        {
            File.Delete(raw);
        }
    }
}
