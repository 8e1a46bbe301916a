using System.Globalization;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Styles;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>
/// Decides camera moves that the edit adds: punch-ins on accents, a slow push where the camera was measured to stand still, a slow move
/// over every photograph. A shot that is to be shown whole is left alone, since a view always fills the canvas. Where a shot has a camera
/// path, only its zoom is multiplied.
/// </summary>
internal sealed class MovePass : IFinishingPass
{
    private const double StrongAccent = 0.7;
    private const double LeastPhotoPush = 0.02;
    private const double MostPush = 1.35;
    private const double StandingStill = 0.03;
    private const int EdgeFrames = 4;

    /// <inheritdoc/>
    public Timeline Apply(Timeline timeline, FinishContext context)
    {
        MotionStyle style = context.Request.Style.Motion;
        HashSet<string> stills = [.. timeline.Sources.Where(s => s.Still == true).Select(s => s.Id)];
        if (style.PunchShare <= 0 && style.PushPerSecond <= 0 && stills.Count == 0)
        {
            return timeline;
        }

        TimelineShot[] shots = [.. timeline.Shots];
        for (int i = 0; i < shots.Length; i++)
        {
            if (context.IsOpen(i) && stills.Contains(shots[i].Source))
            {
                shots[i] = Fills(shots[i], context)
                    ? Photograph(shots[i], style, context)
                    : shots[i] with
                    {
                        Reasons = [.. shots[i].Reasons, ShotReason.Of(ReasonCodes.PhotoStands)],
                    };
            }
        }

        Punch(shots, style, stills, context);
        for (int i = 0; i < shots.Length && style.PushPerSecond > 0; i++)
        {
            if (context.IsOpen(i) && !stills.Contains(shots[i].Source) && shots[i].Camera is null && Fills(shots[i], context))
            {
                shots[i] = Push(shots[i], style, context);
            }
        }

        return timeline with
        {
            Shots = shots,
        };
    }

    private static void Punch(TimelineShot[] shots, MotionStyle style, HashSet<string> stills, FinishContext context)
    {
        if (style.PunchShare <= 0 || style.PunchZoom <= 1)
        {
            return;
        }

        List<(int Shot, CutMoment Moment)> accents = [];
        int at = 0;
        foreach (CutMoment moment in context.Moments.Where(IsStrong))
        {
            while (at < shots.Length && shots[at].Record.End <= moment.Frame)
            {
                at++;
            }

            if (
                at < shots.Length
                && moment.Frame >= shots[at].Record.Start + EdgeFrames
                && moment.Frame < shots[at].Record.End - EdgeFrames
            )
            {
                accents.Add((at, moment));
            }
        }

        int done = shots.Take(context.Settled).Sum(PunchesIn);
        int left = Quota.Of(style.PunchShare, accents.Count, done);
        Dictionary<int, List<CutMoment>> chosen = [];
        foreach (
            (int shot, CutMoment moment) in accents
                .Where(a => context.IsOpen(a.Shot) && !stills.Contains(shots[a.Shot].Source) && Fills(shots[a.Shot], context))
                .OrderByDescending(a =>
                    a.Moment.Strength
                    + (0.5 * context.EnergyAround(a.Moment.Frame))
                    + (0.2 * SeededNoise.Unit(context.Request.Seed, 60, a.Moment.Frame))
                )
                .ThenBy(a => a.Moment.Frame)
        )
        {
            List<CutMoment> inShot = chosen.TryGetValue(shot, out List<CutMoment>? known) ? known : chosen[shot] = [];
            long apart = (2 * BeatFrames(moment.Frame, context)) - 2;
            if (left > 0 && inShot.All(m => Math.Abs(m.Frame - moment.Frame) >= apart))
            {
                inShot.Add(moment);
                left--;
            }
        }

        foreach ((int shot, List<CutMoment> moments) in chosen.Where(c => c.Value.Count > 0))
        {
            shots[shot] = Punched(shots[shot], [.. moments.OrderBy(m => m.Frame)], style.PunchZoom, context);
        }
    }

    // In with the accent, eased back over a beat; held to the end of the shot where less than that is left.
    private static TimelineShot Punched(TimelineShot shot, CutMoment[] moments, double zoom, FinishContext context)
    {
        List<CameraKey> keys = [new(0, 0.5, 0.5, 1, CameraEase.Hold)];
        foreach (CutMoment moment in moments)
        {
            long frame = moment.Frame - shot.Record.Start,
                back = frame + BeatFrames(moment.Frame, context);
            bool held = back >= shot.Record.Length - EdgeFrames;
            keys.Add(new(frame, 0.5, 0.5, zoom, held ? CameraEase.Hold : CameraEase.Smooth));
            if (!held)
            {
                keys.Add(new(back, 0.5, 0.5, 1, CameraEase.Hold));
            }
        }

        string frames = string.Join(", ", moments.Select(m => m.Frame.ToString(CultureInfo.InvariantCulture)));
        return Moved(
            shot,
            keys,
            ShotReason.Of(ReasonCodes.PunchIn, $"{zoom:0.##}", moments.Length == 1 ? "an accent" : $"{moments.Length} accents", $"{frames}")
        );
    }

    private static TimelineShot Push(TimelineShot shot, MotionStyle style, FinishContext context)
    {
        IReadOnlyList<MotionFeatures> motion = context.MotionOf(shot);
        double speed =
            motion.Count == 0 ? double.MaxValue : motion.Max(m => m.CameraSpeed ?? Math.Sqrt((m.PanX * m.PanX) + (m.PanY * m.PanY)));
        double zooming = motion.Count == 0 ? 0 : motion.Max(m => Math.Abs(m.Zoom ?? 0));
        if (speed > StandingStill || zooming > StandingStill)
        {
            return shot;
        }

        double zoom = Gained(shot, style.PushPerSecond, context);
        return zoom < 1.005
            ? shot
            : Moved(
                shot,
                [new(0, 0.5, 0.5), new(shot.Record.Length - 1, 0.5, 0.5, zoom)],
                ShotReason.Of(ReasonCodes.Push, $"{zoom:0.###}", $"{speed:0.000}", $"{StandingStill}")
            );
    }

    // In or out, to one side or the other, as the seed says: a row of photographs must not breathe in step.
    private static TimelineShot Photograph(TimelineShot shot, MotionStyle style, FinishContext context)
    {
        double zoom = Math.Max(1.03, Gained(shot, Math.Max(LeastPhotoPush, style.PushPerSecond), context));
        ulong hash = SeededNoise.Hash(context.Request.Seed, 61, shot.Record.Start);
        (double x, double y) = ((hash & 1) == 0 ? 0.4 : 0.6, (hash & 2) == 0 ? 0.45 : 0.55);
        bool isIn = (hash & 4) == 0;
        CameraKey wide = new(0, 0.5, 0.5),
            near = new(0, x, y, zoom);
        long last = Math.Max(1, shot.Record.Length - 1);
        return Moved(
            shot,
            isIn ? [wide, near with { Frame = last }] : [near, wide with { Frame = last }],
            ShotReason.Of(ReasonCodes.PhotoMove, isIn ? "into" : "out of", $"{zoom:0.###}")
        );
    }

    private static double Gained(TimelineShot shot, double perSecond, FinishContext context) =>
        Math.Round(Math.Min(MostPush, 1 + (perSecond * context.Request.Rate.SecondsAt(shot.Record.Length))), 4);

    private static TimelineShot Moved(TimelineShot shot, IReadOnlyList<CameraKey> keys, ShotReason reason) =>
        shot with
        {
            Camera = shot.Camera is { Count: > 0 } path ? CameraKeys.Zoomed(path, keys) : keys,
            Reasons = [.. shot.Reasons, reason],
        };

    private static int PunchesIn(TimelineShot shot) =>
        shot.Camera is { } keys ? keys.Skip(1).Where((k, i) => keys[i].Ease == CameraEase.Hold && k.Zoom > keys[i].Zoom).Count() : 0;

    private static bool IsStrong(CutMoment moment) =>
        moment.Kind is MomentKind.Beat or MomentKind.Accent && (moment.BarPosition == 1 || moment.Strength >= StrongAccent);

    private static long BeatFrames(long frame, FinishContext context) =>
        Math.Max(2, context.Request.Rate.FrameAt(context.BeatSecondsAt(frame)));

    // Whether the canvas may be filled. Where the subject turns out to be cut then, the picture is shown whole, and the move is taken back.
    private static bool Fills(TimelineShot shot, FinishContext context)
    {
        VideoStreamInfo? video = context.Clips.TryGetValue(shot.Source, out Materials.ClipMaterial? clip) ? clip.Info.MainVideo : null;
        if (video is null || video.DisplayHeight == 0)
        {
            return false;
        }

        double picture = (double)video.DisplayWidth / video.DisplayHeight,
            canvas = context.Request.Aspect.Value;
        double lost = 1 - (Math.Min(picture, canvas) / Math.Max(picture, canvas));
        return context.Request.Fit switch
        {
            PictureFit.Pad or PictureFit.Blur => lost < 0.005,
            _ => true,
        };
    }
}
