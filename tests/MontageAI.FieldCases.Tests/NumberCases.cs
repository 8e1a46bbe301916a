using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Numbers and times as people write them on a command line. (Every option is tried in MontageAI.Cli.Tests.)</summary>
public sealed class NumberCases
{
    [TableTheory]
    [InlineData("write 4.5", "preview", "--clips", "c", "--output", "o.mp4", "--duration", "4,5")]
    [InlineData("write 12.8", "beats", "s.wav", "--bpm", "12,8")]
    [InlineData("write 1.5", "beats", "s.wav", "--beat-offset", "1,5")]
    [InlineData("write -1.2", "plan", "--clips", "c", "--output", "o.json", "--clip-sound", "-1,2")]
    [InlineData("write 1.5", "cache", "prune", "--keep-gib", "1,5")]
    [InlineData("write 1:02.5", "extract", "v.mp4", "--output", "o.mp4", "--from", "1:02,5")]
    [InlineData("write 29.97", "create", "--clips", "c", "--output", "o.mp4", "--fps", "29,97")]
    [InlineData("write 0.5", "create", "--clips", "c", "--output", "o.mp4", "--tempo-scale", "0,5")]
    public void DecimalComma_OfAnyOption_IsRefusedWithTheRightSpelling(string right, params string[] command) => Refused(right, command);

    [TableTheory]
    [InlineData("abc", "preview", "--clips", "c", "--output", "o.mp4", "--duration", "abc")]
    [InlineData("two", "probe", "v.mp4", "--cores", "two")]
    [InlineData("x", "beats", "s.wav", "--bpm", "x")]
    [InlineData("NaN", "beats", "s.wav", "--beat-offset", "NaN")]
    [InlineData("1e999", "create", "--clips", "c", "--output", "o.mp4", "--clip-sound", "1e999")]
    [InlineData("0x10", "extract", "v.mp4", "--output", "o.mp4", "--frames", "0x10")]
    [InlineData("x", "plan", "--clips", "c", "--output", "o.json", "--variants", "x", "--pick", "2")]
    [InlineData("Infinity", "cache", "prune", "--keep-gib", "Infinity")]
    [InlineData("-1", "extract", "v.mp4", "--output", "o.mp4", "--from", "-1")]
    [InlineData("", "create", "--clips", "c", "--output", "", "--duration", "5")]
    public void Word_WhereANumberBelongs_IsRefused(string word, params string[] command) => Refused($"'{word}'", command);

    [TableTheory]
    [InlineData("0:04", 4)]
    [InlineData("0:00:04", 4)]
    [InlineData("4.0", 4)]
    public void Duration_AsATime_IsThatLong(string time, double seconds)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(3).WithSong(8);

        RenderedFilm film = folder.Preview("--duration", time);

        Assert.InRange(film.FrameTimes[^1], seconds - 1, seconds + 1);
    }

    [TableTheory]
    [InlineData("slip=1:-1,5", "'-1,5'")]
    [InlineData("split=1@0,5", "write 0.5")]
    [InlineData("roll=1:+x", "'+x'")]
    [InlineData("speed=1@0,5", "write 0.5")]
    [InlineData("rebeat=120,5bpm", "write 120.5")]
    [InlineData("text=title@0,5-1:Hi", "write 0.5")]
    [InlineData("slip=1:9999999999", "too large")]
    public void Edit_WithANumberThatIsNone_IsRefusedAndChangesNothing(string edit, string right)
    {
        using FieldFolder folder = new();
        File.WriteAllText(folder.File("t.montage.json"), TimelineCases.Plain);

        ProgramRun run = folder.Run("edit", folder.File("t.montage.json"), edit, "--overwrite");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(right, run.Error, StringComparison.Ordinal);
        Assert.Equal(TimelineCases.Plain, File.ReadAllText(folder.File("t.montage.json")));
    }

    [TableTheory]
    [InlineData("MONTAGE_CORES", "two")]
    [InlineData("MONTAGE_CORES", "1,5")]
    [InlineData("MONTAGE_STALL_SECONDS", "-5")]
    [InlineData("MONTAGE_STALL_SECONDS", "1e999")]
    public void Variable_WithANumberThatIsNone_IsNamed(string name, string value)
    {
        ProgramRun run = ProgramRun.Of(new Dictionary<string, string> { [name] = value }, "styles", "list");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("pacing.chorusBeats=1,5", "write 1.5")]
    [InlineData("pacing.chorusBeats=many", "'many'")]
    [InlineData("pacing.chorusBeats=1e999", "'1e999'")]
    public void Setting_WithANumberThatIsNone_IsRefused(string setting, string right)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);

        ProgramRun run = folder.Run("plan", "--clips", folder.Clips, "--output", folder.File("p.json"), "--set", setting);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(right, run.Error, StringComparison.Ordinal);
    }

    private static void Refused(string words, string[] command)
    {
        ProgramRun run = ProgramRun.Of(command);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
