using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.FFmpeg.Rendering.Shots;

/// <summary>The whole filter chain of one shot, from decoded frames to frames for the encoder.</summary>
internal static class ShotFilterGraph
{
    /// <summary>
    /// The chain. Order matters for cost: which frames are wanted is settled first, so that only those are scaled. Taking
    /// interlaced pictures apart comes even before, since it needs neighbouring frames.
    /// </summary>
    public static string Chain(TimelineShot shot, VideoStreamInfo video, ShotLook look)
    {
        string deinterlace = video.IsInterlaced ? (look.Profile.FastDeinterlace ? "yadif" : "bwdif") + "=mode=send_frame:parity=auto:deint=all," : "";
        ShotFraming framing = ShotFraming.For(video, look.Canvas, look.Fit);
        return deinterlace + ShotTiming.Filters(shot, video, look.Rate) + "," + framing.Crop
            + ShotColor.Filters(video, framing.ScaledWidth, framing.ScaledHeight, look.Profile.ScalerFlags)
            + framing.Turn + framing.Pad + ",setsar=1";
    }
}
