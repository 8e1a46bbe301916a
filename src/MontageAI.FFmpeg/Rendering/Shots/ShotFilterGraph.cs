using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Rendering.Shots;

/// <summary>The whole filter chain of one shot, from decoded frames to frames for the encoder.</summary>
internal static class ShotFilterGraph
{
    /// <summary>
    /// The chain. Order matters for cost: which frames are wanted is settled first, so that only those are scaled. Only taking
    /// interlaced pictures apart comes before, since it needs neighbouring frames.
    /// </summary>
    public static string Chain(ShotJob job, ShotLook look)
    {
        VideoStreamInfo video = job.Video;
        string deinterlace = video.IsInterlaced ? (look.Profile.FastDeinterlace ? "yadif" : "bwdif") + "=mode=send_frame:parity=auto:deint=all," : "";
        ShotFraming framing = ShotFraming.For(video, look.Canvas, look.Fit);
        return ShotTiming.Filters(job.Shot, video, look.Rate, deinterlace, StartsBeforeFirstFrame(job)) + "," + framing.Crop
            + ShotColor.Filters(video, framing.ScaledWidth, framing.ScaledHeight, look.Profile.ScalerFlags)
            + framing.Turn + framing.Pad + ",setsar=1";
    }

    /// <summary>
    /// Whether a shot may start before its source's first picture. AVI states no presentation times; FFmpeg counts packets, and a
    /// stream with B-frames shows its first picture one or two later than its first packet. A shot that starts on that packet
    /// holds the first picture until then. Such a shot must be decoded from the file's start: after a seek, holding would hide that
    /// pictures are missing.
    /// </summary>
    public static bool StartsBeforeFirstFrame(ShotJob job) =>
        job.Container == "avi" && ShotTiming.Rescale(job.Shot.In, job.Video.TimeBase).Seconds
            < new MediaTime(job.Video.StartPts ?? 0, job.Video.TimeBase).Seconds + (2.5 / (job.Video.AverageRate?.Value ?? 25));
}
