using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Prompts;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>What pictures should show is weighed against the other rules.</summary>
public sealed class WishTests
{
    private static readonly PictureWish s_dogs = new("dogs", IsUnwanted: false);

    [Theory]
    [InlineData("red things", "red things", false)]
    [InlineData("no cats", "cats", true)]
    [InlineData("without dogs", "dogs", true)]
    public void Of_WordsThatWereNotUnderstood_IsAWish(string words, string shown, bool unwanted) =>
        Assert.Equal(new PictureWish(shown, unwanted), PictureWish.Of(words));

    [Fact]
    public void Of_NegationsAlone_IsNone() => Assert.Null(PictureWish.Of("no"));

    [Fact]
    public void Plan_ThingsThatAQuarterShows_AreMostOfIt()
    {
        IReadOnlyList<ClipMaterial> clips = Scored(48);

        Timeline plain = Plan(clips, []);
        Timeline dogs = Plan(clips, [s_dogs]);

        Assert.InRange(ShareOf(plain), 0.05, 0.5);
        Assert.InRange(ShareOf(dogs), 0.7, 1);
        Assert.Contains(dogs.Shots.SelectMany(s => s.Reasons), r => r.Code == ReasonCodes.Wished);
        WishReport met = Assert.Single(WishReport.Of(dogs, clips, [s_dogs]));
        Assert.Equal(dogs.Shots.Count, met.Shots);
        Assert.Equal(ShareOf(dogs), (double)met.Showing / met.Shots, 6);
        Assert.Equal(0.15, met.FootageScore, 2);
        Assert.True(met.Score > met.FootageScore + 0.05, $"{met.Score} against {met.FootageScore}");
    }

    [Fact]
    public void Plan_ThingsThatAreUnwanted_AreHardlySeen() =>
        Assert.InRange(ShareOf(Plan(Scored(48), [s_dogs with { IsUnwanted = true }])), 0, 0.05);

    [Fact]
    public void Plan_FootageThatFitsAlike_IsAsWithoutAWish()
    {
        ClipMaterial[] clips = [.. Scored(24).Select(c => c with { Wished = [.. c.Wished.Select(p => p with { Scores = [0.2f] })] })];

        Assert.Equal(Plan(clips, []).Shots.Select(s => (s.Source, s.In)), Plan(clips, [s_dogs]).Shots.Select(s => (s.Source, s.In)));
    }

    [Fact]
    public void Plan_NobodyLooked_IsAsWithoutAWish()
    {
        ClipMaterial[] clips = [.. Scored(24).Select(c => c with { Wished = [] })];

        Assert.Equal(TimelineJson.Write(Plan(clips, [])), TimelineJson.Write(Plan(clips, [s_dogs])));
    }

    // Every fourth clip shows dogs; scores are as narrow as CLIP's.
    private static IReadOnlyList<ClipMaterial> Scored(int count) =>
        [
            .. Footage
                .Takes(count, 8)
                .Select(
                    (c, i) =>
                        c with
                        {
                            Wished =
                            [
                                .. c.Analysis.Shots.Shots.Select(
                                    (Shot s, int shot) => new WishedPicture(shot, s.Start, [i % 4 == 0 ? 0.24f : 0.12f])
                                ),
                            ],
                        }
                ),
        ];

    private static Timeline Plan(IReadOnlyList<ClipMaterial> clips, PictureWish[] wishes) =>
        new Planner(Footage.Request("dynamic", 24) with { Wishes = wishes }, clips, Footage.Song()).Plan();

    private static double ShareOf(Timeline plan)
    {
        ClipMaterial[] clips = [.. Footage.Takes(48, 8)];
        return (double)plan.Shots.Count(s => Array.FindIndex(clips, c => c.Id == s.Source) % 4 == 0) / plan.Shots.Count;
    }
}
