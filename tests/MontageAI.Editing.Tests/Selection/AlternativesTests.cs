using MontageAI.Editing.Edits;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>What is offered in place of a shot.</summary>
public sealed class AlternativesTests
{
    private static readonly IReadOnlyList<ClipMaterial> s_clips = Footage.Mixed(20, 5, 3, 9);
    private static readonly Planner s_planner = new(Footage.Request("dynamic", 40), s_clips, Footage.Song());
    private static readonly Timeline s_plan = s_planner.Plan();

    /// <summary>Many takes, few takes, takes longer and shorter than the montage, copies under other names: every shot offers something
    /// that lasts, and clips take turns at being offered first.</summary>
    [Theory]
    [InlineData(20, 5, 3, 9, 40)]
    [InlineData(12, 2, 3, 9, 30)]
    [InlineData(8, 1, 20, 20, 60)]
    [InlineData(3, 1, 45, 45, 60)]
    [InlineData(2, 1, 5, 5, 60)]
    [InlineData(1, 1, 60, 60, 20)]
    [InlineData(60, 1, 4, 8, 30)]
    public void Plan_AnyFootage_OffersSomethingEverywhereAndManyClipsFirst(int clips, int shots, double least, double most, double seconds)
    {
        IReadOnlyList<ClipMaterial> footage = Footage.Mixed(clips, shots, least, most);
        Timeline plan = new Planner(Footage.Request("dynamic", seconds), footage, Footage.Song()).Plan();

        Assert.All(plan.Shots, s => Assert.NotEmpty(s.Alternatives));
        AssertTurns(plan, footage);
    }

    [Theory]
    [InlineData("calm")]
    [InlineData("mtv")]
    [InlineData("documentary")]
    [InlineData("dynamic")]
    public void Plan_SceneFullOfCopiesAndEffects_OffersSomethingEverywhereAndManyClipsFirst(string style)
    {
        Timeline plan = Scene.Plan(StyleLibrary.Find(style));

        Assert.All(plan.Shots, s => Assert.NotEmpty(s.Alternatives));
        AssertTurns(plan, Scene.Clips);
    }

    [Fact]
    public void Plan_ManyClips_FirstOffersComeFromOtherClipsThanTheShotAndEachOther()
    {
        Assert.All(s_plan.Shots, s => Assert.Equal(3, s.Alternatives.Select(a => a.Source).Append("").Distinct().Count() - 1));
        Assert.All(s_plan.Shots, s => Assert.DoesNotContain(s.Alternatives, a => a.Source == s.Source));
    }

    [Fact]
    public void Alternatives_OfEveryShot_LastAsLongAsItAndShowNothingOfIt()
    {
        for (int i = 0; i < s_plan.Shots.Count; i++)
        {
            TimelineShot shot = s_plan.Shots[i];
            double seconds = ShotClock.SourceLength(shot, s_plan.Rate);
            IReadOnlyList<ShotOffer> offers = s_planner.Alternatives(s_plan, i, 12);

            Assert.Equal(12, offers.Count);
            foreach (ShotOffer offer in offers)
            {
                ClipMaterial clip = s_clips.Single(c => c.Id == offer.Source);
                Assert.True(offer.In.Seconds + seconds <= clip.Analysis.End.Seconds + 1e-6, $"shot {i}: {offer.Source} ends");
                Assert.False(offer.Source == shot.Source && Math.Abs(offer.In.Seconds - shot.In.Seconds) < seconds - 1e-6);
                Assert.All(offer.Better.Concat(offer.Worse), p => Assert.False(string.IsNullOrEmpty(p.Sentence)));
            }
        }
    }

    [Fact]
    public void Alternatives_FirstSixOfManyClips_AreOfSixClips()
    {
        IReadOnlyList<ShotOffer> offers = s_planner.Alternatives(s_plan, 4, 6);

        Assert.Equal(6, offers.Select(o => o.Source).Distinct().Count());
    }

    [Fact]
    public void Alternatives_SameQuestion_SameAnswerWhateverWasAskedBefore()
    {
        Planner other = new(Footage.Request("dynamic", 40), s_clips, Footage.Song());

        Assert.Equal(Told(other.Alternatives(s_plan, 7, 5)), Told(s_planner.Alternatives(s_plan, 7, 5)));
        _ = other.Alternatives(s_plan, 2, 9);
        Assert.Equal(Told(other.Alternatives(s_plan, 7, 5)), Told(s_planner.Alternatives(s_plan, 7, 5)));
    }

    [Fact]
    public void Alternatives_SayHowOftenTheClipIsShownByThen()
    {
        foreach (ShotOffer offer in s_planner.Alternatives(s_plan, 3, 30).Where(o => o.Source != s_plan.Shots[3].Source))
        {
            int uses = s_plan.Shots.Where((s, i) => i != 3 && s.Source == offer.Source).Count();
            string? said = offer
                .Worse.Select(p => p.Sentence)
                .FirstOrDefault(w => w!.StartsWith("shows its clip", StringComparison.Ordinal));
            if (said is not null)
            {
                Assert.Equal($"shows its clip a {(uses == 1 ? "second" : uses == 2 ? "third" : "fourth")} time", said);
            }

            Assert.True(uses > 0 || said is null);
        }
    }

    [Fact]
    public void Alternatives_BlurredAndSharpFootage_SayWhichIsSharper()
    {
        ClipMaterial[] clips = [.. Footage.Takes(6, 20).Select((c, i) => WithSharpness(c, i % 2 == 0 ? 0.2f : 0.9f))];
        Planner planner = new(Footage.Request("dynamic", 8), clips, null);
        Timeline plan = planner.Plan();
        int sharp = Enumerable.Range(0, plan.Shots.Count).First(i => Number(plan.Shots[i].Source) % 2 == 1);
        Timeline blurred = PlanEdits.Pin(plan, sharp, "c00", plan.Sources.First(s => s.Id == "c00").AvailableStart);

        Assert.All(
            planner.Alternatives(plan, sharp, 20).Where(o => Number(o.Source) % 2 == 0),
            o => Assert.Contains(o.Worse, p => p.Code == OfferCodes.Softer)
        );
        Assert.All(
            planner.Alternatives(blurred, sharp, 20).Where(o => Number(o.Source) % 2 == 1),
            o => Assert.Contains(o.Better, p => p.Code == OfferCodes.Sharper)
        );
    }

    [Fact]
    public void Alternatives_OfAPlanWithForeignClips_AreRefused()
    {
        Planner fewer = new(Footage.Request("dynamic", 40), [.. s_clips.Skip(10)], Footage.Song());

        Assert.Contains(
            "not among the materials",
            Assert.Throws<ConfigurationException>(() => fewer.Alternatives(s_plan, 0, 3)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ConfigurationException>(() => s_planner.Alternatives(s_plan, s_plan.Shots.Count, 3));
    }

    // No clip is offered first much oftener than if all took turns: before, one was in 11 places of 14.
    private static void AssertTurns(Timeline plan, IReadOnlyList<ClipMaterial> clips)
    {
        int most = plan.Shots.GroupBy(s => s.Alternatives[0].Source).Max(g => g.Count());
        double fair = (double)plan.Shots.Count / clips.Count;
        Assert.True(most <= Math.Ceiling(fair) + 3, $"one clip is offered first {most} times, {fair:0.0} would be fair");
    }

    private static string[] Told(IReadOnlyList<ShotOffer> offers) =>
        [
            .. offers.Select(o =>
                $"{o.Source} {o.In} +{string.Join(';', o.Better.Select(p => p.Sentence))} "
                + $"-{string.Join(';', o.Worse.Select(p => p.Sentence))}"
            ),
        ];

    private static int Number(string clip) => int.Parse(clip[1..], System.Globalization.CultureInfo.InvariantCulture);

    private static ClipMaterial WithSharpness(ClipMaterial clip, float sharpness) =>
        clip with
        {
            Analysis = clip.Analysis with
            {
                KeyFrames = [.. clip.Analysis.KeyFrames.Select(k => k with { Features = k.Features with { Sharpness = sharpness } })],
            },
        };
}
