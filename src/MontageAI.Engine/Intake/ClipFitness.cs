using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>Whether a file is footage at all, judged by its container.</summary>
internal static class ClipFitness
{
    // A picture smaller than this is a thumbnail that lies beside footage.
    private const int SmallestPhotograph = 640;

    /// <summary>The picture stream that a montage uses.</summary>
    /// <param name="info">The probed file.</param>
    /// <param name="photographs">Whether a photograph will do.</param>
    /// <exception cref="MediaException">The file has no moving picture, is a still where none is wanted or too small a one, or is
    /// encrypted.</exception>
    public static VideoStreamInfo Require(MediaInfo info, bool photographs = false)
    {
        VideoStreamInfo? video = info.MainVideo;
        if (video is null)
        {
            throw info.Video.Count > 0
                ? new MediaException(
                    ErrorCode.NoPicture,
                    info.Path,
                    "holds only sound and a cover picture.",
                    $"{Remedy.GiveAsMusic}, or leave it out."
                )
            : info.Audio.Count > 0
                ? new MediaException(ErrorCode.NoPicture, info.Path, "holds only sound.", $"{Remedy.GiveAsMusic}, or leave it out.")
            : new MediaException(ErrorCode.NoPicture, info.Path, "holds no picture and no sound.", "Check that it plays elsewhere.");
        }

        if (info.IsStill && !photographs)
        {
            throw new MediaException(
                ErrorCode.Unsupported,
                info.Path,
                "is a still picture, and this works on moving pictures only.",
                "Leave it out here; montages take it as it is."
            );
        }

        if (info.IsStill && Math.Max(video.Width, video.Height) < SmallestPhotograph)
        {
            throw new MediaException(
                ErrorCode.Unsupported,
                info.Path,
                $"is a picture of {video.Width}x{video.Height}, too small for a photograph (its longer side must have "
                    + $"{SmallestPhotograph} pixels).",
                "Give the original, or leave it out."
            );
        }

        return video.CodecTag is "encv" or "drmi"
            ? throw new MediaException(ErrorCode.Encrypted, info.Path, "is encrypted (DRM).", "Use a file without copy protection.")
            : video;
    }
}
