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
        Assert.Equal(4.2, some.After(0), 0.01);
        Assert.Equal(double.PositiveInfinity, some.After(5.1));
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
