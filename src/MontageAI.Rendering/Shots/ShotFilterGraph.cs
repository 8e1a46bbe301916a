using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Shots;

/// <summary>The whole filter chain of one shot, from decoded frames to frames for the encoder.</summary>
internal static class ShotFilterGraph
{
    /// <summary>
    /// The chain. Order matters for cost: which frames are wanted is settled first, so that only those are scaled. Only taking
    /// interlaced pictures apart comes before, since it needs neighbouring frames.
    /// </summary>
    public static string Chain(ShotRequest job, FilmFormat format)
    {
        VideoStreamInfo video = job.Video;
        return ShotTiming.Filters(job.Shot, video, format.Rate, Deinterlace(video, format.Profile), StartsBeforeFirstFrame(job))
            + ","
            + Picture(video, format with { Fit = format.FitOf(job.Shot) });
    }

    /// <summary>
    /// Filters that make frames of fields, one of each frame, with a trailing comma; empty for streams that cannot have any. Where the
    /// container does not say, only frames are touched that the decoder marks, and in the sizes of television also those in which the rows
    /// themselves show two moments; all others pass as they are.
    /// </summary>
    public static string Deinterlace(VideoStreamInfo video, RenderProfile profile)
    {
        // idet's own threshold of 1.04 takes noise for fields where a shot begins with still pictures, and goes on to do so.
        const string Detect = "idet=intl_thres=1.2";
        string whole = (profile.FastDeinterlace ? "yadif" : "bwdif") + "=mode=send_frame:parity=auto:deint=";
        return video.IsInterlaced ? whole + "all,"
            : !video.MayBeInterlaced ? ""
            : video.HasTelevisionSize ? $"{whole}interlaced,{Detect},{whole}interlaced,"
            : whole + "interlaced,";
    }

    /// <summary>From one whole decoded picture to the picture on the canvas: geometry and colour, no timing. Shots and proxies share
    /// it.</summary>
    public static string Picture(VideoStreamInfo video, FilmFormat format)
    {
        ShotFraming framing = ShotFraming.For(video, format.Canvas, format.Fit);
        return framing.Crop
            + ShotColor.Filters(video, framing.ScaledWidth, framing.ScaledHeight, format.Profile.ScalerFlags)
            + framing.Turn
            + framing.OverItself("w")
            + framing.Pad
            + ",setsar=1";
    }

    /// <summary>
    /// Whether a shot may start before its source's first picture. AVI states no presentation times; FFmpeg counts packets, and a
    /// stream with B-frames shows its first picture one or two later than its first packet. A shot that starts on that packet
    /// holds the first picture until then. Such a shot must be decoded from the file's start: after a seek, holding would hide that
    /// pictures are missing.
    /// </summary>
    public static bool StartsBeforeFirstFrame(ShotRequest job) => job.Container == "avi" && IsNearStart(job.Shot, job.Video);

    /// <summary>
    /// Whether the first picture of a source stands for moments before it in a run of frames. So it does as told above, and in front of a
    /// shot that begins where its source does; then, too, decoding has to start at the file's start.
    /// </summary>
    public static bool HoldsFirst(ShotFeed feed, FrameRate rate) =>
        feed.From == 0
            ? feed.Container == "avi" && IsNearStart(feed.Shot, feed.Video)
            : feed.From < 0
                && feed.StartSeconds(rate)
                    < new MediaTime(feed.Video.StartPts ?? 0, feed.Video.TimeBase).Seconds + (2.5 / (feed.Video.OwnRate?.Value ?? 25));

    /// <summary>Whether a shot starts before or on one of its source's first pictures.</summary>
    public static bool IsNearStart(TimelineShot shot, VideoStreamInfo video) =>
        ShotTiming.Rescale(shot.In, video.TimeBase).Seconds
        < new MediaTime(video.StartPts ?? 0, video.TimeBase).Seconds + (2.5 / (video.OwnRate?.Value ?? 25));
}
