using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Pipeline.Intake;

/// <summary>Whether a file is footage at all, judged by its container.</summary>
internal static class ClipFitness
{
    private static readonly string[] s_stillCodecs = ["png", "mjpeg", "webp", "bmp", "tiff", "gif", "jpegls", "jpeg2000", "jpegxl"];

    /// <summary>The picture stream that a montage uses.</summary>
    /// <exception cref="MediaException">The file has no moving picture, is a still, or is encrypted.</exception>
    public static VideoStreamInfo Require(MediaInfo info)
    {
        VideoStreamInfo? video = info.MainVideo;
        if (video is null)
        {
            throw info.Video.Count > 0
                ? new MediaException(info.Path, "holds only sound and a cover picture.", "Give it as --music, or leave it out.")
                : info.Audio.Count > 0
                    ? new MediaException(info.Path, "holds only sound.", "Give it as --music, or leave it out.")
                    : new MediaException(info.Path, "holds no picture and no sound.", "Check that it plays elsewhere.");
        }

        if (IsStill(info, video))
        {
            throw new MediaException(info.Path, "is a still picture, and only moving pictures are used so far.", "Make a clip of it, or leave it out.");
        }

        return video.CodecTag is "encv" or "drmi"
            ? throw new MediaException(info.Path, "is encrypted (DRM).", "Use a file without copy protection.")
            : video;
    }

    private static bool IsStill(MediaInfo info, VideoStreamInfo video) =>
        info.Container.EndsWith("_pipe", StringComparison.Ordinal)
        || info.Container is "image2"
        || (s_stillCodecs.Contains(video.Codec) && (video.FrameCount == 1 || (info.DurationSeconds is null && info.Container is not ("avi" or "mpjpeg"))));
}
