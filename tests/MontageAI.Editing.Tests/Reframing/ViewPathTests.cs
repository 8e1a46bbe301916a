using MontageAI.Editing.Reframing;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Tests.Reframing;

public sealed class ViewPathTests
{
    private const double Wide = 16.0 / 9,
        Tall = 9.0 / 16;
    private static readonly FrameRate s_rate = new(30, 1);
    private static readonly Rational s_timeBase = new(1, 30);

    [Fact]
    public void Follow_SubjectThatStands_StandsOnIt()
    {
        CameraKey key = Assert.Single(Follow(_ => 0.7, 90));

        Assert.InRange(key.X, 0.65, 0.75);
        Assert.Equal(0.5, key.Y);
    }

    [Fact]
    public void Follow_SubjectThatTrembles_StandsStill() => Assert.Single(Follow(k => 0.4 + (0.02 * (k % 3)), 90));

    [Fact]
    public void Follow_SubjectThatCrosses_KeepsItInTheMiddleHalfOfTheView()
    {
        IReadOnlyList<CameraKey> path = Follow(k => 0.2 + (0.6 * k / 120.0), 121);

        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(path);
        (double share, _) = ViewPath.Share(Wide, Tall);
        Assert.All(
            Enumerable.Range(0, 121),
            k => Assert.InRange(CameraPath.At(pieces, k).X - (0.2 + (0.6 * k / 120.0)), -share / 4, share / 4)
        );
        Within(path);
    }

    [Fact]
    public void Follow_SubjectThatLeapsAcross_KeepsToTheLimits()
    {
        IReadOnlyList<CameraKey> path = Follow(k => k < 45 ? 0.2 : 0.8, 120);

        Assert.True(path.Count > 1);
        Within(path);
        Assert.InRange(path[0].X, 0.15, 0.35);
        Assert.InRange(path[^1].X, 0.65, 0.85);
    }

    [Fact]
    public void Follow_TwoSubjectsAtOppositeEdges_StaysWithOne()
    {
        SubjectTrack track = Track(60, _ => 0.15);
        float[] both = [.. track.Across];
        for (int k = 0; k < 60; k++)
        {
            for (int b = 0; b < SubjectTrack.Bins; b++)
            {
                // The other one is a little stronger in every second half of a second: no reason to swing to and fro.
                double other = Math.Exp(-Math.Pow((((b + 0.5) / SubjectTrack.Bins) - 0.85) / 0.05, 2)) * (k / 15 % 2 == 0 ? 0.3 : 0.34);
                both[(k * SubjectTrack.Bins) + b] += (float)other;
            }
        }

        CameraKey key = Assert.Single(ViewPath.Follow(track with { Across = both }, Shot(60), s_rate, Wide, Tall));

        Assert.True(key.X is < 0.3 or > 0.7, $"{key.X} shows neither");
    }

    [Fact]
    public void Follow_TallPictureOnAWideCanvas_MovesUpAndDown()
    {
        SubjectTrack track = Track(60, _ => 0.25);
        CameraKey key = Assert.Single(
            ViewPath.Follow(track with { Down = track.Across, Across = track.Down }, Shot(60), s_rate, Tall, Wide)
        );

        Assert.Equal(0.5, key.X);
        Assert.InRange(key.Y, 0.2, 0.3);
    }

    [Fact]
    public void Follow_NothingMeasured_ShowsTheMiddle() =>
        Assert.Equal(new CameraKey(0, 0.5, 0.5), Assert.Single(ViewPath.Follow(Track(0, _ => 0), Shot(30), s_rate, Wide, Tall)));

    [Fact]
    public void Follow_AFaceBesideSomethingThatMoves_ShowsTheWholeHead()
    {
        // Everything that moves is at the right; somebody stands at the left.
        CameraKey key = Assert.Single(Follow(Track(60, _ => 0.85), 0.1));

        Assert.True(ShowsHead(key.X, 0.1), $"{key.X}");
    }

    [Fact]
    public void Follow_AFaceThatCrosses_IsWhollyInsideInNearlyEveryFrame()
    {
        SubjectTrack track = Track(120, _ => 0.5) with { Faces = [Face(120, t => 0.15 + (0.15 * t))] };
        IReadOnlyList<CameraKey> path = ViewPath.Follow(track, Shot(120), s_rate, Wide, Tall);

        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(path);
        int inside = Enumerable.Range(0, 120).Count(k => ShowsHead(CameraPath.At(pieces, k).X, 0.15 + (0.15 * k / 30)));
        Assert.True(inside >= 114, $"{inside} of 120");
        Within(path);
    }

    [Fact]
    public void Follow_TwoFacesThatFit_ShowsBoth()
    {
        CameraKey key = Assert.Single(Follow(Track(60, _ => 0.9), 0.35, 0.5));

        Assert.True(ShowsHead(key.X, 0.35) && ShowsHead(key.X, 0.5), $"{key.X}");
    }

    [Theory]
    [InlineData(0.08, 0.12, 0.8)]
    [InlineData(0.12, 0.08, 0.1)]
    public void Follow_TwoFacesThatDoNotFit_ShowsTheLarger(double left, double right, double shown)
    {
        SubjectTrack track = Track(60, _ => 0.5) with { Faces = [Face(60, _ => 0.1, left), Face(60, _ => 0.8, right)] };
        CameraKey key = Assert.Single(ViewPath.Follow(track, Shot(60), s_rate, Wide, Tall));

        Assert.True(ShowsHead(key.X, shown, Math.Max(left, right)), $"{key.X}");
    }

    [Fact]
    public void Follow_AFaceInATallPicture_KeepsItsHair()
    {
        // The face lies high, and what moves lies low.
        SubjectTrack track = Track(60, _ => 0.9);
        FaceTrack face = new() { Seconds = [0, 2], Boxes = [new(0.4f, 0.1f, 0.2f, 0.1f, 0.9f), new(0.4f, 0.1f, 0.2f, 0.1f, 0.9f)] };
        CameraKey key = Assert.Single(
            ViewPath.Follow(track with { Down = track.Across, Across = track.Down, Faces = [face] }, Shot(60), s_rate, Tall, Wide)
        );

        (_, double share) = ViewPath.Share(Tall, Wide);
        Assert.InRange(key.Y - (share / 2), 0, 0.06);
    }

    private static IReadOnlyList<CameraKey> Follow(SubjectTrack track, params double[] faces) =>
        ViewPath.Follow(track with { Faces = [.. faces.Select(x => Face(60, _ => x))] }, Shot(60), s_rate, Wide, Tall);

    // Its left edge is where it is told.
    private static FaceTrack Face(int frames, Func<double, double> left, double side = 0.08) =>
        new()
        {
            Seconds = [.. Enumerable.Range(0, (frames / 6) + 1).Select(k => k / 5.0)],
            Boxes =
            [
                .. Enumerable.Range(0, (frames / 6) + 1).Select(k => new FaceBox((float)left(k / 5.0), 0.3f, (float)side, 0.2f, 0.9f)),
            ],
        };

    private static bool ShowsHead(double centre, double left, double side = 0.08)
    {
        (double share, _) = ViewPath.Share(Wide, Tall);
        return left - (0.15 * side) >= centre - (share / 2) - 1e-6 && left + (1.15 * side) <= centre + (share / 2) + 1e-6;
    }

    [Fact]
    public void Combine_AStepOfZoomWithAPath_HasBothAtEveryFrame()
    {
        IReadOnlyList<CameraKey> path = Follow(k => 0.2 + (0.6 * k / 60.0), 61);

        IReadOnlyList<CameraKey> both = CameraMix.Combine(
            [new CameraKey(0, 0.5, 0.5, 1, CameraEase.Hold), new CameraKey(30, 0.5, 0.5, 1.2)],
            path,
            61
        );

        IReadOnlyList<CameraPiece> mixed = CameraPath.Pieces(both),
            alone = CameraPath.Pieces(path);
        Assert.All(
            Enumerable.Range(0, 61),
            k =>
            {
                Assert.InRange(CameraPath.At(mixed, k).X - CameraPath.At(alone, k).X, -1e-5, 1e-5);
                Assert.Equal(k < 30 ? 1 : 1.2, CameraPath.At(mixed, k).Zoom, 9);
            }
        );
    }

    private static IReadOnlyList<CameraKey> Follow(Func<int, double> place, int frames) =>
        ViewPath.Follow(Track(frames, place), Shot(frames), s_rate, Wide, Tall);

    private static void Within(IReadOnlyList<CameraKey> path)
    {
        (double velocity, double jerk) = ViewPath.Limits(path, s_rate, sideways: true);
        Assert.InRange(velocity, 0, ViewPath.MostVelocity);
        Assert.InRange(jerk, 0, ViewPath.MostJerk);
    }

    private static TimelineShot Shot(int frames) =>
        new()
        {
            Record = new FrameRange(0, frames),
            Source = "c",
            In = new MediaTime(0, s_timeBase),
        };

    private static SubjectTrack Track(int frames, Func<int, double> place)
    {
        List<float> across = [],
            down = [];
        for (int k = 0; k < frames; k++)
        {
            double[] profile =
            [
                .. Enumerable
                    .Range(0, SubjectTrack.Bins)
                    .Select(b => Math.Exp(-Math.Pow((((b + 0.5) / SubjectTrack.Bins) - place(k)) / 0.05, 2))),
            ];
            across.AddRange(profile.Select(v => (float)(v / profile.Sum())));
            down.AddRange(Enumerable.Repeat(1f / SubjectTrack.Bins, SubjectTrack.Bins));
        }

        return new SubjectTrack
        {
            Start = new MediaTime(0, s_timeBase),
            End = new MediaTime(frames, s_timeBase),
            Seconds = [.. Enumerable.Range(0, frames).Select(k => k / 30.0)],
            Across = across,
            Down = down,
            Moving = [.. Enumerable.Repeat(1f, frames)],
        };
    }
}
