using MontageAI.Editing.Captions;
using MontageAI.Editing.Materials;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Tests.Captions;

public sealed class TextPlacementTests
{
    [Fact]
    public void Place_AFaceLow_CaptionsGoUpAndTheTitleStays()
    {
        Timeline placed = Placed(new FaceBox(0.4f, 0.78f, 0.08f, 0.12f, 0.9f));

        Assert.All(placed.Captions!.Cues, c => Assert.Equal(TextPlace.Upper, c.Place));
        Assert.Null(placed.Titles![0].Place);
    }

    [Fact]
    public void Place_AFaceInTheMiddle_TheTitleMakesWayAndCaptionsStay()
    {
        Timeline placed = Placed(new FaceBox(0.4f, 0.38f, 0.15f, 0.2f, 0.9f));

        Assert.NotNull(placed.Titles![0].Place);
        Assert.All(placed.Captions!.Cues, c => Assert.Null(c.Place));
    }

    [Fact]
    public void Place_AFaceOverTheWholePicture_NothingMoves()
    {
        Timeline placed = Placed(new FaceBox(0.2f, 0.05f, 0.6f, 0.9f, 0.9f));

        Assert.All(placed.Captions!.Cues, c => Assert.Null(c.Place));
    }

    [Fact]
    public void Place_NobodyLookedForFaces_NothingMoves()
    {
        (Timeline timeline, ClipMaterial clip) = Scene(null);

        Timeline placed = TextPlacement.Place(timeline, [clip]);

        Assert.All(placed.Captions!.Cues, c => Assert.Null(c.Place));
        Assert.Null(placed.Titles![0].Place);
    }

    [Fact]
    public void Place_AFaceLowInASecondCaption_TheOneAfterDoesNotLeapBack()
    {
        (Timeline timeline, ClipMaterial clip) = Scene([]);
        clip = clip with
        {
            Analysis = clip.Analysis with
            {
                KeyFrames =
                [
                    .. clip.Analysis.KeyFrames.Select(k =>
                        k with
                        {
                            Faces = k.Time.Seconds is > 2.9 and < 4.9 ? [new FaceBox(0.4f, 0.66f, 0.15f, 0.26f, 0.9f)] : [],
                        }
                    ),
                ],
            },
        };

        TextPlace?[] expected = [null, TextPlace.Upper, TextPlace.Upper];
        Assert.Equal(expected, TextPlacement.Place(timeline, [clip]).Captions!.Cues.Select(c => c.Place));
    }

    [Fact]
    public void Place_AFaceThatTheViewCutsOff_CountsForNothing()
    {
        // On a tall canvas the middle third of the picture is shown; the face stands at its left.
        (Timeline timeline, ClipMaterial clip) = Scene([new FaceBox(0.02f, 0.66f, 0.15f, 0.26f, 0.9f)]);

        Timeline placed = TextPlacement.Place(timeline with { Aspect = new Rational(9, 16) }, [clip]);

        Assert.All(placed.Captions!.Cues, c => Assert.Null(c.Place));
    }

    private static Timeline Placed(FaceBox face)
    {
        (Timeline timeline, ClipMaterial clip) = Scene([face]);
        return TextPlacement.Place(timeline, [clip]);
    }

    private static (Timeline Timeline, ClipMaterial Clip) Scene(IReadOnlyList<FaceBox>? faces)
    {
        ClipMaterial clip = Footage.Clip("a", [8], gop: 1, rate: new FrameRate(30, 1));
        clip = clip with
        {
            Analysis = clip.Analysis with { KeyFrames = [.. clip.Analysis.KeyFrames.Select(k => k with { Faces = faces })] },
        };
        Timeline timeline = new()
        {
            Rate = new FrameRate(30, 1),
            Frames = 180,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 1,
            Fit = PictureFit.Fill,
            Sources = [],
            Shots =
            [
                new TimelineShot
                {
                    Record = new FrameRange(0, 180),
                    Source = "a",
                    In = clip.Analysis.FirstFrame,
                },
            ],
            Captions = new CaptionTrack
            {
                Style = "bold",
                Cues = [new(new FrameRange(0, 45), "one"), new(new FrameRange(75, 90), "two"), new(new FrameRange(150, 170), "three")],
            },
            Titles = [new TitleCard(new FrameRange(15, 60), TitleKind.Title, "Title")],
        };
        return (timeline, clip);
    }
}
