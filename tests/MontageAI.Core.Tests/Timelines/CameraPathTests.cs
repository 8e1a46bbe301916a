using MontageAI.Timelines;

namespace MontageAI.Tests.Timelines;

public sealed class CameraPathTests
{
    [Theory]
    [InlineData(CameraEase.Linear, 5, 0.4)]
    [InlineData(CameraEase.Hold, 9, 0.2)]
    [InlineData(CameraEase.Smooth, 5, 0.4)]
    [InlineData(CameraEase.Smooth, 2, 0.2416)]
    [InlineData(CameraEase.Spline, 5, 0.4)]
    public void At_BetweenTwoKeys_FollowsTheEase(CameraEase ease, double frame, double expected)
    {
        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces([new CameraKey(0, 0.2, 0.5, 1, ease), new CameraKey(10, 0.6, 0.5)]);

        Assert.Equal(expected, CameraPath.At(pieces, frame).X, 9);
        Assert.Equal(0.6, CameraPath.At(pieces, 10).X, 9);
        Assert.Equal(0.6, CameraPath.At(pieces, 500).X, 9);
    }

    [Fact]
    public void Pieces_OfASpline_PassThroughAllKeysWithoutJumpsOfVelocityOrAcceleration()
    {
        double[] values = [0.2, 0.35, 0.3, 0.7, 0.65, 0.5];
        CameraKey[] keys = [.. values.Select((v, i) => new CameraKey(i * 7, v, 1 - v, 1, CameraEase.Spline))];

        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(keys);

        Assert.All(keys, k => Assert.Equal(k.X, CameraPath.At(pieces, k.Frame).X, 9));
        for (int i = 0; i < keys.Length - 2; i++)
        {
            (Cubic a, Cubic b) = (pieces[i].X, pieces[i + 1].X);
            const double H = 7;
            Assert.Equal(b.B, a.B + (2 * a.C * H) + (3 * a.D * H * H), 9);
            Assert.Equal(b.C, a.C + (3 * a.D * H), 9);
        }
    }

    [Fact]
    public void At_BeforeALateFirstKey_IsItsView() =>
        Assert.Equal((0.3, 0.4, 2.0), CameraPath.At(CameraPath.Pieces([new CameraKey(12, 0.3, 0.4, 2)]), 3));

    [Fact]
    public void SourceSeconds_OfARamp_IsTheAreaUnderIt()
    {
        TimelineShot shot = new()
        {
            Record = new(0, 30),
            Source = "c",
            In = new(0, new(1, 25)),
            Ramp = [new SpeedPoint(0, 1), new SpeedPoint(10, 1), new SpeedPoint(20, 0.5), new SpeedPoint(25, 0), new SpeedPoint(25, 2)],
        };
        MontageAI.Time.FrameRate rate = new(10, 1);

        Assert.Equal(1, ShotClock.SourceSeconds(shot, rate, 10), 9);
        Assert.Equal(1.75, ShotClock.SourceSeconds(shot, rate, 20), 9);
        Assert.Equal(1.875, ShotClock.SourceSeconds(shot, rate, 25), 9);
        Assert.Equal(2.875, ShotClock.SourceLength(shot, rate), 9);
        Assert.Equal(-0.2, ShotClock.SourceSeconds(shot, rate, -2), 9);
    }
}
