using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Files that others change while the program reads them: what was found in them is not taken for theirs.</summary>
public sealed class ChangeCases
{
    // The tool puts other footage in the clip's place at the first call that is about to read it and that has a word among its arguments.
    [TableTheory]
    [InlineData("clip.mkv", "ffprobe", "-show_streams", "other footage")]
    [InlineData("clip.mp4", "ffmpeg", "nokey", "other footage")]
    [InlineData("clip.mp4", "ffmpeg", "libx264", "other footage")]
    [InlineData("clip.mp4", "ffmpeg", "nokey", "cut off")]
    [InlineData("clip.mp4", "ffmpeg", "nokey", "removed")]
    public void Clip_ThatIsChangedWhileItIsRead_LeavesNothingBehind(string name, string tool, string word, string change)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        using FieldFolder folder = new FieldFolder().WithCompanions(1).WithSong(6);
        string clip = FieldClips.Make(Path.Combine(folder.Clips, name), 4, "30"),
            kept = folder.File("kept");
        File.Copy(clip, kept);
        File.SetLastWriteTimeUtc(clip, new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(kept, new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc));
        string other = FieldClips.Make(folder.File("other" + Path.GetExtension(name)), 4, "30", "-vf", "negate,hflip");
        string put = change switch
        {
            "other footage" => $"cp '{other}' '{clip}'",
            "cut off" => $"head -c 20000 '{kept}' > '{clip}'",
            _ => $"rm '{clip}'",
        };
        Tools(folder, tool, word, name, put);
        string[] command = folder.Command("preview", "film.mp4", "--duration", "4");
        Dictionary<string, string> standIn = new() { ["MONTAGE_FFMPEG"] = folder.File("tools") };

        ProgramRun run = ProgramRun.Of(standIn, command);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(Directory.Exists(folder.File("done")), "nothing was changed");
        Assert.Contains("changed while", folder.Document("report.json").ToString(), StringComparison.Ordinal);

        // With the old content in its place again, a store that saw the other gives what an empty one does.
        File.Copy(kept, clip, overwrite: true);
        ProgramRun.Succeed(standIn, [.. command, "--overwrite"]);
        (string[] shots, string film) = (folder.Shots(), Hash(folder));
        ProgramRun.Succeed(standIn, [.. command[..^1], folder.File("new store"), "--overwrite"]);
        Assert.Equal(folder.Shots(), shots);
        Assert.Equal(Hash(folder), film);
    }

    private static string Hash(FieldFolder folder) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.File("film.mp4"))));

    private static void Tools(FieldFolder folder, string tool, string word, string name, string put)
    {
        Directory.CreateDirectory(folder.File("tools"));
        foreach (string program in (string[])["ffmpeg", "ffprobe"])
        {
            string change =
                program == tool
                    ? $"""
                        case "$*" in
                          *{word}*{name}*|*{name}*{word}*) if mkdir '{folder.File("done")}' 2>/dev/null; then {put}; fi ;;
                        esac
                        """
                    : "";
            string path = Path.Combine(folder.File("tools"), program);
            File.WriteAllText(path, $"#!/bin/sh\n{change}\nexec {program} \"$@\"\n");
            TestTools.Run("chmod", "755", path);
        }
    }
}
