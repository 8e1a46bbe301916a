using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

public sealed class FinishingTests
{
    public static TheoryData<string> Styles => [.. StyleLibrary.Names];

    /// <summary>Whatever the style: sound, the same every time, and every effect says why it is there.</summary>
    [Theory]
    [MemberData(nameof(Styles))]
    public void Plan_EveryBuiltInStyle_IsSoundAndExplained(string name)
    {
        Timeline plan = Scene.Plan(StyleLibrary.Find(name));

        Assert.Empty(TimelineRules.Check(plan));
        Assert.Equal(TimelineJson.Write(plan), TimelineJson.Write(Scene.Plan(StyleLibrary.Find(name))));
        Assert.All(
            plan.Shots,
            s =>
            {
                int effects =
                    (s.Entry is null ? 0 : 1)
                    + (s.Ramp is null && s.Speed.Value == 1 ? 0 : 1)
                    + (s.Camera is null ? 0 : 1)
                    + (s.Correction is null ? 0 : 1);
                int reasons = s
                    .Reasons.Select(r => r.Sentence)
                    .Count(r =>
                        r.StartsWith("entered by", StringComparison.Ordinal)
                        || r.Contains("slow", StringComparison.Ordinal)
                        || r.Contains("stand still", StringComparison.Ordinal)
                        || r.Contains("punch-in", StringComparison.Ordinal)
                        || r.Contains("matched", StringComparison.Ordinal)
                        || r.StartsWith("steadied", StringComparison.Ordinal)
                    );
                Assert.True(reasons >= effects, string.Join(" | ", s.Reasons));
            }
        );
    }

    [Fact]
    public void Plan_SharesOfTransitions_AreKeptToTheNearestCut()
    {
        Timeline plan = Scene.Plan(
            With("transitions.dissolve=0.3", "transitions.fadeBlack=0.05", "transitions.whip=0.1", "transitions.flash=0.1")
        );

        int cuts = plan.Shots.Count - 1;
        foreach (
            (TransitionKind kind, double share) in (ReadOnlySpan<(TransitionKind, double)>)
                [(TransitionKind.FadeBlack, 0.05), (TransitionKind.Whip, 0.1), (TransitionKind.Flash, 0.1)]
        )
        {
            Assert.InRange(plan.Shots.Count(s => s.Entry?.Kind == kind), (share * cuts) - 1, (share * cuts) + 1);
        }

        // Dissolves need footage beyond both shots, so fewer may be possible; the plan then says so.
        int dissolves = plan.Shots.Count(s => s.Entry?.Kind == TransitionKind.Dissolve);
        Assert.True(
            Math.Abs(dissolves - (0.3 * cuts)) <= 1
                || plan.Notes.Any(n => n.Contains("dissolve transitions are hard cuts", StringComparison.Ordinal)),
            $"{dissolves} of {cuts}"
        );
    }

    [Fact]
    public void Plan_FewFades_StandWhereSectionsBegin()
    {
        Timeline plan = Scene.Plan(With("transitions.fadeBlack=0.06", "pacing.sectionCut=10"));

        long[] starts = [.. Scene.Sections.Select(s => plan.Rate.FrameAt(s.Start))];
        TimelineShot[] faded = [.. plan.Shots.Where(s => s.Entry is not null)];
        Assert.NotEmpty(faded);
        Assert.True(
            faded.Count(s => starts.Contains(s.Record.Start)) >= Math.Min(faded.Length, starts.Length - 1),
            string.Join(", ", faded.Select(s => s.Record.Start))
        );
    }

    [Fact]
    public void Plan_SoftAndHardTransitions_GoToCalmAndLoudPlaces()
    {
        Timeline plan = Scene.Plan(With("transitions.fadeWhite=0.25", "transitions.flash=0.25"));

        double Energy(TransitionKind kind) =>
            plan.Shots.Where(s => s.Entry?.Kind == kind).Average(s => Scene.EnergyAt(plan.Rate.SecondsAt(s.Record.Start)));
        Assert.True(
            Energy(TransitionKind.Flash) > Energy(TransitionKind.FadeWhite) + 0.2,
            $"{Energy(TransitionKind.Flash)} {Energy(TransitionKind.FadeWhite)}"
        );
    }

    /// <summary>Dissolves and wipes show only usable footage: none that was rejected, none of another shot of the clip.</summary>
    [Fact]
    public void Plan_Dissolves_ReachOverNoFootageThatIsNotThere()
    {
        Timeline plan = Scene.Plan(With("transitions.dissolve=0.5", "transitions.wipe=0.5", "transitions.softBeats=8"));

        Assert.Contains(plan.Shots, s => s.Entry is { ShowsBoth: true });
        for (int i = 1; i < plan.Shots.Count; i++)
        {
            if (plan.Shots[i].Entry is not { ShowsBoth: true } entry)
            {
                continue;
            }

            (TimelineShot old, TimelineShot fresh) = (plan.Shots[i - 1], plan.Shots[i]);
            Inside(old, old.In.Seconds, old.In.Seconds + ShotClock.SourceSeconds(old, plan.Rate, old.Record.Length + entry.Half));
            Inside(fresh, fresh.In.Seconds + ShotClock.SourceSeconds(fresh, plan.Rate, -entry.Half), fresh.In.Seconds);
            Assert.True(
                entry.Frames <= Math.Min(old.Record.Length, fresh.Record.Length) / 2,
                $"{entry.Frames} frames between {old.Record.Length} and {fresh.Record.Length}"
            );
        }

        static void Inside(TimelineShot shot, double from, double to) =>
            Assert.Contains(
                Scene.Clips[Scene.ClipOf(shot)].Analysis.Shots.Shots,
                s => s.Start.Seconds <= from + 1e-6 && s.End.Seconds >= to - 1e-6
            );
    }

    [Fact]
    public void Plan_FootageWithoutRoom_GetsNoDissolvesAndSaysSo()
    {
        // Shots of the footage that are hardly longer than those of the montage.
        IReadOnlyList<ClipMaterial> tight = [.. Enumerable.Range(0, 60).Select(i => Footage.Clip($"c{i:00}", [2.05], seed: i))];
        Style style = With(
            "transitions.dissolve=1",
            "transitions.softBeats=4",
            "pacing.variation=0",
            "pacing.verseBeats=4",
            "pacing.chorusBeats=4",
            "pacing.energyResponse=0",
            "pacing.arcStrength=0"
        );

        Timeline plan = new Planner(Footage.Request(seconds: 40) with { Style = style }, tight, Footage.Song()).Plan();

        Assert.Contains(
            plan.Shots,
            s => s.Reasons.Select(r => r.Sentence).Any(r => r.StartsWith("not entered by a dissolve: clip", StringComparison.Ordinal))
        );
        Assert.Contains(plan.Notes, n => n.Contains("dissolve transitions are hard cuts", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_SpeedEffects_NeverShowMoreSourceThanTheShotHad()
    {
        Timeline plan = Scene.Plan(With("motion.rampShare=0.4", "motion.slowShare=0.5", "motion.freezeShare=1"));

        Assert.Contains(plan.Shots, s => s.Ramp is not null);
        Assert.Contains(plan.Shots, s => s.Speed.Value < 1);
        Assert.All(plan.Shots, s => Assert.True(ShotClock.SourceLength(s, plan.Rate) <= plan.Rate.SecondsAt(s.Record.Length) + 1e-6));
    }

    [Fact]
    public void Plan_Ramps_EndOnABeatAndBeginFasterThanTheyEnd()
    {
        Timeline plan = Scene.Plan(With("motion.rampShare=0.3", "motion.rampSpeed=0.6"));

        TimelineShot[] ramped = [.. plan.Shots.Where(s => s.Ramp is not null)];
        Assert.NotEmpty(ramped);
        Assert.All(
            ramped,
            s =>
            {
                Assert.Contains(plan.Beats, b => b.Frame == s.Record.End);
                Assert.True(s.Ramp![0].Speed > 1 && s.Ramp[^1].Speed == 0.6);
            }
        );
    }

    /// <summary>At 60 frames per second half speed is smooth on a grid of 30; at 24 not even three quarters are, so it goes no lower than
    /// 0.625.</summary>
    [Theory]
    [InlineData(60, 0.25)]
    [InlineData(24, 0.625)]
    public void Plan_SlowMotion_GoesNoLowerThanTheSourceCarries(int rate, double slowest)
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Enumerable
                .Range(0, 20)
                .Select(i => Footage.Measured(Footage.Clip($"c{i:00}", [9, 5], seed: i, rate: new FrameRate(rate)), i / 19f)),
        ];

        Timeline plan = new Planner(
            Footage.Request() with
            {
                Style = With("motion.slowShare=1", "motion.slowSpeed=0.2"),
            },
            clips,
            Footage.Song()
        ).Plan();

        TimelineShot[] slow = [.. plan.Shots.Where(s => s.Speed.Value < 1)];
        Assert.NotEmpty(slow);
        Assert.All(slow, s => Assert.Equal(slowest, s.Speed.Value, 3));
        Assert.All(slow, s => Assert.Contains("slow motion", string.Join(' ', s.Reasons), StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_NothingMeasured_SlowsPushesAndSteadiesNothing()
    {
        Timeline plan = new Planner(
            Footage.Request() with
            {
                Style = With("motion.slowShare=1", "motion.pushPerSecond=0.1", "look.stabilise=1"),
            },
            Footage.Takes(20, 10),
            Footage.Song()
        ).Plan();

        Assert.All(plan.Shots, s => Assert.True(s.Speed.Value == 1 && s.Camera is null && s.Correction is null));
        Assert.Contains(plan.Notes, n => n.StartsWith("No shot is in slow motion", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_Punches_StepInOnTheFrameOfAnAccent()
    {
        Timeline plan = Scene.Plan(With("motion.punchShare=0.6", "motion.punchZoom=1.2"));

        TimelineShot[] punched = [.. plan.Shots.Where(s => s.Camera is not null)];
        Assert.NotEmpty(punched);
        Assert.All(
            punched,
            s =>
            {
                foreach (CameraKey key in s.Camera!.Where(k => k.Zoom == 1.2))
                {
                    Assert.Contains(plan.Beats, b => b.Frame == s.Record.Start + key.Frame);
                    Assert.Equal(1, CameraKeys.At(s.Camera!, key.Frame - 1).Zoom);
                    Assert.Equal(1.2, CameraKeys.At(s.Camera!, key.Frame).Zoom);
                }
            }
        );
    }

    [Fact]
    public void Plan_PicturesThatAreToBeShownWhole_AreNotCroppedByMoves()
    {
        PlanRequest request = Footage.Request() with
        {
            Aspect = new Rational(9, 16),
            Style = With("motion.punchShare=1", "motion.pushPerSecond=0.1"),
        };

        foreach (PictureFit whole in (PictureFit[])[PictureFit.Pad, PictureFit.Blur])
        {
            Assert.All(new Planner(request with { Fit = whole }, Scene.Clips, Footage.Song()).Plan().Shots, s => Assert.Null(s.Camera));
        }

        foreach (PictureFit? cropped in (PictureFit?[])[PictureFit.Fill, null])
        {
            Assert.Contains(
                new Planner(request with { Fit = cropped }, Scene.Clips, Footage.Song()).Plan().Shots,
                s => s.Camera is not null
            );
        }
    }

    [Fact]
    public void Plan_MatchedShots_ComeCloserAndNightStaysNight()
    {
        // Clip 0 is night, the others grow lighter.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage
                .Takes(12, 9)
                .Select(
                    (c, i) =>
                        c with
                        {
                            Analysis = c.Analysis with
                            {
                                KeyFrames =
                                [
                                    .. c.Analysis.KeyFrames.Select(k =>
                                        k with
                                        {
                                            Features = k.Features with { Luma = i == 0 ? 0.06f : 0.3f + (0.03f * i) },
                                        }
                                    ),
                                ],
                            },
                        }
                ),
        ];

        Timeline plan = new Planner(Footage.Request() with { Style = With("look.match=1") }, clips, Footage.Song()).Plan();

        Assert.All(
            plan.Shots.Where(s => s.Source == "c00"),
            s =>
                Assert.True(
                    s.Correction is null && s.Reasons.Select(r => r.Sentence).Any(r => r.StartsWith("left dark", StringComparison.Ordinal))
                )
        );
        double[] before = [.. plan.Shots.Where(s => s.Source != "c00").Select(Luma)];
        double[] after =
        [
            .. plan.Shots.Where(s => s.Source != "c00").Select(s => Luma(s) * Math.Pow(2, (s.Correction?.Exposure ?? 0) / 2.2)),
        ];
        Assert.True(
            after.Max() - after.Min() < 0.6 * (before.Max() - before.Min()),
            $"{before.Min()}..{before.Max()} became {after.Min()}..{after.Max()}"
        );
        Assert.All(plan.Shots, s => Assert.InRange(s.Correction?.Exposure ?? 0, -0.5, 0.5));

        static double Luma(TimelineShot s) => 0.3 + (0.03 * int.Parse(s.Source[1..], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(-0.3)]
    public void Plan_AWarmOrColdLook_IsNeverWorkedAgainst(double temperature)
    {
        IReadOnlyList<ClipMaterial> clips = Tinted(i => i % 2 == 0 ? 0.04f : -0.04f, _ => 0.1f);

        Timeline plan = new Planner(
            Footage.Request() with
            {
                Style = With("look.match=1", System.FormattableString.Invariant($"look.temperature={temperature}")),
            },
            clips,
            Footage.Song()
        ).Plan();

        Assert.Contains(plan.Shots, s => s.Correction is { Red: not 0 } or { Blue: not 0 });
        Assert.All(
            plan.Shots,
            s =>
                Assert.True(
                    Math.Sign(temperature) * (s.Correction?.Red ?? 0) >= 0 && Math.Sign(temperature) * (s.Correction?.Blue ?? 0) <= 0,
                    $"{s.Correction}"
                )
        );
    }

    [Fact]
    public void Plan_ColourfulWaterInTheOpening_LeavesTheOthersAsTheyAre()
    {
        // Clips 0 to 2 are an aquarium, the others grey light.
        IReadOnlyList<ClipMaterial> clips = Tinted(i => i < 3 ? -0.15f : 0, i => i < 3 ? 0.7f : 0.1f);

        Timeline plan = new Planner(Footage.Request() with { Style = With("look.match=1") }, clips, Footage.Song()).Plan();

        Assert.Contains(plan.Shots, s => s.Source is "c00" or "c01" or "c02");
        Assert.All(plan.Shots, s => Assert.Equal((0d, 0d), (s.Correction?.Red ?? 0, s.Correction?.Blue ?? 0)));
    }

    [Theory]
    [InlineData(0.06f, -0.1f, 0.5f, 0.0, true)]
    [InlineData(-0.06f, 0.1f, 0.5f, 0.0, true)]
    [InlineData(0.015f, -0.015f, 0.5f, 0.0, false)]
    [InlineData(0.06f, -0.1f, 0.5f, 0.3, false)]
    [InlineData(-0.06f, 0.1f, 0.5f, -0.3, false)]
    public void Plan_GreysWithACast_AreBroughtTowardsNeutralUnlessTheLookIsSo(
        float red,
        float blue,
        float share,
        double temperature,
        bool changes
    )
    {
        IReadOnlyList<ClipMaterial> clips = Lit(_ => new GreyLight(blue, red, share));

        Timeline plan = new Planner(
            Footage.Request() with
            {
                Style = With("look.match=0.5", System.FormattableString.Invariant($"look.temperature={temperature}")),
            },
            clips,
            Footage.Song()
        ).Plan();

        Assert.All(
            plan.Shots,
            s =>
            {
                (double r, double b) = (s.Correction?.Red ?? 0, s.Correction?.Blue ?? 0);
                Assert.Equal(changes ? -Math.Sign(red) : 0, Math.Sign(r));
                Assert.Equal(changes ? -Math.Sign(blue) : 0, Math.Sign(b));
                // Never more than there is: 1.5748 and 1.8556 octaves of signal for each of chroma over luma, 2.2 stops for one of signal.
                Assert.True(Math.Abs(r) <= 2.2 * Math.Abs(Math.Log2(1 + (1.5748 * red))), $"{r}");
                Assert.Equal(changes, s.Reasons.Any(x => x.Code == ReasonCodes.CastTaken));
            }
        );
    }

    [Fact]
    public void Plan_OneShotWithACastAmongNeutralOnes_IsNotCorrectedTwice()
    {
        IReadOnlyList<ClipMaterial> clips = Lit(i => new GreyLight(i == 3 ? -0.06f : 0, i == 3 ? 0.05f : 0, 0.6f));

        Timeline plan = new Planner(Footage.Request() with { Style = With("look.match=1") }, clips, Footage.Song()).Plan();

        TimelineShot[] tinted = [.. plan.Shots.Where(s => s.Source == "c03")];
        Assert.NotEmpty(tinted);
        Assert.All(tinted, s => Assert.InRange(s.Correction!.Red, -2.2 * Math.Log2(1 + (1.5748 * 0.05)), -0.02));
        Assert.All(plan.Shots.Where(s => s.Source != "c03"), s => Assert.InRange(s.Correction?.Red ?? 0, -0.02, 0.08));
    }

    // Clips of grey pictures under such a light.
    private static IReadOnlyList<ClipMaterial> Lit(Func<int, GreyLight> light) =>
        Pictured(
            (f, i) =>
                f with
                {
                    Luma = 0.45f,
                    Saturation = 0.1f,
                    ChromaRed = 0.45f * light(i).Red,
                    ChromaBlue = 0.45f * light(i).Blue,
                    WhiteShare = 0,
                    Light = light(i),
                }
        );

    // Clips whose mean red is such, and mean blue the contrary.
    private static IReadOnlyList<ClipMaterial> Tinted(Func<int, float> red, Func<int, float> saturation) =>
        Pictured((f, i) => f with { Luma = 0.45f, Saturation = saturation(i), ChromaRed = red(i), ChromaBlue = -red(i), WhiteShare = 0 });

    // Twelve takes, whose pictures are what is made of the usual ones.
    private static IReadOnlyList<ClipMaterial> Pictured(Func<PictureFeatures, int, PictureFeatures> made) =>
        [
            .. Footage
                .Takes(12, 9)
                .Select(
                    (c, i) =>
                        c with
                        {
                            Analysis = c.Analysis with
                            {
                                KeyFrames = [.. c.Analysis.KeyFrames.Select(k => k with { Features = made(k.Features, i) })],
                            },
                        }
                ),
        ];

    [Fact]
    public void Plan_PicturesBurntOutInParts_AreNotLifted()
    {
        IReadOnlyList<ClipMaterial> clips = Pictured((f, i) => f with { Luma = i < 4 ? 0.3f : 0.5f, WhiteShare = i < 2 ? 0.05f : 0 });

        Timeline plan = new Planner(Footage.Request() with { Style = With("look.match=1") }, clips, Footage.Song()).Plan();

        Assert.All(
            plan.Shots,
            s => Assert.True(s.Source is "c02" or "c03" ? s.Correction!.Exposure > 0.3 : (s.Correction?.Exposure ?? 0) <= 0, s.Source)
        );
    }

    [Fact]
    public void Plan_Shake_IsSteadiedOnlyWhereItWasMeasured()
    {
        Timeline plan = Scene.Plan(With("look.stabilise=0.8"));

        Assert.All(plan.Shots, s => Assert.Equal(Scene.ClipOf(s) % 4 == 0 ? 0.8 : 0, s.Correction?.Stabilise ?? 0));
    }

    [Fact]
    public void Plan_LogFootage_IsNamedOnlyWhereItsTagsTell()
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage
                .Takes(10, 9)
                .Select(
                    (c, i) =>
                        i > 0
                            ? c
                            : c with
                            {
                                Info = c.Info with
                                {
                                    Video = [c.Info.Video[0] with { Color = new Media.ColorTags { Transfer = "log316" } }],
                                },
                            }
                ),
        ];

        Timeline plan = new Planner(Footage.Request(), clips, Footage.Song()).Plan();

        Assert.Contains(plan.Shots, s => s.Source == "c00");
        Assert.All(plan.Shots, s => Assert.Equal(s.Source == "c00" ? "log316" : null, s.Correction?.LogCurve));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1)]
    public void Continue_SettledShots_StayAndQuotasHoldOverTheWhole(int settled)
    {
        Style style = With(
            "transitions.fadeBlack=0.3",
            "transitions.flash=0.2",
            "motion.rampShare=0.2",
            "motion.punchShare=0.3",
            "look.match=0.8",
            "transitions.openSeconds=0.5",
            "transitions.closeSeconds=1"
        );
        PlanRequest request = Footage.Request(seconds: Scene.Seconds) with { Style = style };
        Timeline begun = new Planner(request, [.. Scene.Clips.Take(8)], Scene.Song()).Plan();

        Timeline whole = new Planner(request, Scene.Clips, Scene.Song()).Continue(begun, settled);

        Assert.Empty(TimelineRules.Check(whole));
        for (int i = 0; i < settled; i++)
        {
            Assert.Same(begun.Shots[i].Entry, whole.Shots[i].Entry);
            Assert.Same(begun.Shots[i].Camera, whole.Shots[i].Camera);
            Assert.Same(begun.Shots[i].Correction, whole.Shots[i].Correction);
            Assert.Same(begun.Shots[i].Ramp, whole.Shots[i].Ramp);
        }

        // The first half of an entry lies in the shot before, which is settled.
        Assert.Null(whole.Shots[settled].Entry);
        int cuts = whole.Shots.Count - 1;
        Assert.InRange(whole.Shots.Skip(1).Count(s => s.Entry?.Kind == TransitionKind.FadeBlack), (0.3 * cuts) - 1.01, (0.3 * cuts) + 1.01);
        Assert.InRange(whole.Shots.Count(s => s.Entry?.Kind == TransitionKind.Flash), (0.2 * cuts) - 1.01, (0.2 * cuts) + 1.01);
        Assert.InRange(whole.Shots.Count(s => s.Ramp is not null), (0.2 * whole.Shots.Count) - 1.01, (0.2 * whole.Shots.Count) + 1.01);
        Assert.Equal(begun.Look, whole.Look);
        Assert.Equal(begun.Ending?.Kind, whole.Ending?.Kind);
    }

    [Fact]
    public void Replan_KeptShots_KeepTheirSpeedCameraAndCorrection()
    {
        PlanRequest request = Footage.Request(seconds: Scene.Seconds) with
        {
            Style = With("motion.rampShare=0.3", "motion.punchShare=0.4", "look.match=0.8", "transitions.flash=0.3"),
        };
        Timeline first = new Planner(request, Scene.Clips, Scene.Song()).Plan();
        int[] keep = [.. Enumerable.Range(0, first.Shots.Count).Where(i => i % 2 == 0)];

        Timeline again = new Planner(request with { Seed = 9 }, Scene.Clips, Scene.Song()).Replan(first, keep);

        Assert.Empty(TimelineRules.Check(again));
        // Places that are filled anew may be split, so shots are found by their frames.
        Assert.All(
            keep,
            i =>
            {
                TimelineShot shot = Assert.Single(again.Shots, s => s.Record == first.Shots[i].Record);
                Assert.Same(first.Shots[i].Ramp, shot.Ramp);
                Assert.Same(first.Shots[i].Camera, shot.Camera);
                Assert.Same(first.Shots[i].Correction, shot.Correction);
                Assert.True(
                    shot.Reasons.Select(r => r.Sentence).Count(r => r.StartsWith("entered by", StringComparison.Ordinal))
                        == (shot.Entry is null ? 0 : 1)
                );
            }
        );
    }

    [Fact]
    public void Zoomed_PathWithPunch_MultipliesZoomAndKeepsCentres()
    {
        IReadOnlyList<CameraKey> path = [new(0, 0.2, 0.5, 1.5), new(60, 0.8, 0.5, 1.5)];
        IReadOnlyList<CameraKey> punch = [new(0, 0.5, 0.5, 1, CameraEase.Hold), new(30, 0.5, 0.5, 1.2, CameraEase.Hold)];

        IReadOnlyList<CameraKey> both = CameraKeys.Zoomed(path, punch);

        Assert.Equal(1.5, CameraKeys.At(both, 29).Zoom, 6);
        Assert.Equal(1.8, CameraKeys.At(both, 30).Zoom, 6);
        Assert.Equal(0.5, CameraKeys.At(both, 30).X, 6);
        Assert.Equal(0.2 + (0.6 * 45 / 60), CameraKeys.At(both, 45).X, 6);
    }

    [Theory]
    [InlineData(0.5, 9, 0, 5)]
    [InlineData(0.5, 9, 4, 1)]
    [InlineData(0.5, 9, 7, 0)]
    [InlineData(0, 9, 0, 0)]
    [InlineData(1, 9, 0, 9)]
    public void Of_Share_IsRoundedAndLessWhatIsDone(double share, int all, int done, int expected) =>
        Assert.Equal(expected, Quota.Of(share, all, done));

    [Fact]
    public void Of_SeveralShares_TogetherAreAsManyAsTheirSum() =>
        Assert.Equal([3, 3, 4], Quota.Of([1 / 3.0 - 0.001, 1 / 3.0, 1 / 3.0 + 0.001], 10, [0, 0, 0]));

    private static Style With(params string[] settings) => StyleSetting.Apply(new Style { Name = "test" }, settings);
}
