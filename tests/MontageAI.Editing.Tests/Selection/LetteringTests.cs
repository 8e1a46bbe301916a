using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>Titles of the footage are left out while there is anything else, whether key frames tell of them or a closer look.</summary>
public sealed class LetteringTests
{
    [Fact]
    public void Plan_TitlesInSomeClips_ShowsThemNot()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(8, 12).Select((c, i) => i < 4 ? Titled(c, 4, 8) : c)];
        IReadOnlyList<ClipMaterial> plain = Footage.Takes(8, 12);
        HashSet<string> titled = [.. clips.Take(4).Select(c => c.Id)];

        Assert.Equal(0, Shown(clips));
        Assert.True(Shown(plain) > 0, "without titles these seconds are shown");

        int Shown(IReadOnlyList<ClipMaterial> of)
        {
            Timeline timeline = new Planner(Footage.Request(seconds: 30), of, Footage.Song()).Plan();
            return timeline.Shots.Count(s =>
                titled.Contains(s.Source) && Footage.Window(s, timeline) is var (start, end) && start < 6.5 && end > 3.5
            );
        }
    }

    [Fact]
    public void Plan_TitlesInAllClips_StillMakesAMontage()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(5, 6).Select(c => Titled(c, 0, 6))];

        Timeline timeline = new Planner(Footage.Request(seconds: 15), clips, Footage.Song()).Plan();

        Assert.InRange(timeline.Frames / timeline.Rate.Value, 13, 17);
    }

    // 40 s of which 9 show titles, and 36 are asked for: what has none is shown a second time.
    [Theory]
    [InlineData("dynamic")]
    [InlineData("mtv")]
    [InlineData("travel")]
    public void Plan_FilmAboutAsLongAsItsFootage_ShowsSomethingTwiceRatherThanATitle(string style)
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(5, 8).Select((c, i) => i < 3 ? Titled(c, 4, 5) : c)];

        Timeline timeline = new Planner(Footage.Request(style, seconds: 36), clips, Footage.Song()).Plan();

        Assert.Contains(timeline.Shots, s => s.Reasons.Any(r => r.Code == ReasonCodes.Repeated));
        Assert.DoesNotContain(timeline.Shots, s => s.Reasons.Any(r => r.Code == ReasonCodes.Title));
        Assert.DoesNotContain(timeline.Shots, s => ShowsTitle(s, timeline));
        bool ShowsTitle(TimelineShot shot, Timeline of) =>
            clips.Take(3).Any(c => c.Id == shot.Source) && Footage.Window(shot, of) is var (start, end) && start < 5.3 && end > 2.7;
    }

    [Theory]
    [InlineData("dynamic")]
    [InlineData("cinema_trailer")]
    [InlineData("wes_anderson")]
    public void Plan_FilmMuchLongerThanItsFootage_SaysWhichShotsShowTitlesAndNeitherBeginsNorEndsWithThem(string style)
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(3, 8).Select(c => Titled(c, 4, 5))];

        Timeline timeline = new Planner(Footage.Request(style, seconds: 60), clips, Footage.Song()).Plan();

        bool[] told = [.. timeline.Shots.Select(s => s.Reasons.Any(r => r.Code == ReasonCodes.Title))];
        bool[] titled =
        [
            .. timeline.Shots.Select(s => Footage.Window(s, timeline) is var (start, end) && start < 5.33 - 1e-6 && end > 2.67 + 1e-3),
        ];
        Assert.Equal(titled, told);
        Assert.Contains(true, told);
        Assert.False(told[0] || told[^1], "the first or the last shot shows a title");
        Assert.Contains(timeline.Notes, n => n.Contains("show titles of the footage", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_SomeClipsWithLettersAllOver_OpensAndEndsWithOthers()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(8, 12).Select((c, i) => i < 6 ? Titled(c, 0, 12) : c)];
        HashSet<string> plain = [.. clips.Skip(6).Select(c => c.Id)];

        Timeline timeline = new Planner(Footage.Request(seconds: 30), clips, Footage.Song()).Plan();

        Assert.Contains(timeline.Shots[0].Source, plain);
        Assert.Contains(timeline.Shots[^1].Source, plain);
        Assert.All(timeline.Shots, s => Assert.Equal(!plain.Contains(s.Source), s.Reasons.Any(r => r.Code == ReasonCodes.Lettering)));
    }

    [Fact]
    public void Shortlist_FootageIsShort_LooksWhereAKeyFrameLetsTakeATitleForThere()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(5, 8).Select((c, i) => i < 3 ? Titled(c, 4, 5) : c)];

        Assert.Equal(["c00", "c01", "c02"], Looked(36));
        Assert.Empty(Looked(10));

        IEnumerable<string> Looked(double seconds)
        {
            Planner planner = new(Footage.Request(seconds: seconds), clips, Footage.Song());
            return planner
                .Shortlist(planner.Begin(5), 1, again: true)
                .Where(w => w.Range is { Start.Seconds: < 2.68 and > 2.6, End.Seconds: > 3.5 })
                .Select(w => w.Clip)
                .Distinct()
                .Order();
        }
    }

    [Fact]
    public void Without_OneTitleInTheMiddle_LeavesBothSides()
    {
        ClipLettering lettering = new(Titled(Footage.Clip("a", [10]), 4, 5).Analysis);

        (double Start, double Seconds)[] left = [.. lettering.Without(1, 8)];

        Assert.Equal(2, left.Length);
        Assert.Equal((1, 1.67), (left[0].Start, Math.Round(left[0].Seconds, 2)));
        Assert.Equal((5.34, 3.66), (Math.Round(left[1].Start, 2), Math.Round(left[1].Seconds, 2)));
        Assert.Equal(0.667, lettering.Before(6), 0.01);
        Assert.Equal(double.PositiveInfinity, lettering.Before(2));
        Assert.Equal(0, lettering.Before(4));
    }

    [Theory]
    [InlineData(0.0, 2.667)]
    [InlineData(2.5, 0.167)]
    [InlineData(3.5, 0.0)]
    [InlineData(5.5, double.PositiveInfinity)]
    public void After_OneKeyFrameWithLetters_StandsForTwoThirdsOfTheWayToItsNeighbours(double start, double after)
    {
        // Key frames at 0, 2, 4, 6, 8; the one at 4 has letters: 2.67 to 5.33 s.
        ClipLettering lettering = new(Titled(Footage.Clip("a", [10]), 4, 5).Analysis);

        Assert.Equal(after, lettering.After(start), 0.01);
    }

    [Fact]
    public void After_LookedAtFrameByFrame_GoesByWhatWasSeen()
    {
        ClipMaterial clip = Titled(Footage.Clip("a", [10]), 4, 5);
        MotionFeatures seen = new()
        {
            Start = clip.Analysis.KeyFrames[1].Time,
            End = clip.Analysis.KeyFrames[3].Time,
            Amount = 0.1f,
            PanX = 0,
            PanY = 0,
            Shake = 0,
            ObjectMotion = 0,
        };

        ClipLettering none = new(clip.Analysis with { Motion = [seen] }),
            some = new(clip.Analysis with { Motion = [seen with { Lettering = [4.5, 4.7] }] });

        Assert.Equal(double.PositiveInfinity, none.After(0));
        Assert.Equal(3.7, some.After(0), 0.01);
        Assert.Equal(double.PositiveInfinity, some.After(5.6));
        Assert.True(some.IsPassing);
        Assert.False(new ClipLettering(Titled(Footage.Clip("b", [10]), 0, 7).Analysis).IsPassing, "letters over most of a clip");
    }

    private static ClipMaterial Titled(ClipMaterial clip, double from, double to) =>
        clip with
        {
            Analysis = clip.Analysis with
            {
                KeyFrames =
                [
                    .. clip.Analysis.KeyFrames.Select(k =>
                        k with
                        {
                            Features = k.Features with { Lettering = k.Time.Seconds >= from - 0.1 && k.Time.Seconds < to - 0.1 ? 0.9f : 0 },
                        }
                    ),
                ],
            },
        };
}
