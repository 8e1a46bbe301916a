using MontageAI.Analysis.Clips.Subjects;
using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips.Subjects;

public sealed class FaceFollowerTests
{
    [Fact]
    public void Finish_AFaceThatWalks_IsOneTrackThatFollowsIt()
    {
        FaceTrack track = Assert.Single(Follow(3, t => [Face(0.1 + (0.2 * t), 0.2)]));

        Assert.InRange(track.At(1.3).Box.Left, 0.34f, 0.38f);
        Assert.Equal(1, track.At(1.3).Sureness);
    }

    [Fact]
    public void Finish_AFaceTurnedAwayForHalfASecond_IsStillOneTrack()
    {
        FaceTrack track = Assert.Single(Follow(3, t => t is > 1.1 and < 1.5 ? [] : [Face(0.3, 0.2)]));

        Assert.Equal((0.3f, 1.0), (track.At(1.3).Box.Left, track.At(1.3).Sureness));
    }

    [Fact]
    public void Finish_AFaceThatIsGoneForLong_ComesBackAsAnother() =>
        Assert.Equal(2, Follow(4, t => t is > 1.1 and < 2.5 ? [] : [Face(0.3, 0.2)]).Count);

    [Fact]
    public void Finish_TwoFaces_TheLargerAndLongerComesFirst()
    {
        IReadOnlyList<FaceTrack> tracks = Follow(3, t => t < 2.5 ? [Face(0.1, 0.1), Face(0.6, 0.25)] : [Face(0.1, 0.1)]);

        Assert.Equal(2, tracks.Count);
        Assert.Equal(0.6f, tracks[0].Boxes[0].Left);
    }

    [Fact]
    public void Finish_SeenOnceInManyLooks_IsTakenForAMistake() =>
        Assert.Empty(Follow(3, t => t is > 0.9 and < 1.1 ? [Face(0.3, 0.2)] : []));

    [Fact]
    public void Finish_APhotograph_KeepsWhatItsOnePictureShows() => Assert.Single(Follow(0.01, _ => [Face(0.3, 0.2)]));

    [Fact]
    public void At_AfterItWasLastSeen_IsLessAndLessSure()
    {
        FaceTrack track = Assert.Single(Follow(2, t => t < 1 ? [Face(0.3, 0.2)] : []));

        Assert.InRange(track.At(track.Seconds[^1] + 0.25).Sureness, 0.4, 0.6);
        Assert.Equal(0, track.At(track.Seconds[^1] + 0.6).Sureness);
    }

    private static FaceBox Face(double left, double side) => new((float)left, 0.3f, (float)side, (float)side, 0.9f);

    private static IReadOnlyList<FaceTrack> Follow(double seconds, Func<double, FaceBox[]> faces)
    {
        FaceFollower follower = new(new Told(faces));
        for (int k = 0; k < Math.Max(1, seconds * 30); k++)
        {
            follower.Add(new SmallFrame(4, 4) { Time = new MediaTime(k, new Rational(1, 30)) });
        }

        return follower.Finish();
    }

    private sealed class Told(Func<double, FaceBox[]> faces) : IFaceDetector
    {
        public string Algorithm => "told";

        public IReadOnlyList<FaceBox> Find(SmallFrame picture) => faces(picture.Time.Seconds);
    }
}
