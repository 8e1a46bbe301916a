using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Names and metadata are data: what commands a terminal or turns writing round never gets out as it is.</summary>
public sealed class NameCases
{
    private const string Evil = "x\u001b[31m\nDone: fake\u202etxt\u0007\u009b2J.mp4";

    [TableTheory]
    [InlineData("probe", "CLIP")]
    [InlineData("probe", "CLIP", "--json")]
    [InlineData("shots", "CLIP")]
    [InlineData("shots", "CLIP", "--mode", "nonsense\u001b[31m")]
    [InlineData("beats", "CLIP")]
    [InlineData("analyze", "CLIP", "--report", "PAGE")]
    [InlineData("plan", "--clips", "CLIP", "--output", "PLAN", "--page", "PAGE", "--sheet", "SHEET")]
    [InlineData("plan", "--clips", "CLIP", "--output", "PLAN", "--title", "\u001b[31mred\u202e")]
    [InlineData("plan", "--clips", "CLIP", "--output", "PLAN", "--prompt", "calm \u001b[31mred\u202e")]
    [InlineData("preview", "--clips", "CLIP", "--output", "FILM")]
    [InlineData("preview", "--clips", "CLIP", "--output", "FILM", "--json")]
    [InlineData("extract", "CLIP", "--to", "1", "--output", "FILM")]
    [InlineData("judge", "CLIP", "--page", "PAGE")]
    [InlineData("proxies", "--clips", "CLIP")]
    [InlineData("sprites", "--clips", "CLIP", "--output", "FOLDER")]
    [InlineData("render", "CLIP", "--output", "FILM")]
    [InlineData("edit", "CLIP", "drop=\u001b[31m")]
    [InlineData("styles", "validate", "CLIP")]
    [InlineData("styles", "show", "\u001b[31mred")]
    [InlineData("\u001b[31mcommand")]
    [InlineData("create", "--\u001b[31moption")]
    public void Name_ThatCommandsATerminal_IsHarmlessWhereverItStands(params string[] command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems refuse such names.");
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        string clip = folder.File(Evil);
        File.Move(Directory.GetFiles(folder.Clips).Single(), clip);
        TagTitle(clip);
        string Place(string word) =>
            word switch
            {
                "CLIP" => clip,
                "PAGE" => folder.File("page.html"),
                "SHEET" => folder.File("sheet.png"),
                "PLAN" => folder.File("plan.json"),
                "FILM" => folder.File("film.mp4"),
                "FOLDER" => folder.File("sprites"),
                _ => word,
            };

        ProgramRun run = ProgramRun.Of(new Dictionary<string, string> { ["MONTAGE_CACHE"] = folder.File("store") }, command.Select(Place));

        Harmless(run.Output + run.Error);
        string[] texts = [".html", ".json", ".vtt", ".m3u8", ".txt"];
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(clip)!, "*", SearchOption.AllDirectories))
        {
            if (texts.Contains(Path.GetExtension(file)))
            {
                Harmless(File.ReadAllText(file));
            }
        }
    }

    [TableTheory]
    [InlineData("title=\u001b[31mred\u202e")]
    [InlineData("artist=<script>alert(1)</script>")]
    [InlineData("comment=a\u009bb")]
    public void Metadata_ThatCommands_IsNeverShownAsItIs(string tag)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1).WithSong(6);
        string clip = Directory.GetFiles(folder.Clips).Single();
        Tag(clip, tag);

        ProgramRun analyzed = folder.Run("analyze", clip, "--report", folder.File("page.html"));
        ProgramRun probed = folder.Run("probe", clip, "--json");

        Assert.Equal(0, analyzed.ExitCode);
        Harmless(analyzed.Output + analyzed.Error + probed.Output + probed.Error + File.ReadAllText(folder.File("page.html")));
        Assert.DoesNotContain("<script>alert", File.ReadAllText(folder.File("page.html")), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("0", "0.2")]
    [InlineData("100", "101")]
    [InlineData("1", "2")]
    public void Message_OfExtract_NamesNoFileOfOurs(string from, string to)
    {
        using FieldFolder folder = new();
        Directory.CreateDirectory(folder.Clips);
        string clip = Path.Combine(folder.Clips, "cut off.mkv");
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-c:v", "mjpeg", clip);
        byte[] whole = File.ReadAllBytes(clip);
        File.WriteAllBytes(clip, whole[..(whole.Length / 3)]);

        ProgramRun run = folder.Run("extract", clip, "--from", from, "--to", to, "--output", folder.File("piece.mp4"));

        Assert.DoesNotContain(".cut", run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("copy.m", run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(".montage-", run.Error + run.Output, StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0 || run.Error.Contains("cut off.mkv", StringComparison.Ordinal), run.Error);
    }

    private static void TagTitle(string clip) => Tag(clip, "title=\u001b[31mred\u202e");

    private static void Tag(string clip, string tag)
    {
        string tagged = Path.Combine(Path.GetDirectoryName(clip)!, "tagged.mp4");
        TestTools.FFmpeg("-i", "file:" + clip, "-c", "copy", "-metadata", tag, tagged);
        File.Move(tagged, clip, overwrite: true);
    }

    private static void Harmless(string text)
    {
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u009b', text);
        Assert.DoesNotContain('\u0007', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.DoesNotContain(text.Split('\n'), l => l.StartsWith("Done: fake", StringComparison.Ordinal));
    }
}
