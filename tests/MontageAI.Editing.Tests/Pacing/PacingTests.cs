using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Pacing;

public sealed class PacingTests
{
    private static readonly IReadOnlyList<ClipMaterial> Clips = Footage.Mixed(30, 4, 3, 14);

    [Fact]
    public void Plan_StylesFromFastToSlow_HaveLongerShots()
    {
        double[] means =
        [
            .. new[] { "mtv", "dynamic", "documentary", "calm" }.Select(s =>
                MeanSeconds(new Planner(Footage.Request(s, 120), Clips, Footage.Song()).Plan())
            ),
        ];

        Assert.True(means[0] * 1.5 < means[1], $"mtv {means[0]:0.00} s, dynamic {means[1]:0.00} s");
        Assert.True(means[1] * 1.5 < means[2], $"dynamic {means[1]:0.00} s, documentary {means[2]:0.00} s");
        Assert.True(means[1] * 1.5 < means[3], $"dynamic {means[1]:0.00} s, calm {means[3]:0.00} s");
    }

    [Fact]
    public void Plan_DynamicStyle_CutsFasterInTheChorusThanInTheVerse()
    {
        MusicMaterial song = Footage.Song(bpm: 120);

        Timeline timeline = new Planner(Footage.Request("dynamic", 128), Clips, song).Plan();

        double Mean(SectionKind kind) =>
            timeline
                .Shots.Where(s => song.Analysis.Sections.First(x => timeline.Rate.SecondsAt(s.Record.Start) < x.End - 0.01).Kind == kind)
                .Average(s => s.Record.Length / timeline.Rate.Value);
        Assert.True(
            Mean(SectionKind.Chorus) * 1.6 < Mean(SectionKind.Verse),
            $"chorus {Mean(SectionKind.Chorus):0.00} s, verse {Mean(SectionKind.Verse):0.00} s"
        );
    }

    [Theory]
    [InlineData("dynamic")]
    [InlineData("calm")]
    [InlineData("documentary")]
    public void Plan_SectionStart_IsACut(string style)
    {
        MusicMaterial song = Footage.Song(bpm: 120);

        Timeline timeline = new Planner(Footage.Request(style, 128), Clips, song).Plan();

        IEnumerable<long> starts = song
            .Analysis.Sections.Skip(1)
            .Select(s => timeline.Rate.FrameAt(s.Start))
            .Where(f => f < timeline.Frames);
        Assert.All(starts, f => Assert.Contains(timeline.Shots, s => s.Record.Start == f));
    }

    [Theory]
    [InlineData("mtv", 63)]
    [InlineData("mtv", 190)]
    [InlineData("dynamic", 90)]
    [InlineData("calm", 71)]
    [InlineData("documentary", 174)]
    public void Plan_AnyTempo_KeepsToTheStylesLimits(string style, double bpm)
    {
        Timeline timeline = new Planner(Footage.Request(style, 120), Footage.Takes(40, 15), Footage.Song(bpm)).Plan();

        PacingStyle pacing = StyleLibrary.Find(style).Pacing;
        Assert.All(timeline.Shots, s => Assert.InRange(s.Record.Length / 30.0, pacing.MinShotSeconds - 0.04, pacing.MaxShotSeconds + 0.04));
    }

    [Theory]
    [InlineData(RhythmStrategy.Onsets, "onsets")]
    [InlineData(RhythmStrategy.Energy, "loudness")]
    public void Plan_SongWithoutBeats_CutsOnItsAccentsAndSaysSo(RhythmStrategy strategy, string word)
    {
        Random random = new(5);
        List<Beat> accents = [];
        for (double t = 0.4; t < 100; t += 0.15 + (0.9 * random.NextDouble()))
        {
            accents.Add(new Beat(t, 0, random.NextSingle()));
        }

        MusicMaterial song = Footage.Song(strategy: strategy);
        song = song with { Analysis = song.Analysis with { Beats = accents } };

        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Clips, song).Plan();

        HashSet<long> frames = [.. accents.Select(a => timeline.Rate.FrameAt(a.Time))];
        Assert.All(timeline.Shots.Skip(1), s => Assert.Contains(s.Record.Start, frames));
        Assert.Contains(
            timeline.Notes,
            n => n.Contains("No beat was found", StringComparison.Ordinal) && n.Contains(word, StringComparison.Ordinal)
        );
        Assert.All(timeline.Beats, b => Assert.Equal(0, b.BarPosition));
    }

    [Fact]
    public void Plan_SteadyGrid_CutsOnItButListsNoBeats()
    {
        MusicMaterial song = Footage.Song(bpm: 100, strategy: RhythmStrategy.SteadyGrid);

        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Clips, song).Plan();

        Assert.All(timeline.Shots.Skip(1), s => Assert.Equal(0, s.Record.Start % 18));
        Assert.Empty(timeline.Beats);
        Assert.Contains(timeline.Notes, n => n.Contains("steady grid", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_SongWithNothingToCutOn_KeepsTheStylesPaceAndSaysSo()
    {
        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Clips, Footage.Song(strategy: RhythmStrategy.None)).Plan();

        Assert.Empty(timeline.Beats);
        Assert.InRange(MeanSeconds(timeline), 1, 3.5);
        Assert.Contains(timeline.Notes, n => n.Contains("Nothing to cut on", StringComparison.Ordinal));
        Assert.DoesNotContain(
            timeline.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("on a beat", StringComparison.Ordinal) || r.Contains("downbeat", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_WithoutSong_KeepsTheStylesPaceAndSaysSo()
    {
        Timeline timeline = new Planner(Footage.Request("calm", 60), Clips, null).Plan();

        Assert.Null(timeline.Music);
        Assert.Equal(1800, timeline.Frames);
        Assert.InRange(MeanSeconds(timeline), 3, 9);
        Assert.Contains(timeline.Notes, n => n.Contains("no song", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_SongWithALongGapBetweenBeats_FillsItAtTheStylesPaceAndSaysSo()
    {
        MusicMaterial song = Footage.Song(bpm: 120);
        song = song with { Analysis = song.Analysis with { Beats = [.. song.Analysis.Beats.Where(b => b.Time is < 10 or > 32)] } };

        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Clips, song).Plan();

        Assert.All(timeline.Shots, s => Assert.True(s.Record.Length <= 6.04 * 30));
        Assert.Contains(timeline.Notes, n => n.Contains("no moment to cut on", StringComparison.Ordinal));
        Assert.Contains(timeline.Notes, n => n.Contains("stand on no beat", StringComparison.Ordinal));
        Assert.DoesNotContain(timeline.Beats, b => b.Time is > 10.01 and < 31.99);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(1)]
    public void Plan_VeryShortMontage_IsOneSoundTimeline(double seconds)
    {
        Timeline timeline = new Planner(Footage.Request("dynamic", seconds, new FrameRate(60)), Clips, null).Plan();

        Assert.Empty(TimelineRules.Check(timeline));
        Assert.Equal(Math.Max(1, (long)Math.Round(seconds * 60)), timeline.Frames);
    }

    [Fact]
    public void Plan_Build_AcceleratesTowardsItsEnd()
    {
        MusicMaterial song = Footage.Song(bpm: 120);
        song = song with
        {
            Analysis = song.Analysis with
            {
                Sections = [new(0, 32, SectionKind.Build, 0.5f), new(32, 240, SectionKind.Chorus, 0.9f)],
                Energy = new EnergyProfile(0.1, [.. Enumerable.Repeat(0.5f, 2400)]),
            },
        };

        Timeline timeline = new Planner(Footage.Request("dynamic", 32), Clips, song).Plan();

        double First(double from, double to) =>
            timeline.Shots.Where(s => s.Record.Start >= from * 30 && s.Record.Start < to * 30).Average(s => s.Record.Length);
        Assert.True(First(20, 32) * 1.4 < First(0, 12), $"first {First(0, 12):0} frames, last {First(20, 32):0}");
    }

    private static double MeanSeconds(Timeline timeline) => timeline.Rate.SecondsAt(timeline.Frames) / timeline.Shots.Count;
}
