using System.Globalization;
using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.FFmpeg.Rendering.Shots;

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
    public static string Filters(TimelineShot shot, VideoStreamInfo video, FrameRate rate)
    {
        string tail = string.Create(CultureInfo.InvariantCulture, $"fps={rate.Fraction.Numerator}/{rate.Fraction.Denominator}:round=near,trim=start_pts=0:end_pts={shot.Record.Length}");
        MediaTime start = Rescale(shot.In, video.TimeBase);
        double sourceRate = (video.AverageRate?.Value ?? 0) * shot.Speed.Value;

        // The fps filter rounds a frame's time to the nearest output frame, and the last one to arrive there is shown. With a source
        // slower than the timeline that is right; with a faster one it would be up to half an output frame late, so
        // times move until frames that lie more than half a source frame ahead round up.
        double shift = sourceRate > rate.Value * 1.005 ? (0.5 / rate.Value) - (0.5 / sourceRate) : 0;
        if (shift == 0 && shot.Speed == new Rational(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"setpts=PTS-({start.Ticks}),{tail}");
        }

        long fineStart = (long)Math.Round((decimal)start.Ticks * start.TimeBase.Numerator * FineTicks / start.TimeBase.Denominator);
        long fineShift = (long)Math.Round(shift * FineTicks);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"settb=1/{FineTicks},setpts=floor((PTS-({fineStart}))*{shot.Speed.Denominator}/{shot.Speed.Numerator}+{fineShift}.5),{tail}");
    }

    /// <summary>The same moment in another time base, to the nearest tick.</summary>
    public static MediaTime Rescale(MediaTime time, Rational timeBase)
    {
        if (time.TimeBase == timeBase)
        {
            return time;
        }

        decimal ticks = (decimal)time.Ticks * time.TimeBase.Numerator * timeBase.Denominator / ((decimal)time.TimeBase.Denominator * timeBase.Numerator);
        return new MediaTime((long)Math.Round(ticks, MidpointRounding.AwayFromZero), timeBase);
    }
}
