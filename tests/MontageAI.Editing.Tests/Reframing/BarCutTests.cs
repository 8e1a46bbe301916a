using MontageAI.Editing.Materials;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>Black bars that were recorded with the picture are not shown, unless a head would be cut with them.</summary>
public sealed class BarCutTests
{
    private static readonly PictureBars s_letterbox = new(0, 0.12f, 0, 0.12f);

    [Fact]
    public void Of_ClipWithBarsInNearlyAllPictures_TellsThem()
    {
        ClipMaterial clip = Footage.Clip("c", [20]);

        Assert.Null(BarCut.Of(clip.Analysis));
        Assert.Equal(s_letterbox, BarCut.Of(With(clip, i => i % 5 == 0 ? null : s_letterbox).Analysis));
        Assert.Null(BarCut.Of(With(clip, i => i % 2 == 0 ? null : s_letterbox).Analysis));
        Assert.Null(BarCut.Of(With(clip, i => new PictureBars(0, 0.03f * (1 + (i % 8)), 0, 0.03f * (1 + (i % 8)))).Analysis));
    }

    [Fact]
    public void Apply_Letterbox_ShowsOnlyWhatLiesBetween()
    {
        TimelineShot cut = BarCut.Apply(Shot(), s_letterbox, [], new FrameRate(30), 16 / 9.0, 16 / 9.0);

        CameraKey key = Assert.Single(cut.Camera!);
        Assert.InRange(key.Zoom, 1 / 0.76, 1 / 0.74);
        Assert.True(key.Y - (0.5 / key.Zoom) >= 0.12, "the upper bar is seen");
        Assert.True(key.Y + (0.5 / key.Zoom) <= 0.88, "the lower bar is seen");
        Assert.Contains("black bars", cut.Reasons[^1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_HeadAtTheSide_KeepsTheBars()
    {
        FaceBox face = new(0.02f, 0.4f, 0.1f, 0.2f, 0.9f);
        FaceBox other = new(0.88f, 0.4f, 0.1f, 0.2f, 0.9f);
        TimelineShot shot = Shot();

        TimelineShot kept = BarCut.Apply(shot, s_letterbox, [Standing(face), Standing(other)], new FrameRate(30), 16 / 9.0, 16 / 9.0);

        Assert.Same(shot, kept);
    }

    private static FaceTrack Standing(FaceBox face) => new() { Seconds = [0, 10], Boxes = [face, face] };

    private static TimelineShot Shot() =>
        new()
        {
            Record = new FrameRange(0, 60),
            Source = "c",
            In = new MediaTime(0, new Rational(1, 30)),
        };

    private static ClipMaterial With(ClipMaterial clip, Func<int, PictureBars?> bars) =>
        clip with
        {
            Analysis = clip.Analysis with
            {
                KeyFrames =
                [
                    .. clip.Analysis.KeyFrames.Select((k, i) => k with { Features = k.Features with { Luma = 0.5f, Bars = bars(i) } }),
                ],
            },
        };
}
