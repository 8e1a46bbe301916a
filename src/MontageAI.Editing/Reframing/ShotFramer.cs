using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>
/// Decides how a shot of another shape than the canvas is shown: cropped, with a view laid over its subject, as long as the subject stays
/// whole, else whole over a blurred enlargement of itself. Moves that were planned before keep to what is decided: a picture that is shown
/// whole stands still, and no move cuts a head.
/// </summary>
public static class ShotFramer
{
    // Heads of people in the background do not hold a move back.
    private const double LeastWeight = 0.5;

    /// <summary>The shot with its view, or shown whole.</summary>
    /// <param name="shot">The shot with the moves that were planned for it.</param>
    /// <param name="track">What was measured in its source.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="picture">Width to height of the upright picture.</param>
    /// <param name="canvas">Width to height of the canvas.</param>
    /// <param name="mustFill">Whether it is cropped whatever is lost.</param>
    public static TimelineShot Frame(TimelineShot shot, SubjectTrack track, FrameRate rate, double picture, double canvas, bool mustFill)
    {
        ArgumentNullException.ThrowIfNull(shot);
        ArgumentNullException.ThrowIfNull(track);
        IReadOnlyList<CameraKey> path = ViewPath.Follow(track, shot, rate, picture, canvas);
        if (!mustFill)
        {
            SubjectKept kept = SubjectKept.Of(track, shot, path, rate, picture, canvas);
            if (!kept.IsWhole)
            {
                return Whole(shot, kept.CutHeads > 0 ? "a person" : $"{100 * (1 - kept.Seen):0} % of what draws the eye");
            }
        }

        ShotReason reason =
            path.Count == 1
                ? ShotReason.Of(ReasonCodes.ViewStands, $"{100 * (picture > canvas ? path[0].X : path[0].Y):0}")
                : ShotReason.Of(ReasonCodes.ViewFollows, $"{ViewPath.Limits(path, rate, picture > canvas).Velocity:0.00}");
        TimelineShot laid = shot with
        {
            Camera = shot.Camera is { } moves ? CameraMix.Combine(moves, path, shot.Record.Length) : path,
            Reasons = [.. shot.Reasons, reason],
        };
        return WithRoom(laid, track.Faces ?? [], rate, picture, canvas) is { Camera: not null } moved
            ? moved
            : laid with
            {
                Camera = path,
                Reasons = [.. WithoutMoves(laid)],
            };
    }

    /// <summary>The shot shown whole, without the moves that were planned for it.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="lost">What cropping would have cut, in words.</param>
    public static TimelineShot Whole(TimelineShot shot, string lost)
    {
        ArgumentNullException.ThrowIfNull(shot);
        return shot with
        {
            Camera = null,
            Fit = PictureFit.Blur,
            Reasons = [.. WithoutMoves(shot), ShotReason.Of(ReasonCodes.ViewWhole, lost)],
        };
    }

    /// <summary>The shot with moves that cut no head; without any where there is no room for one.</summary>
    /// <param name="shot">A shot with a camera path.</param>
    /// <param name="faces">Faces in its source.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="picture">Width to height of the upright picture.</param>
    /// <param name="canvas">Width to height of the canvas.</param>
    public static TimelineShot WithRoom(TimelineShot shot, IReadOnlyList<FaceTrack> faces, FrameRate rate, double picture, double canvas)
    {
        ArgumentNullException.ThrowIfNull(shot);
        ArgumentNullException.ThrowIfNull(faces);
        double most = faces.Select(f => f.Weight()).DefaultIfEmpty(1).Max();
        FaceTrack[] people = [.. faces.Where(f => f.Weight() >= LeastWeight * most)];
        if (people.Length == 0 || shot.Camera is not { Count: > 0 } keys)
        {
            return shot;
        }

        (double across, double down) = ViewPath.Share(picture, canvas);
        IReadOnlyList<CameraKey>? kept = HeadRoom.Keep(keys, HeadsAt, across, down, shot.Record.Length);
        return kept is null ? shot with { Camera = null, Reasons = [.. WithoutMoves(shot)] } : shot with { Camera = kept };

        IReadOnlyList<FaceBox> HeadsAt(long frame)
        {
            double second = shot.In.Seconds + ShotClock.SourceSeconds(shot, rate, frame);
            return [.. people.Select(f => f.At(second)).Where(f => f.Sureness >= 0.5).Select(f => f.Box)];
        }
    }

    private static IEnumerable<ShotReason> WithoutMoves(TimelineShot shot) =>
        shot.Reasons.Where(r =>
            r.Code is not (ReasonCodes.PunchIn or ReasonCodes.Push or ReasonCodes.PhotoMove or ReasonCodes.PhotoStands)
        );
}
