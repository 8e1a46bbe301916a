using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>Each rule of the craft: what it changes in the montage, that 0 switches it off, and that it says so.</summary>
public sealed class CraftTests
{
    private static readonly CraftStyle s_off = new()
    {
        NoJumpCuts = 0,
        ShotSizeVariety = 0,
        CutOnAction = 0,
        Moments = 0,
        MatchCut = 0,
        EstablishingFirst = 0,
        People = 0,
        HoldWide = 0,
        DropAction = 0,
        BreathBeats = 0,
        Bookends = 0,
        NoBars = 0,
    };

    [Fact]
    public void NoJumpCuts_OneFramingInSeveralShots_ChangesTheClip()
    {
        // A detector that found cuts where there are none: eight shots of one framing, more of them than of anything else.
        ClipMaterial split = Pictured(
            Footage.Clip("split", [.. Enumerable.Repeat(2.5, 8)]),
            f => f with { Fingerprint = 0x1234_5678_9ABC_DEF0, Sharpness = 0.9f }
        );
        IReadOnlyList<ClipMaterial> clips = [split, .. Footage.Takes(4, 12, seed: 50)];

        Assert.Equal(0, Neighbours(Plan(clips, s_off with { NoJumpCuts = 3 }, 24), "split"));
        // Without the rule, and without the wish for variety that would hide it.
        Timeline without = new Planner(
            Request(s_off, 24) with
            {
                Style = Request(s_off, 24).Style with
                {
                    Selection = new SelectionStyle { SourceVariety = 0, LikenessApart = 0 },
                },
            },
            clips,
            Footage.Song()
        ).Plan();
        Assert.True(Neighbours(without, "split") > 0);
    }

    [Fact]
    public void NoBars_TallClipsAmongWide_AreShownLessAndNeverFirst()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(30, 8).Select((c, i) => i % 2 == 0 ? Tall(c) : c)];
        HashSet<string> tall = [.. clips.Where((_, i) => i % 2 == 0).Select(c => c.Id)];

        Timeline with = Plan(clips, s_off with { NoBars = 2 }, 20),
            without = Plan(clips, s_off, 20);
        Timeline filled = new Planner(Request(s_off with { NoBars = 2 }, 20) with { Fit = PictureFit.Fill }, clips, Footage.Song()).Plan();

        Assert.True(Count(with) < Count(without), $"{Count(with)} against {Count(without)}");
        Assert.DoesNotContain(with.Shots[0].Source, tall);
        Assert.Equal(without.Shots.Select(s => (s.Source, s.In)), filled.Shots.Select(s => (s.Source, s.In)));

        int Count(Timeline timeline) => timeline.Shots.Count(s => tall.Contains(s.Source));

        static ClipMaterial Tall(ClipMaterial clip) =>
            clip with
            {
                Info = clip.Info with { Video = [.. clip.Info.Video.Select(v => v with { Width = v.Height, Height = v.Width })] },
            };
    }

    [Fact]
    public void NoJumpCuts_NothingElseLeft_CutsAndSaysSo()
    {
        ClipMaterial only = Pictured(Footage.Clip("only", [60]), f => f with { Fingerprint = 77 });

        Timeline timeline = Plan([only], new CraftStyle(), 10);

        Assert.Contains(
            timeline.Shots.Skip(1),
            s => s.Reasons.Select(r => r.Sentence).Any(r => r.StartsWith("a jump cut", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void NoJumpCuts_ChangeOfFramingInOneTake_IsNoJumpCut()
    {
        Candidate a = new()
        {
            Clip = 0,
            Shot = 0,
            In = new(0, new(1, 1)),
            Room = 9,
            Place = 0,
            Fingerprint = 0,
        };

        Assert.Equal(1, Neighbourhood.FramingLikeness(a, a with { Fingerprint = 0xFFF }));
        Assert.Equal(0, Neighbourhood.FramingLikeness(a, a with { Fingerprint = 0xFFFF_FFFF }));
        Assert.Equal(0, Neighbourhood.FramingLikeness(a, a with { Clip = 1, Shot = 1, Twin = 1 }));
        Assert.Equal(1, Neighbourhood.FramingLikeness(a with { Fingerprint = null }, a));
    }

    [Fact]
    public void Plan_ClipsOfUnequalLength_AreShownInTurnsToTheEnd()
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            Footage.Clip("long", [14], seed: 1),
            Footage.Clip("short", [8], seed: 2),
            Footage.Clip("brief", [8], seed: 3),
        ];

        Timeline timeline = Plan(clips, new CraftStyle(), 20);

        int run = 1,
            longest = 1;
        foreach ((TimelineShot first, TimelineShot second) in timeline.Shots.Zip(timeline.Shots.Skip(1)))
        {
            run = first.Source == second.Source ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        Assert.True(longest <= 2, $"{longest} shots of one clip in a row");
    }

    [Fact]
    public void Plan_CopiesUnderOtherNames_ShowsEachRecordingOnce()
    {
        // Every take twice, the second encoded anew: a few bits and a little brightness differ.
        ClipMaterial[] takes = [.. Footage.Takes(24, 8)];
        ClipMaterial[] copies =
        [
            .. takes.Select(c =>
                Pictured(c, f => f with { Fingerprint = f.Fingerprint ^ 0b101, Luma = f.Luma + 0.01f }) with
                {
                    Id = "copy-" + c.Id,
                }
            ),
        ];

        Timeline timeline = Plan([.. takes, .. copies], new CraftStyle(), 30);

        string[] recordings = [.. timeline.Shots.Select(s => s.Source.Replace("copy-", "", StringComparison.Ordinal))];
        Assert.True(recordings.Length is > 12 and <= 24, $"{recordings.Length} shots");
        Assert.Equal(recordings.Length, recordings.Distinct().Count());
    }

    [Fact]
    public void Plan_OnlyCopiesLeft_ShowsThemAndSaysSo()
    {
        ClipMaterial[] takes = [.. Footage.Takes(4, 2.2)];
        ClipMaterial[] copies = [.. takes.Select(c => c with { Id = "copy-" + c.Id })];

        Timeline timeline = Plan([.. takes, .. copies], new CraftStyle(), 14);

        Assert.Contains(
            timeline.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("the same recording was shown", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void DropAction_StrongestTake_StandsOnTheDrop()
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage.Takes(40, 8).Select((c, i) => Footage.Measured(c, i == 23 ? 0.95f : 0.02f * (i % 20))),
        ];

        Timeline with = Plan(clips, s_off with { DropAction = 1 }, 48);
        Timeline without = Plan(clips, s_off, 48);

        Assert.Equal("c23", AtDrop(with).Source);
        Assert.Contains(AtDrop(with).Reasons, r => r.Sentence.StartsWith("the drop: the strongest action", StringComparison.Ordinal));
        Assert.True(with.Shots.TakeWhile(s => s.Record.Start < 480).All(s => s.Source != "c23"), "shown before the drop");
        Assert.DoesNotContain(
            without.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("strongest action", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void DropAction_NothingMeasured_SaysThatItGuesses()
    {
        Timeline timeline = Plan(Footage.Takes(40, 8), new CraftStyle(), 48);

        Assert.Contains(AtDrop(timeline).Reasons, r => r.Sentence.Contains("its motion was not measured", StringComparison.Ordinal));
    }

    [Fact]
    public void BreathBeats_AfterTheDrop_ShotsAreLongerAndCalmer()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(60, 8).Select((c, i) => Footage.Measured(c, i / 60f))];

        // The chorus begins at 16 s; beats are half a second, so its first bar ends at 18 s.
        double Longest(CraftStyle craft) => Breath(Plan(clips, craft, 48)).Max(s => s.Record.Length / 30.0);
        double Motion(CraftStyle craft) =>
            Breath(Plan(clips, craft, 48)).Average(s => clips.First(c => c.Id == s.Source).Analysis.Motion[0].Amount);
        static IEnumerable<TimelineShot> Breath(Timeline t) => t.Shots.Where(s => s.Record.Start is >= 540 and < 660);

        Assert.True(
            Longest(s_off with { BreathBeats = 8 }) > 1.4 * Longest(s_off),
            $"{Longest(s_off with { BreathBeats = 8 }):0.00} against {Longest(s_off):0.00} s"
        );
        Assert.True(
            Motion(s_off with { BreathBeats = 8 }) < Motion(s_off) - 0.1,
            $"{Motion(s_off with { BreathBeats = 8 }):0.00} against {Motion(s_off):0.00}"
        );
        Assert.Contains(
            Breath(Plan(clips, s_off with { BreathBeats = 8 }, 48)).SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.StartsWith("breathing room", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ShotSizeVariety_Raised_ChangesSizesAtMoreCuts()
    {
        IReadOnlyList<ClipMaterial> clips = Sized(60);

        double Change(CraftStyle craft) =>
            Pairs(Plan(clips, craft, 48)).Average(p => Math.Abs(SizeOf(p.First, clips) - SizeOf(p.Second, clips)));

        Assert.True(
            Change(s_off with { ShotSizeVariety = 2 }) > Change(s_off) + 0.1,
            $"{Change(s_off with { ShotSizeVariety = 2 }):0.00} against {Change(s_off):0.00}"
        );
        Assert.Contains(
            Plan(clips, s_off with { ShotSizeVariety = 2 }, 48).Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("the shot size changes", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void EstablishingFirst_Raised_SectionsBeginWide()
    {
        IReadOnlyList<ClipMaterial> clips = Sized(60);

        // Sections begin every 16 s.
        double Size(CraftStyle craft) => Plan(clips, craft, 64).Shots.Where(s => s.Record.Start % 480 == 0).Average(s => SizeOf(s, clips));

        Assert.True(
            Size(s_off with { EstablishingFirst = 3 }) < Size(s_off) - 0.2,
            $"{Size(s_off with { EstablishingFirst = 3 }):0.00} against {Size(s_off):0.00}"
        );
        Assert.Contains(
            Plan(clips, s_off with { EstablishingFirst = 3 }, 64).Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.StartsWith("a wide shot first", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void HoldWide_Raised_LongShotsAreWiderThanShortOnes()
    {
        IReadOnlyList<ClipMaterial> clips = Sized(80);

        double Difference(CraftStyle craft)
        {
            TimelineShot[] shots = [.. Plan(clips, craft, 64).Shots.OrderBy(s => s.Record.Length)];
            return shots.Take(shots.Length / 3).Average(s => SizeOf(s, clips))
                - shots.TakeLast(shots.Length / 3).Average(s => SizeOf(s, clips));
        }

        Assert.True(
            Difference(s_off with { HoldWide = 4 }) > Difference(s_off) + 0.15,
            $"{Difference(s_off with { HoldWide = 4 }):0.00} against {Difference(s_off):0.00}"
        );
    }

    [Fact]
    public void Bookends_Raised_ClosesCalmAndWide()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Sized(60).Select((c, i) => Footage.Measured(c, (i * 7 % 60) / 60f))];

        Timeline[] Plans(CraftStyle craft) =>
            [
                .. Enumerable
                    .Range(1, 8)
                    .Select(seed => new Planner(Request(craft, 30 + seed) with { Seed = seed }, clips, Footage.Song()).Plan()),
            ];
        double Restless(CraftStyle craft) =>
            Plans(craft).Average(t => SizeOf(t.Shots[^1], clips) + clips.First(c => c.Id == t.Shots[^1].Source).Analysis.Motion[0].Amount);

        Assert.True(
            Restless(s_off with { Bookends = 3 }) < Restless(s_off) - 0.2,
            $"{Restless(s_off with { Bookends = 3 }):0.00} against {Restless(s_off):0.00}"
        );
        Assert.Contains(
            Plans(s_off with { Bookends = 3 }).SelectMany(t => t.Shots[^1].Reasons).Select(r => r.Sentence),
            r => r.StartsWith("a closing picture", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void People_Raised_ShowsMoreOfThem()
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage.Takes(60, 8).Select((c, i) => Pictured(c, f => f with { People = i % 4 == 0 ? 0.1f : 0 })),
        ];

        int People(CraftStyle craft) =>
            Plan(clips, craft, 30).Shots.Count(s => clips.First(c => c.Id == s.Source).Analysis.KeyFrames[0].Features.People > 0);

        Assert.True(People(s_off with { People = 2 }) >= People(s_off) + 4, $"{People(s_off with { People = 2 })} against {People(s_off)}");
    }

    [Fact]
    public void People_FacesWereLookedFor_DecideInsteadOfSkin()
    {
        // Every clip is as red as skin; every fourth one shows somebody.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage.Takes(60, 8).Select((c, i) => Faced(Pictured(c, f => f with { People = 0.1f }), i % 4 == 0 ? 1 : 0, 0.15f)),
        ];

        Assert.True(WithFaces(clips, s_off with { People = 2 }) >= WithFaces(clips, s_off) + 4);
        Assert.Contains(
            Plan(clips, s_off with { People = 2 }, 30).Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.StartsWith("people: a face in 100 % of its pictures, at most 1 at once", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void People_BelowZero_HardlyShowsAnybodyWhereThereIsEnoughElse()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(60, 8).Select((c, i) => Faced(c, i % 2, 0.15f))];

        Assert.InRange(4 * WithFaces(clips, s_off with { People = -3 }), 0, WithFaces(clips, s_off));
        Assert.NotEqual(0, WithFaces(clips, s_off));
    }

    [Fact]
    public void Portraits_Raised_ShowsLargeFaces()
    {
        // Large faces in every fourth clip, small ones in the others.
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(60, 8).Select((c, i) => Faced(c, 1, i % 4 == 0 ? 0.3f : 0.05f))];

        int Large(CraftStyle craft) => Count(clips, craft, k => k.Faces![0].Area > 0.05f);

        Assert.True(Large(s_off with { Portraits = 2 }) >= Large(s_off) + 4, $"{Large(s_off with { Portraits = 2 })}");
    }

    [Fact]
    public void Groups_Raised_ShowsSeveralFaces()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(60, 8).Select((c, i) => Faced(c, i % 4 == 0 ? 4 : 1, 0.1f))];

        int Groups(CraftStyle craft) => Count(clips, craft, k => k.Faces!.Count > 2);

        Assert.True(Groups(s_off with { Groups = 2 }) >= Groups(s_off) + 4, $"{Groups(s_off with { Groups = 2 })}");
    }

    private static int WithFaces(IReadOnlyList<ClipMaterial> clips, CraftStyle craft) => Count(clips, craft, k => k.Faces!.Count > 0);

    private static int Count(IReadOnlyList<ClipMaterial> clips, CraftStyle craft, Func<KeyFrame, bool> what) =>
        Plan(clips, craft, 30).Shots.Count(s => what(clips.First(c => c.Id == s.Source).Analysis.KeyFrames[0]));

    private static ClipMaterial Faced(ClipMaterial clip, int faces, float side) =>
        clip with
        {
            Analysis = clip.Analysis with
            {
                KeyFrames =
                [
                    .. clip.Analysis.KeyFrames.Select(k =>
                        k with
                        {
                            Faces = [.. Enumerable.Range(0, faces).Select(i => new FaceBox(0.2f * i, 0.2f, side, side, 0.9f))],
                        }
                    ),
                ],
            },
        };

    [Fact]
    public void CutOnAction_Raised_ShotsBeginInMotion()
    {
        // Equal motion in all, but in every second one right after its beginning.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage
                .Takes(60, 8)
                .Select(
                    (c, i) =>
                        c with
                        {
                            Analysis = c.Analysis with
                            {
                                Motion =
                                [
                                    Footage.Peaking(
                                        c,
                                        new ShortlistedWindow(c.Id, new MediaRange(c.Analysis.FirstFrame, c.Analysis.End)),
                                        i % 2 == 0 ? 0.1 : 1.5
                                    ),
                                ],
                            },
                        }
                ),
        ];

        int Moving(CraftStyle craft) =>
            Plan(clips, craft, 30)
                .Shots.Count(s =>
                    int.Parse(s.Source.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % 2 == 0 && s.In.Seconds < 0.05
                );

        Assert.True(
            Moving(s_off with { CutOnAction = 3 }) >= Moving(s_off) + 4,
            $"{Moving(s_off with { CutOnAction = 3 })} against {Moving(s_off)}"
        );
        Assert.Contains(
            Plan(clips, s_off with { CutOnAction = 0.4 }, 60).Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.StartsWith("cut on action", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Moments_Raised_ShotsBeginShortlyBeforeThem()
    {
        // Key frames every two seconds, and one moment in each clip, well after any of them: five and a half seconds in.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage
                .Takes(40, 12)
                .Select(c =>
                    c with
                    {
                        Analysis = c.Analysis with
                        {
                            Activity = new ClipActivity(0, 0.25, [.. Enumerable.Range(0, 48).Select(i => i is >= 21 and <= 23 ? 4f : 1f)]),
                        },
                    }
                ),
        ];

        int Shown(CraftStyle craft) =>
            Plan(clips, craft, 30).Shots.Count(s => s.In.Seconds is > 4.5 and < 5.5 && s.In.Seconds + (s.Record.Length / 30.0) > 5.7);

        Timeline with = Plan(clips, s_off with { Moments = 1 }, 30);
        Assert.True(
            Shown(s_off with { Moments = 1 }) >= 0.8 * with.Shots.Count,
            $"{Shown(s_off with { Moments = 1 })} of {with.Shots.Count}"
        );
        Assert.True(Shown(s_off) <= 0.2 * with.Shots.Count);
        Assert.Contains(
            Plan(clips, new CraftStyle(), 30).Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.StartsWith("most happens", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_WherePacketsHoldNothing_ShowsItNotInTheSecondsThatNobodyLooksAt()
    {
        // The one moment of every clip is followed by two seconds in which it stands.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage
                .Takes(40, 12)
                .Select(c =>
                    c with
                    {
                        Analysis = c.Analysis with
                        {
                            Activity = new ClipActivity(
                                0,
                                0.25,
                                [
                                    .. Enumerable
                                        .Range(0, 48)
                                        .Select(i =>
                                            i is >= 20 and < 28 ? 0.02f
                                            : i is 18 or 19 ? 1.75f
                                            : 1
                                        ),
                                ]
                            ),
                        },
                    }
                ),
        ];

        TimelineShot[] early = [.. Plan(clips, new CraftStyle(), 30).Shots.Where(s => s.Record.Start < 10 * 30)];

        Assert.True(early.Length >= 3);
        Assert.DoesNotContain(early, s => s.In.Seconds < 6.9 && s.In.Seconds + (s.Record.Length / 30.0) > 5.1);
    }

    [Fact]
    public void MatchCut_Raised_NeighboursAreAlike()
    {
        // Pairs of takes that match: half of the fingerprint is the same, and so is the colour.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage
                .Takes(60, 8)
                .Select(
                    (c, i) =>
                        Pictured(
                            c,
                            f =>
                                f with
                                {
                                    Fingerprint = ((ulong)(i / 2) * 0x9E3779B97F4A7C15) ^ (i % 2 == 0 ? 0 : 0x0F0F_0300UL),
                                    Luma = 0.2f + (0.02f * (i / 2)),
                                }
                        )
                ),
        ];

        int Matched(CraftStyle craft) => Pairs(Plan(clips, craft, 30)).Count(p => NumberOf(p.First) / 2 == NumberOf(p.Second) / 2);

        Assert.True(
            Matched(s_off with { MatchCut = 4 }) >= Matched(s_off) + 4,
            $"{Matched(s_off with { MatchCut = 4 })} against {Matched(s_off)}"
        );
        Assert.Contains(
            Plan(clips, s_off with { MatchCut = 4 }, 30).Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.StartsWith("a match cut", StringComparison.Ordinal)
        );
        static int NumberOf(TimelineShot shot) => int.Parse(shot.Source.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Craft_AllOff_NamesNoRule()
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Sized(60).Select((c, i) => Footage.Measured(Pictured(c, f => f with { People = 0.1f }), i / 60f)),
        ];
        string[] words =
        [
            "a wide shot first",
            "nearer after",
            "the shot size changes",
            "wide enough",
            "close enough",
            "cut on action",
            "a match cut",
            "people",
            "breathing room",
            "a strong opening",
            "a closing picture",
            "jump cut",
        ];

        Timeline timeline = Plan(clips, s_off, 48);

        Assert.DoesNotContain(
            timeline.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => words.Any(w => r.Contains(w, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Continue_SettledOpening_KeepsTheDropForTheStrongestOfAll()
    {
        IReadOnlyList<ClipMaterial> all =
        [
            .. Footage.Takes(40, 8).Select((c, i) => Footage.Measured(c, i == 33 ? 0.95f : 0.02f * (i % 20))),
        ];
        PlanRequest request = Request(new CraftStyle(), 48);
        Timeline begun = new Planner(request, [.. all.Take(8)], Footage.Song()).Plan();
        int settled = begun.Shots.TakeWhile(s => s.Record.Start < 300).Count();

        Timeline whole = new Planner(request, all, Footage.Song()).Continue(begun, settled);

        Assert.Equal(begun.Shots.Take(settled).Select(s => (s.Source, s.In)), whole.Shots.Take(settled).Select(s => (s.Source, s.In)));
        Assert.Equal("c33", AtDrop(whole).Source);
    }

    private static PlanRequest Request(CraftStyle craft, double seconds)
    {
        PlanRequest request = Footage.Request("dynamic", seconds);
        return request with { Style = request.Style with { Craft = craft } };
    }

    private static Timeline Plan(IReadOnlyList<ClipMaterial> clips, CraftStyle craft, double seconds) =>
        new Planner(Request(craft, seconds), clips, Footage.Song()).Plan();

    private static ClipMaterial Pictured(ClipMaterial clip, Func<PictureFeatures, PictureFeatures> change) =>
        clip with
        {
            Analysis = clip.Analysis with
            {
                KeyFrames = [.. clip.Analysis.KeyFrames.Select(k => k with { Features = change(k.Features) })],
            },
        };

    private static IReadOnlyList<ClipMaterial> Sized(int count) =>
        [.. Footage.Takes(count, 8).Select((c, i) => Pictured(c, f => f with { Closeness = (i * 37 % count) / (float)count }))];

    private static float SizeOf(TimelineShot shot, IReadOnlyList<ClipMaterial> clips) =>
        clips.First(c => c.Id == shot.Source).Analysis.KeyFrames[0].Features.Closeness!.Value;

    // The song's chorus begins at 16 s.
    private static TimelineShot AtDrop(Timeline timeline) => timeline.Shots.First(s => s.Record.Start <= 480 && s.Record.End > 483);

    private static IEnumerable<(TimelineShot First, TimelineShot Second)> Pairs(Timeline timeline) =>
        timeline.Shots.Zip(timeline.Shots.Skip(1));

    private static int Neighbours(Timeline timeline, string source) =>
        Pairs(timeline).Count(p => p.First.Source == source && p.Second.Source == source);
}
