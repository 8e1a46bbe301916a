using MontageAI.Editing.Reframing;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Tests.Reframing;

/// <summary>Whether a shot of another shape is cropped or shown whole, and what becomes of its moves.</summary>
public sealed class ShotFramerTests
{
    private const double Wide = 16.0 / 9,
        Tall = 9.0 / 16;
    private static readonly FrameRate s_rate = new(30, 1);
    private static readonly Rational s_timeBase = new(1, 30);
    private static readonly ShotReason s_move = ShotReason.Of(ReasonCodes.PhotoMove, "into", "1.2");

    [Fact]
    public void Frame_APersonInATallPictureOnAWideCanvas_IsShownWholeAndStandsStill()
    {
        TimelineShot framed = Frame(Moving(1.2), Track(Face(0.4f, 0.1f, 0.25f, 0.18f)), Tall, Wide);

        Assert.Equal((PictureFit.Blur, true), (framed.Fit!.Value, framed.Camera is null));
        Assert.DoesNotContain(s_move, framed.Reasons);
        Assert.Contains(framed.Reasons, r => r.Sentence.Contains("a person would be cut off", StringComparison.Ordinal));
    }

    [Fact]
    public void Frame_APersonInAWidePictureOnATallCanvas_IsCroppedAroundTheHead()
    {
        TimelineShot framed = Frame(Shot(), Track(Face(0.15f, 0.2f, 0.12f, 0.2f)), Wide, Tall);

        Assert.Null(framed.Fit);
        double left = framed.Camera![0].X - (Tall / Wide / 2);
        Assert.InRange(left, 0, 0.15 - 0.03);
        Assert.InRange(left + (Tall / Wide), 0.27 + 0.03, 1);
    }

    [Fact]
    public void Frame_TwoPeopleFarApart_AreBothShown()
    {
        SubjectTrack track = Track(Face(0.05f, 0.2f, 0.12f, 0.2f), Face(0.8f, 0.2f, 0.12f, 0.2f));

        Assert.Equal(PictureFit.Blur, Frame(Shot(), track, Wide, Tall).Fit);
        // Who asks for a full canvas gets it, and one of the two.
        Assert.NotNull(ShotFramer.Frame(Shot(), track, s_rate, Wide, Tall, mustFill: true).Camera);
    }

    [Fact]
    public void Frame_OnePersonAndSmallFacesBehind_IsCropped() =>
        Assert.NotNull(Frame(Shot(), Track(Face(0.4f, 0.2f, 0.15f, 0.26f), Face(0.02f, 0.2f, 0.03f, 0.05f)), Wide, Tall).Camera);

    [Fact]
    public void Frame_NothingThatStandsOut_IsCropped() => Assert.NotNull(Frame(Shot(), Track(), Wide, Tall).Camera);

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.9, false)]
    public void Frame_SomethingThatStandsOut_IsCroppedWhereItFits(double size, bool cropped)
    {
        SubjectTrack track = Track();
        float[] across = new float[SubjectTrack.Bins];
        for (int b = 0; b < across.Length; b++)
        {
            // Two things, so far apart.
            double x = (b + 0.5) / across.Length;
            across[b] = Math.Abs(Math.Abs(x - 0.5) - ((size / 2) - 0.05)) < 0.05 ? 0.1f : 0.005f;
        }

        Assert.Equal(cropped, Frame(Shot(), track with { Across = across }, Wide, Tall).Camera is not null);
    }

    [Fact]
    public void WithRoom_AMoveTowardsACorner_CutsNoHead()
    {
        // The head reaches from 0.02 to 0.4 of the height; the move would show what lies from 0.17 on.
        FaceTrack face = Face(0.7f, 0.2f, 0.1f, 0.3f);
        TimelineShot moved = ShotFramer.WithRoom(Moving(1.35), [face], s_rate, Wide, Wide);

        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(moved.Camera!);
        Assert.True(moved.Camera!.Max(k => k.Zoom) > 1.2);
        for (int frame = 0; frame < 60; frame++)
        {
            (double x, double y, double zoom) = CameraPath.At(pieces, frame);
            double left = Math.Clamp(x, 0.5 / zoom, 1 - (0.5 / zoom)) - (0.5 / zoom),
                top = Math.Clamp(y, 0.5 / zoom, 1 - (0.5 / zoom)) - (0.5 / zoom);
            Assert.InRange(top, 0, 0.2 - (0.6 * 0.3) + 1e-6);
            Assert.InRange(left + (1 / zoom), 0.8 + (0.25 * 0.1), 1 + 1e-6);
        }
    }

    [Fact]
    public void WithRoom_AHeadAsHighAsThePicture_TakesTheMoveBack()
    {
        TimelineShot still = ShotFramer.WithRoom(Moving(1.2), [Face(0.3f, 0.35f, 0.3f, 0.56f)], s_rate, Wide, Wide);

        Assert.Null(still.Camera);
        Assert.DoesNotContain(s_move, still.Reasons);
    }

    private static TimelineShot Frame(TimelineShot shot, SubjectTrack track, double picture, double canvas) =>
        ShotFramer.Frame(shot, track, s_rate, picture, canvas, mustFill: false);

    private static TimelineShot Shot() =>
        new()
        {
            Record = new(0, 60),
            Source = "c",
            In = new(0, s_timeBase),
        };

    private static TimelineShot Moving(double zoom) =>
        Shot() with
        {
            Camera = [new(0, 0.5, 0.5), new(59, 0.4, 0.6, zoom)],
            Reasons = [s_move],
        };

    private static FaceTrack Face(float left, float top, float width, float height)
    {
        FaceBox box = new(left, top, width, height, 0.9f);
        return new() { Seconds = [0, 2], Boxes = [box, box] };
    }

    private static SubjectTrack Track(params FaceTrack[] faces)
    {
        float[] even = new float[SubjectTrack.Bins];
        Array.Fill(even, 1f / SubjectTrack.Bins);
        return new()
        {
            Start = new(0, s_timeBase),
            End = new(60, s_timeBase),
            Seconds = [0],
            Across = even,
            Down = even,
            Moving = [0],
            Faces = faces,
        };
    }
}
