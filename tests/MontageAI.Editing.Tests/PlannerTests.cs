using MontageAI.Editing.Drafts;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing;

public sealed class PlannerTests
{
    [Theory]
    [InlineData("dynamic")]
    [InlineData("calm")]
    [InlineData("mtv")]
    [InlineData("documentary")]
    public void Plan_EachStyle_CoversTheSongOnItsBeats(string style)
    {
        MusicMaterial song = Footage.Song(bpm: 124, stretch: new SongStretch(0, 62.0 * 60 / 62, null, null, "test"));

        Timeline timeline = new Planner(Footage.Request(style), Footage.Mixed(24, 3, 2, 14), song).Plan();

        Assert.Empty(TimelineRules.Check(timeline));
        Assert.Equal(timeline.Rate.FrameAt(60.0), timeline.Frames);
        HashSet<long> beats = [.. timeline.Beats.Select(b => b.Frame)];
        Assert.All(timeline.Shots.Skip(1), s => Assert.Contains(s.Record.Start, beats));
        Assert.All(timeline.Shots, s => Assert.NotEmpty(s.Reasons));
    }

    [Fact]
    public void Plan_SameSeed_SameBytes_OtherSeed_OtherPlan()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(12, 4, 1, 9);
        MusicMaterial song = Footage.Song();

        string first = TimelineJson.Write(new Planner(Footage.Request(), clips, song).Plan());

        Assert.Equal(first, TimelineJson.Write(new Planner(Footage.Request(), clips, song).Plan()));
        Timeline other = new Planner(Footage.Request(seed: 2), clips, song).Plan();
        Assert.NotEqual(first, TimelineJson.Write(other));
        Assert.NotEqual(TimelineJson.Read(first, "first").Shots.Select(s => s.In), other.Shots.Select(s => s.In));
        Assert.Empty(TimelineRules.Check(other));
    }

    [Fact]
    public void Shortlist_NothingMeasured_CoversWhatTheProvisionalPlanStartsNearKeyFrames()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(24, 4, 2, 12);
        MusicMaterial song = Footage.Song();

        IReadOnlyList<ShortlistedWindow> windows = new Planner(Footage.Request(), clips, song).Shortlist();

        Timeline provisional = new Planner(Footage.Request(), clips, song).Plan();
        TimelineShot[] cheap = [.. provisional.Shots.Where(s => IsNearKeyFrame(clips, s))];
        Assert.True(
            cheap.Length * 2 > provisional.Shots.Count,
            $"only {cheap.Length} of {provisional.Shots.Count} shots start near a key frame"
        );
        Assert.Equal(cheap.Length, windows.Count);
        Assert.All(cheap, s => Assert.Contains(windows, w => w.Clip == s.Source && w.Range.Start == s.In));
        Assert.All(windows, w => Assert.InRange(w.Range.End.Seconds - w.Range.Start.Seconds, 0.3, 0.401));
        Assert.All(
            windows.GroupBy(w => w.Clip).SelectMany(g => g.Zip(g.Skip(1))),
            p => Assert.True(p.First.Range.End.Ticks <= p.Second.Range.Start.Ticks)
        );
    }

    [Fact]
    public void Plan_AfterMeasuringTheShortlist_ShowsMostlyWhatWasMeasured()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(24, 6, 2, 12);
        MusicMaterial song = Footage.Song();
        Random random = new(1);
        ILookup<string, ShortlistedWindow> windows = new Planner(Footage.Request(), clips, song).Shortlist().ToLookup(w => w.Clip);
        IReadOnlyList<ClipMaterial> measured =
        [
            .. clips.Select(c =>
                c with
                {
                    Analysis = c.Analysis with
                    {
                        Motion =
                        [
                            .. windows[c.Id]
                                .Select(w => new MotionFeatures
                                {
                                    Start = w.Range.Start,
                                    End = w.Range.End,
                                    Amount = random.NextSingle(),
                                    PanX = 0,
                                    PanY = 0,
                                    Shake = 0.01f,
                                    ObjectMotion = 0,
                                }),
                        ],
                    },
                }
            ),
        ];

        Timeline timeline = new Planner(Footage.Request(), measured, song).Plan();

        TimelineShot[] cheap = [.. timeline.Shots.Where(s => IsNearKeyFrame(measured, s))];
        int known = cheap.Count(s => windows[s.Source].Any(w => w.Range.Start.Ticks <= s.In.Ticks && s.In.Ticks < w.Range.End.Ticks));
        Assert.True(known * 100 >= cheap.Length * 75, $"{known} of {cheap.Length} shots that start near key frames were measured");
    }

    [Fact]
    public void Plan_WithACloserLook_StartsShotsJustBeforeTheirActionPeaks()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(24, 6, 4, 12);
        MusicMaterial song = Footage.Song();
        PlanRequest request = Footage.Request() with { CloserLookSeconds = 1 };
        ILookup<string, ShortlistedWindow> windows = new Planner(request, clips, song).Shortlist().ToLookup(w => w.Clip);
        IReadOnlyList<ClipMaterial> measured =
        [
            .. clips.Select(c =>
                c with
                {
                    Analysis = c.Analysis with { Motion = [.. windows[c.Id].Select(w => Footage.Peaking(c, w, 0.8))] },
                }
            ),
        ];

        Timeline plain = new Planner(request with { CloserLookSeconds = 0 }, measured, song).Plan(),
            timeline = new Planner(request, measured, song).Plan();

        Assert.Equal(plain.Shots.Select(s => (s.Source, s.Record)), timeline.Shots.Select(s => (s.Source, s.Record)));
        (MediaTime Before, TimelineShot After)[] moved =
        [
            .. timeline
                .Shots.SelectMany(s => windows[s.Source].Where(w => w.Range.Contains(s.In)).Take(1).Select(w => (w.Range.Start, s)))
                .Where(p => p.Start != p.s.In),
        ];
        Assert.True(moved.Length * 2 > timeline.Shots.Count, $"{moved.Length} of {timeline.Shots.Count} moved");
        Assert.All(
            moved,
            m =>
            {
                double peak = m.Before.Seconds + 0.8;
                Assert.InRange(m.After.In.Seconds - m.Before.Seconds, 0.01, 1);
                Assert.InRange(m.After.In.Seconds, peak - 0.6, peak + 1e-6);
            }
        );
        Assert.Contains(moved.SelectMany(m => m.After.Reasons), r => r.Sentence.Contains("action peaks", StringComparison.Ordinal));
        Assert.All(
            timeline.Shots.GroupBy(s => s.Source),
            g =>
            {
                TimelineShot[] shots = [.. g.OrderBy(s => s.In.Ticks)];
                Assert.All(
                    shots.Zip(shots.Skip(1)),
                    p =>
                        Assert.True(
                            p.First.In.Seconds + timeline.Rate.SecondsAt(p.First.Record.Length) <= p.Second.In.Seconds + 1e-6
                                || plain.Shots.Any(s => s.In == p.First.In)
                        )
                );
            }
        );
        Assert.Equal(TimelineJson.Write(timeline), TimelineJson.Write(new Planner(request, measured, song).Plan()));
    }

    private static bool IsNearKeyFrame(IReadOnlyList<ClipMaterial> clips, TimelineShot shot)
    {
        ClipMaterial clip = clips.Single(c => c.Id == shot.Source);
        double key = clip.Analysis.KeyFrames.Last(k => k.Time.Ticks <= shot.In.Ticks).Time.Seconds;
        return (shot.In.Seconds - key) * clip.Info.MainVideo!.AverageRate!.Value.Value <= 8.5;
    }

    [Fact]
    public void Shortlist_EverythingMeasured_IsEmpty()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(20, 10).Select(c => Footage.Measured(c, 0.4f))];

        Assert.Empty(new Planner(Footage.Request(), clips, Footage.Song()).Shortlist());
    }

    [Fact]
    public void Plan_WrongRequest_ListsEveryProblem()
    {
        ClipMaterial clip = Footage.Clip("a", [10]);
        PlanRequest request = Footage.Request(seconds: -1) with { ClipSoundDb = 100, SeekCostWeight = double.NaN, Aspect = default };

        ConfigurationException e = Assert.Throws<ConfigurationException>(() =>
            new Planner(request, [clip, clip], Footage.Song(stretch: new SongStretch(10, 5, 1, null, "wrong"))).Plan()
        );

        Assert.Equal(7, e.Problems.Count);
    }

    [Fact]
    public void Plan_ClipSoundAndSeed_AreWrittenDown()
    {
        Timeline timeline = new Planner(Footage.Request(seed: -7) with { ClipSoundDb = -12 }, Footage.Takes(20, 10), Footage.Song()).Plan();

        Assert.Equal(-12, timeline.Music!.ClipSoundDb);
        Assert.Equal(-7, timeline.Seed);
        Assert.Equal(
            timeline,
            TimelineJson.Read(TimelineJson.Write(timeline), "plan") with
            {
                Shots = timeline.Shots,
                Sources = timeline.Sources,
                Beats = timeline.Beats,
                Bans = timeline.Bans,
                Notes = timeline.Notes,
                Sound = timeline.Sound,
            }
        );
    }

    [Theory]
    [InlineData(240, 20.0, 30, 60)]
    [InlineData(35, 20.0, 30, 35)]
    [InlineData(240, 1.0, 12, 12)]
    public void Suggest_NothingAsked_IsLimitedBySongAndFootage(double song, double take, int takes, double expected)
    {
        SuggestedDuration suggested = DurationAdvisor.Suggest(
            Footage.Request(seconds: null),
            Footage.Takes(takes, take),
            Footage.Song(seconds: song)
        );

        Assert.InRange(suggested.Seconds, expected * 0.95, expected);
        Assert.NotEmpty(suggested.Reason);
    }
}
