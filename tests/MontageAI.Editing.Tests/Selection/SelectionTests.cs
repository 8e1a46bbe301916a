using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

public sealed class SelectionTests
{
    /// <summary>Random footage, styles, rates and songs; every plan keeps the hard rules.</summary>
    [Fact]
    public void Plan_RandomInputs_KeepsTheHardRules()
    {
        string[] styles = ["dynamic", "calm", "mtv", "documentary"];
        FrameRate[] rates = [new(24000, 1001), new(25), new(30000, 1001), new(30), new(50), new(60)];
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            double shortest = 0.3 + (2 * random.NextDouble());
            IReadOnlyList<ClipMaterial> clips =
            [
                .. Footage
                    .Mixed(1 + random.Next(20), 1 + random.Next(6), shortest, shortest + (12 * random.NextDouble()), seed)
                    .Select(c => random.Next(3) == 0 ? WithRejected(c, random) : c),
            ];
            PlanRequest request = Footage.Request(styles[seed % 4], 5 + (80 * random.NextDouble()), rates[random.Next(6)], seed);

            Timeline timeline = new Planner(
                request,
                clips,
                random.Next(5) == 0 ? null : Footage.Song(70 + (90 * random.NextDouble()), 120)
            ).Plan();

            Assert.Empty(TimelineRules.Check(timeline));
            CheckHardRules(timeline, request, clips, $"seed {seed}");
        }
    }

    [Fact]
    public void Plan_EnoughTakes_NeverShowsOneTwiceNorTwoInARow()
    {
        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Footage.Takes(60, 8), Footage.Song()).Plan();

        Assert.Equal(timeline.Shots.Count, timeline.Shots.Select(s => s.Source).Distinct().Count());
    }

    [Fact]
    public void Plan_ThreeLongTakes_AlternatesBetweenThem()
    {
        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Footage.Takes(3, 45), Footage.Song()).Plan();

        Assert.All(timeline.Shots.Zip(timeline.Shots.Skip(1)), p => Assert.NotEqual(p.First.Source, p.Second.Source));
        Assert.All(
            timeline.Shots.GroupBy(s => s.Source),
            g => Assert.InRange(g.Count(), timeline.Shots.Count / 5, timeline.Shots.Count / 2)
        );
        Assert.Contains(timeline.Notes, n => n.Contains("further parts of takes", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_FarTooLittleFootage_RepeatsWithANote()
    {
        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Footage.Takes(2, 5), Footage.Song()).Plan();

        Assert.Equal(1800, timeline.Frames);
        Assert.Contains(timeline.Notes, n => n.Contains("too little footage", StringComparison.Ordinal));
        Assert.All(timeline.Shots, s => Assert.Equal(new Rational(1), s.Speed));
        Assert.Contains(
            timeline.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("shown again", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_LittleFootage_RepeatsNothingWhileAnyOfItIsUnused()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Takes(3, 8);
        // Without drop and bookends slots are filled in the order of time, which is how usage is counted here.
        PlanRequest request = Footage.Request("mtv", 60) with
        {
            Style = StyleSetting.Apply(StyleLibrary.Find("mtv"), ["craft.dropAction=0", "craft.bookends=0"]),
        };

        Timeline timeline = new Planner(request, clips, Footage.Song(bpm: 128)).Plan();

        FootageUsage usage = new(3, 100, 60);
        IReadOnlyList<UsableStretch> stretches = StretchFinder.Find(clips, [], []);
        int repeated = 0;
        foreach (TimelineShot shot in timeline.Shots)
        {
            int clip = clips.ToList().FindIndex(c => c.Id == shot.Source);
            (double start, double end) = Footage.Window(shot, timeline);
            if (usage.Overlaps(clip, start, end) > 0)
            {
                repeated++;
                Assert.DoesNotContain(stretches, s => usage.Left(s).Any(l => l.Seconds >= end - start));
            }

            usage.Add(clip, clip, clip, start, end);
        }

        Assert.True(repeated > 0);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    public void Plan_TempoReadAtAnotherOctave_KeepsTheStylesPace(double bpm)
    {
        Timeline timeline = new Planner(Footage.Request("dynamic", 60), Footage.Takes(80, 10), Footage.Song(bpm)).Plan();

        Assert.InRange(60.0 / timeline.Shots.Count, 1.1, 2.2);
    }

    [Fact]
    public void Plan_FootageShorterThanTheStylesShots_SplitsThemOnBeats()
    {
        Timeline timeline = new Planner(Footage.Request("documentary", 60), Footage.Takes(80, 1.5), Footage.Song(bpm: 120)).Plan();

        HashSet<long> beats = [.. timeline.Beats.Select(b => b.Frame)];
        Assert.All(timeline.Shots, s => Assert.True(s.Record.Length < 45));
        Assert.All(timeline.Shots.Skip(1), s => Assert.Contains(s.Record.Start, beats));
        Assert.Contains(timeline.Notes, n => n.Contains("shorter than the style asks", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_FootageShorterThanABeat_CutsOffTheBeatAndSaysSo()
    {
        Timeline timeline = new Planner(Footage.Request("dynamic", 10), Footage.Takes(9, 0.4), Footage.Song(bpm: 60)).Plan();

        Assert.Equal(300, timeline.Frames);
        Assert.All(timeline.Shots, s => Assert.True(s.Record.Length <= 11));
        Assert.Contains(timeline.Notes, n => n.Contains("stand on no beat", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_ClipsOfAFewFramesAmongOthers_AreLeftAlone()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(20, 10), Footage.Clip("tiny", [0.1]), Footage.Clip("one", [0.034])];

        Timeline timeline = new Planner(Footage.Request(), clips, Footage.Song()).Plan();

        Assert.DoesNotContain(timeline.Shots, s => s.Source is "tiny" or "one");
    }

    [Fact]
    public void Plan_NothingUsable_ThrowsWithReasonAndRemedy()
    {
        ClipMaterial clip = Footage.Clip("black", [10]);
        clip = clip with
        {
            Analysis = clip.Analysis with
            {
                Rejected = [new(clip.Analysis.FirstFrame, clip.Analysis.End, RejectReason.Black, "mean luma 0.01 is below 0.05")],
            },
        };

        MontageException e = Assert.Throws<MontageException>(() =>
            new Planner(Footage.Request(), [clip, Footage.Clip("one", [0.034])], Footage.Song()).Plan()
        );

        Assert.Contains("mean luma 0.01", e.Message, StringComparison.Ordinal);
        Assert.Contains("Give clips", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_NothingMeasured_StillPlansAndStatesNoMeasure()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(30, 8).Select(c => c with { Analysis = c.Analysis with { KeyFrames = [] } })];

        Timeline timeline = new Planner(Footage.Request(), clips, Footage.Song()).Plan();

        Assert.Empty(TimelineRules.Check(timeline));
        Assert.DoesNotContain(
            timeline.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("energy", StringComparison.Ordinal) || r.Contains("quality", StringComparison.Ordinal)
        );
        Assert.All(timeline.Shots, s => Assert.NotEmpty(s.Reasons));
    }

    [Fact]
    public void Plan_PicturesThatLookAlike_AreKeptApart()
    {
        // Forty takes of twenty motifs: each motif twice.
        IReadOnlyList<ClipMaterial> clips = [.. Enumerable.Range(0, 40).Select(i => Footage.Clip($"c{i:00}", [8], seed: 1 + (i % 20)))];

        Timeline timeline = new Planner(Footage.Request("dynamic", 40), clips, Footage.Song()).Plan();

        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            for (int k = i + 1; k < Math.Min(timeline.Shots.Count, i + 4); k++)
            {
                Assert.NotEqual(Motif(timeline.Shots[i]), Motif(timeline.Shots[k]));
            }
        }

        static int Motif(TimelineShot shot) => int.Parse(shot.Source.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % 20;
    }

    [Fact]
    public void Plan_MeasuredMotion_FollowsTheMusicsEnergy()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(60, 8).Select((c, i) => Footage.Measured(c, i / 60f))];
        MusicMaterial song = Footage.Song(bpm: 120);

        Timeline timeline = new Planner(Footage.Request("mtv", 48), clips, song).Plan();

        double Mean(bool loud) =>
            timeline
                .Shots.Where(s => (timeline.Rate.SecondsAt(s.Record.Start) % 32 >= 16) == loud)
                .Average(s => clips.First(c => c.Id == s.Source).Analysis.Motion[0].Amount);
        Assert.True(Mean(loud: true) > Mean(loud: false) + 0.25, $"loud {Mean(true):0.00}, quiet {Mean(false):0.00}");
    }

    [Fact]
    public void Plan_ShakyTakes_LoseAgainstSteadyOnes()
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage.Takes(60, 8).Select((c, i) => Footage.Measured(c, 0.3f, shake: i % 2 == 0 ? 0.6f : 0.01f)),
        ];

        Timeline timeline = new Planner(Footage.Request("calm", 60), clips, Footage.Song()).Plan();

        int shaky = timeline.Shots.Count(s => clips.First(c => c.Id == s.Source).Analysis.Motion[0].Shake > 0.5f);
        Assert.True(shaky * 4 < timeline.Shots.Count, $"{shaky} of {timeline.Shots.Count} shots shake");
    }

    [Fact]
    public void Plan_HigherSeekCost_StartsOnKeyFrames()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Enumerable.Range(0, 20).Select(i => Footage.Clip($"c{i:00}", [60], gop: 7, seed: i))];

        Timeline cheap = new Planner(Footage.Request("mtv", 120) with { SeekCostWeight = 2 }, clips, Footage.Song()).Plan();
        Timeline free = new Planner(Footage.Request("mtv", 120) with { SeekCostWeight = 0 }, clips, Footage.Song()).Plan();

        Assert.True(
            SeekFrames(cheap, clips) * 3 < SeekFrames(free, clips),
            $"{SeekFrames(cheap, clips)} against {SeekFrames(free, clips)} frames decoded in vain"
        );
    }

    [Fact]
    public void Plan_ChronologicalOrder_ShowsClipsInTheirOrder()
    {
        IReadOnlyList<ClipMaterial> given = Footage.Takes(30, 10);
        IReadOnlyList<ClipMaterial> clips =
        [
            .. given.Select(
                (c, i) => c with { Info = c.Info with { CreationTime = new DateTimeOffset(Footage.Day).AddMinutes((i * 7) % 30) } }
            ),
        ];

        Timeline timeline = new Planner(
            Footage.Request("documentary", 90) with
            {
                Order = ClipOrder.Chronological,
            },
            clips,
            Footage.Song()
        ).Plan();

        List<DateTimeOffset> times = [.. timeline.Shots.Select(s => clips.First(c => c.Id == s.Source).Info.CreationTime!.Value)];
        int backwards = times.Zip(times.Skip(1)).Count(p => p.Second < p.First);
        Assert.True(backwards * 10 <= times.Count, $"{backwards} of {times.Count} shots go back in time");
    }

    [Fact]
    public void Plan_ExcludedClip_IsNotUsed()
    {
        Timeline timeline = new Planner(Footage.Request() with { ExcludedClips = ["c03"] }, Footage.Takes(8, 20), Footage.Song()).Plan();

        Assert.DoesNotContain(timeline.Sources, s => s.Id == "c03");
    }

    [Fact]
    public void Plan_MoreCandidatesThanTheTreeThreshold_KeepsTheHardRules()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(200, 85, 1, 3);
        PlanRequest request = Footage.Request("mtv", 180);

        Timeline timeline = new Planner(request, clips, Footage.Song()).Plan();

        Assert.True(clips.Sum(c => c.Analysis.Shots.Shots.Count) > Selector.TreeThreshold);
        CheckHardRules(timeline, request, clips, "tree");
        Assert.All(timeline.Shots.Zip(timeline.Shots.Skip(1)), p => Assert.NotEqual(p.First.Source, p.Second.Source));
    }

    private static long SeekFrames(Timeline timeline, IReadOnlyList<ClipMaterial> clips) =>
        timeline.Shots.Sum(s =>
        {
            IReadOnlyList<KeyFrame> keys = clips.First(c => c.Id == s.Source).Analysis.KeyFrames;
            return (long)Math.Round((s.In.Seconds - keys.Last(k => k.Time.Seconds <= s.In.Seconds + 1e-6).Time.Seconds) * 29.97);
        });

    private static void CheckHardRules(Timeline timeline, PlanRequest request, IReadOnlyList<ClipMaterial> clips, string where)
    {
        IReadOnlyList<UsableStretch> stretches = StretchFinder.Find(clips, [], []);
        List<(string Source, double Start, double End)> shown = [];
        bool repeating = timeline.Notes.Any(n => n.Contains("too little footage", StringComparison.Ordinal));
        foreach (TimelineShot shot in timeline.Shots)
        {
            (double start, double end) = Footage.Window(shot, timeline);
            UsableStretch? home = stretches.FirstOrDefault(s =>
                clips[s.Clip].Id == shot.Source && start >= s.Start.Seconds - 1e-9 && end <= s.End.Seconds - s.FrameSeconds + 1e-6
            );
            Assert.True(
                home is not null,
                $"{where}: shot at frame {shot.Record.Start} ({shot.Source} {start:0.000} to {end:0.000}) leaves the usable footage"
            );
            Assert.Equal(shot.In.TimeBase, home.Start.TimeBase);

            bool overlaps = shown.Any(s => s.Source == shot.Source && start < s.End - 1e-6 && s.Start < end - 1e-6);
            Assert.True(!overlaps || repeating, $"{where}: shot at frame {shot.Record.Start} repeats footage without a note");
            shown.Add((shot.Source, start, end));
        }

        // No clip is shown a third time while another, of which something lasts as long, is not shown at all.
        HashSet<string> used = [.. timeline.Shots.Select(s => s.Source)];
        double unused = stretches.Where(s => !used.Contains(clips[s.Clip].Id)).Select(s => s.Room).DefaultIfEmpty().Max();
        Assert.All(
            timeline.Shots.GroupBy(s => s.Source),
            clip =>
                Assert.True(
                    clip.Count(s => unused >= request.Rate.SecondsAt(s.Record.Length) + 1e-6) <= 2,
                    $"{where}: {clip.Key} is shown a third time while another clip is not shown"
                )
        );
    }

    private static ClipMaterial WithRejected(ClipMaterial clip, Random random)
    {
        double length = clip.Analysis.End.Seconds;
        double from = length * random.NextDouble();
        double to = Math.Min(length, from + (length * 0.3 * random.NextDouble()));
        Rational timeBase = clip.Analysis.End.TimeBase;
        return clip with
        {
            Analysis = clip.Analysis with
            {
                Rejected = [new(MediaTime.FromSeconds(from, timeBase), MediaTime.FromSeconds(to, timeBase), RejectReason.Blurred, "test")],
            },
        };
    }
}
