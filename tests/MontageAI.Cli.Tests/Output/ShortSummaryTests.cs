using MontageAI.Cli.Output;
using MontageAI.Engine.Reporting;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Cli.Tests.Output;

public sealed class ShortSummaryTests
{
    private static readonly Rational s_base = new(1, 1000);

    [Fact]
    public void Print_RunWithEverything_IsTenLinesThatSayWhatIsWeakAndHowToGoOn()
    {
        string[] lines = Lines(Report());

        Assert.InRange(lines.Length, 6, 10);
        Assert.StartsWith("Done: /out/my film.mp4 (24.0 s, 2 shots of 2 clips, travel)", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("Music: song.ogg from 33.8 to 57.8 s; cut on its beat", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("/in/a.mp4 (is empty), /in/b.mp4 (is empty), and 7 more", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("shot 2 (beach.mp4 at 12.3 s) was shown before", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("ffplay '/out/my film.mp4'", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("edit '/out/my film.montage.json' swap=2", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("confidence", StringComparison.Ordinal));
    }

    [Fact]
    public void Print_FailedRun_SaysWhy()
    {
        RunReport report = Report() with { Outcome = RunOutcome.Failed, Error = "the song is silent." };

        Assert.Equal("Not done: the song is silent.", Assert.Single(Lines(report)));
    }

    // A title is what its viewers like least; letters all over a clip are the clip.
    [Theory]
    [InlineData(ReasonCodes.Title, "Weakest: shot 1 (lake.mp4 at 0.0 s) shows a title of its clip; shot 2", "swap=1")]
    [InlineData(ReasonCodes.Lettering, "; shot 1 (lake.mp4 at 0.0 s) has letters over its picture", "swap=2")]
    public void Print_ShotWithLetters_IsNamed(string code, string words, string change)
    {
        RunReport report = Report();
        Timeline timeline = report.Timeline!;
        TimelineShot first = timeline.Shots[0] with { Reasons = [ShotReason.Of(code, "0.0")] };

        string[] lines = Lines(report with { Timeline = timeline with { Shots = [first, timeline.Shots[1]] } });

        Assert.Contains(lines, l => l.Contains(words, StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(change, StringComparison.Ordinal));
    }

    private static string[] Lines(RunReport report)
    {
        using StringWriter text = new();
        ShortSummary.Print(report, text);
        return text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static RunReport Report() =>
        new()
        {
            Command = "create",
            Outcome = RunOutcome.Done,
            Version = "1",
            Output = "/out/my film.mp4",
            Seconds = 31,
            TimeToFirstPreviewSeconds = 3.2,
            Plan = new PlanSummary
            {
                Frames = 720,
                Rate = "30",
                Seconds = 24,
                Shots = 2,
                ClipsUsed = 2,
                Style = "travel",
                Seed = 1,
                Cuts = 1,
                CutsOnBeat = 1,
                Notes = ["a note", "another"],
            },
            Music = new MusicSummary("/in/song.ogg", "Beats", 0.9, "", 120, 33.8, -14, -1),
            SetAside = [.. "abcdefghi".Select(c => new SetAsideFile($"/in/{c}.mp4", "is empty.", ""))],
            Degradations = [new Degradation("one thing", "", ""), new Degradation("another", "", ""), new Degradation("a third", "", "")],
            Check = new CheckSummary(false, ["frames"], ["two frames are black"]),
            Timeline = new Timeline
            {
                Rate = new FrameRate(30),
                Frames = 720,
                Aspect = new Rational(16, 9),
                Style = "travel",
                Seed = 1,
                Sources = [Source("a", "/in/lake.mp4"), Source("b", "/in/beach.mp4")],
                Shots = [Shot(0, 360, "a", 0), Shot(360, 720, "b", 12.3) with { Reasons = [ShotReason.Of(ReasonCodes.Repeated)] }],
            },
        };

    private static TimelineSource Source(string id, string path) =>
        new()
        {
            Id = id,
            Path = path,
            Fingerprint = id,
            VideoStream = 0,
            AvailableStart = new MediaTime(0, s_base),
            AvailableEnd = new MediaTime(60000, s_base),
        };

    private static TimelineShot Shot(long start, long end, string source, double second) =>
        new()
        {
            Record = new FrameRange(start, end),
            Source = source,
            In = MediaTime.FromSeconds(second, s_base),
        };
}
