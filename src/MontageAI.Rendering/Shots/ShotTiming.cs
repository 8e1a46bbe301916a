using System.Globalization;
using MontageAI.Media;
using MontageAI.Rendering.Motion;
using MontageAI.Rendering.Requests;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// The part of a shot's filter graph that decides which source frame each output frame shows. Frames come in with the stream's
/// own PTS; output frame k shows the source frame nearest to In + k x speed / rate (of a source slower than the timeline the one
/// that has come by then, half an output frame of grace included). Frames before In (from the key frame on, since
/// decoding has to start there) and after the last are dropped before any other filter sees them. Nothing is invented: a
/// source that starts too late or ends too early gives fewer frames.
/// </summary>
internal static class ShotTiming
{
    // Ticks per second that hold all usual rates exactly (24, 25, 30, 50, 60, 1000/1001 of them, 90 kHz).
    private const long FineTicks = 705_600_000;

    /// <summary>Filters from the decoder's frames to exactly the shot's frames, with PTS 0, 1, 2 ... at the timeline's rate.</summary>
    /// <param name="shot">What to show.</param>
    /// <param name="video">The stream.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="deinterlace">Filter that makes frames of fields, with a trailing comma, or empty; works on times counted from
    /// In.</param>
    /// <param name="holdFirst">Whether the first frame also stands for moments before it.</param>
    public static string Filters(TimelineShot shot, VideoStreamInfo video, FrameRate rate, string deinterlace, bool holdFirst)
    {
        string tail = string.Create(
            CultureInfo.InvariantCulture,
            $"{deinterlace}fps={rate.Fraction.Numerator}/{rate.Fraction.Denominator}:round=near{(holdFirst ? ":start_time=0" : "")},"
                + $"trim=start_pts=0:end_pts={shot.Record.Length}"
        );
        return OneSize(video) + Moved(shot, video, rate) + "," + tail;
    }

    /// <summary>
    /// Filters from the decoder's frames to a run of frames of a shot, with PTS 0, 1, 2 ... at the timeline's rate. In front of a shot and
    /// after it, where a transition needs footage that is not there, the nearest picture is held; within a shot nothing is invented, but a
    /// freeze at its end needs no frame after it.
    /// </summary>
    /// <param name="feed">The frames.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="deinterlace">As above.</param>
    /// <param name="holdFirst">As above.</param>
    public static string Filters(ShotFeed feed, FrameRate rate, string deinterlace, bool holdFirst)
    {
        TimelineShot shot = feed.Shot;
        long held = feed.IsNeighbour ? feed.Length : StandsStillFor(shot);
        string hold = held > 0 ? string.Create(CultureInfo.InvariantCulture, $",tpad=stop_mode=clone:stop={held}") : "";
        string start = holdFirst ? string.Create(CultureInfo.InvariantCulture, $":start_time={rate.SecondsAt(feed.From):0.#########}") : "";
        string moved = shot.Ramp is { Count: > 0 } ramp ? Ramped(feed, ramp, rate) : Moved(shot, feed.Video, rate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{OneSize(feed.Video)}{moved},{deinterlace}fps={rate.Fraction.Numerator}/{rate.Fraction.Denominator}:round=near{start}{hold},"
                + $"trim=start_pts={feed.From}:end_pts={feed.To},setpts=PTS-({feed.From})"
        );
    }

    // Decoding may start in front of a change of size. Such frames are not shown, but filters that are set up for the shot's own size would
    // not take them. Frames of the shot's size pass through.
    private static string OneSize(VideoStreamInfo video) =>
        video.ChangesSize ? string.Create(CultureInfo.InvariantCulture, $"scale={video.Width}:{video.Height}:flags=neighbor,") : "";

    // Frame j is shown from the first output frame whose moment is nearer to it than to the frame before.
    private static string Ramped(ShotFeed feed, IReadOnlyList<SpeedPoint> ramp, FrameRate rate)
    {
        (long perFrame, long zero) = RampGrid(feed.Shot, feed.Video, rate);
        string moment = string.Create(CultureInfo.InvariantCulture, $"(PTS-({zero}))/{perFrame}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"settb=1/{FineTicks},setpts='{perFrame}*clip(ceil({Grouped(RampTiming.Frame(ramp, moment))}-0.00001),{feed.From - 3},"
                + $"{feed.To + 3})'"
        );
    }

    private static Func<long, long> Ramped(TimelineShot shot, IReadOnlyList<SpeedPoint> ramp, VideoStreamInfo video, FrameRate rate)
    {
        (long perFrame, long zero) = RampGrid(shot, video, rate);
        long last = shot.Record.Length + 3;
        return pts =>
        {
            double moment = (double)(Fine(pts, video.TimeBase) - zero) / perFrame;
            return (long)Math.Clamp(Math.Ceiling(RampTiming.FrameAt(ramp, moment) - 0.00001), -3, last);
        };
    }

    // Fine ticks per output frame, and the one at which half of the source's first frame has passed.
    private static (long PerFrame, long Zero) RampGrid(TimelineShot shot, VideoStreamInfo video, FrameRate rate) =>
        (
            FineTicks * rate.Fraction.Denominator / rate.Fraction.Numerator,
            FineStart(Rescale(shot.In, video.TimeBase)) + (video.OwnRate is { } own ? (long)(FineTicks / own.Value / 2) : 0)
        );

    // "st(...);value" with the assignment first and the rest in parentheses.
    private static string Grouped(string expression) => "(" + expression + ")";

    // Frames at the end of a shot through which its last picture is held.
    private static long StandsStillFor(TimelineShot shot)
    {
        if (shot.Ramp is not { Count: > 0 } ramp || ramp[^1].Speed != 0)
        {
            return 0;
        }

        int first = ramp.Count - 1;
        while (first > 0 && ramp[first - 1].Speed == 0)
        {
            first--;
        }

        return Math.Max(0, shot.Record.Length - ramp[first].Frame);
    }

    private static string Moved(TimelineShot shot, VideoStreamInfo video, FrameRate rate)
    {
        MediaTime start = Rescale(shot.In, video.TimeBase);
        double shift = Shift(shot, video, rate);
        if (shift == 0 && shot.Speed == new Rational(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"setpts=PTS-({start.Ticks})");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"settb=1/{FineTicks},setpts=floor((PTS-({FineStart(start)}))*{shot.Speed.Denominator}/{shot.Speed.Numerator}+"
                + $"{(long)Math.Round(shift * FineTicks)}.5)"
        );
    }

    /// <summary>
    /// Output frame, counted from the shot's first, to which the filters move a source frame: what the filters compute, step by
    /// step in the same arithmetic. Several source frames may fall on one; the last of them to arrive is shown, and it stays until the
    /// next.
    /// </summary>
    public static Func<long, long> OutputFrame(TimelineShot shot, VideoStreamInfo video, FrameRate rate)
    {
        MediaTime start = Rescale(shot.In, video.TimeBase);
        if (shot.Ramp is { Count: > 0 } ramp)
        {
            return Ramped(shot, ramp, video, rate);
        }

        double shift = Shift(shot, video, rate);
        if (shift == 0 && shot.Speed == new Rational(1))
        {
            return pts => Nearest(pts - start.Ticks, video.TimeBase, rate);
        }

        Rational fine = new(1, FineTicks);
        double from = FineStart(start),
            rounding = (long)Math.Round(shift * FineTicks) + 0.5;
        double numerator = shot.Speed.Numerator,
            denominator = shot.Speed.Denominator;
        return pts => Nearest((long)Math.Floor((((Fine(pts, video.TimeBase) - from) * denominator) / numerator) + rounding), fine, rate);
    }

    // The fps filter rounds a frame's time to the nearest output frame, and the last one to arrive there is shown. With a source slower
    // than the timeline that is right; with a faster one it would be up to half an output frame late, so times move until frames that lie
    // more than half a source frame ahead round up.
    private static double Shift(TimelineShot shot, VideoStreamInfo video, FrameRate rate)
    {
        double sourceRate = (video.OwnRate?.Value ?? 0) * shot.Speed.Value;
        return sourceRate > rate.Value * 1.005 ? (0.5 / rate.Value) - (0.5 / sourceRate) : 0;
    }

    private static long FineStart(MediaTime start) =>
        (long)Math.Round((decimal)start.Ticks * start.TimeBase.Numerator * FineTicks / start.TimeBase.Denominator);

    private static long Fine(long pts, Rational timeBase) => Divide((Int128)pts * timeBase.Numerator * FineTicks, timeBase.Denominator);

    private static long Nearest(long ticks, Rational timeBase, FrameRate rate) =>
        Divide((Int128)ticks * timeBase.Numerator * rate.Fraction.Numerator, (Int128)timeBase.Denominator * rate.Fraction.Denominator);

    // FFmpeg's rounding of timestamps: to the nearest, halves away from zero.
    private static long Divide(Int128 value, Int128 by) => (long)(value >= 0 ? (value + (by / 2)) / by : -((-value + (by / 2)) / by));

    /// <summary>The same moment in another time base, to the nearest tick.</summary>
    public static MediaTime Rescale(MediaTime time, Rational timeBase)
    {
        if (time.TimeBase == timeBase)
        {
            return time;
        }

        decimal ticks =
            (decimal)time.Ticks
            * time.TimeBase.Numerator
            * timeBase.Denominator
            / ((decimal)time.TimeBase.Denominator * timeBase.Numerator);
        return new MediaTime((long)Math.Round(ticks, MidpointRounding.AwayFromZero), timeBase);
    }
}
