using MontageAI.Media;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// How a key-frame scan is asked for, so that every frame keeps its exact PTS. FFmpeg 5.1's MP4 demuxer, when it leaves out
/// packets, does not advance its table of composition offsets and then gives key frames of reordered streams the offset of
/// another frame; AVI and raw streams carry no PTS at all, and guessed ones need every frame.
/// </summary>
public static class KeyFrameScan
{
    /// <summary>Input options, placed before <c>-i</c>; empty where every frame must be decoded.</summary>
    public static IReadOnlyList<string> InputOptions(MediaInfo info, VideoStreamInfo stream)
    {
        string container = info.Container;
        bool timed = container is not ("avi" or "h264" or "hevc" or "m4v" or "mpegvideo" or "obu" or "mjpeg");
        if (!timed)
        {
            return [];
        }

        bool mov = container.Contains("mp4", StringComparison.Ordinal) || container.Contains("mov", StringComparison.Ordinal);
        bool reorders = stream.Codec is not ("av1" or "vp8" or "vp9" or "mjpeg" or "prores" or "dnxhd");
        return mov && reorders ? ["-skip_frame", "nokey"] : ["-discard", "nokey", "-skip_frame", "nokey"];
    }
}
