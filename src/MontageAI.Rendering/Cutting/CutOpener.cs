using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.Rendering.Cutting;

/// <summary>
/// Opens what a piece is taken from. Files of other kinds than MP4 are first put into an MP4 file as they are, since only its tables name
/// every frame; where that cannot be, the piece is encoded.
/// </summary>
/// <param name="tools">Where FFmpeg is.</param>
internal sealed class CutOpener(FFmpegTools tools)
{
    /// <summary>Opens the source of a piece.</summary>
    /// <param name="request">What to take.</param>
    /// <param name="folder">Folder for files in between.</param>
    /// <param name="notes">Receives what was done differently.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<CutSource> OpenAsync(CutRequest request, string folder, List<string> notes, CancellationToken cancellationToken)
    {
        MediaInfo info = request.Source;
        VideoStreamInfo video =
            info.MainVideo ?? throw new MediaException(ErrorCode.NoPicture, info.Path, "it holds no moving picture.", "Name a video file.");
        bool mov = info.Container.Contains("mp4", StringComparison.Ordinal);
        if (mov && await CutSource.OpenAsync(info, video, info, isEncoded: false, cancellationToken).ConfigureAwait(false) is { } source)
        {
            return source;
        }

        // Copied, frames of a file that does not say when they are shown would be shown in the order in which they are stored.
        string copy = Path.Combine(
            folder,
            "copy." + (video.Codec is "h264" or "hevc" or "av1" or "vp9" or "mpeg4" or "mpeg2video" ? "mp4" : "mov")
        );
        if (video.IsReordered is not true && await CopiedAsync(info, video, copy, cancellationToken).ConfigureAwait(false) is { } inMov)
        {
            if (!mov)
            {
                notes.Add($"Frame times are those of {info.Container.Split(',')[0]}, put into an MP4 file.");
            }

            return inMov;
        }

        if (request.Mode == CutMode.Copy)
        {
            throw new MediaException(
                ErrorCode.CutImpossible,
                info.Path,
                $"its {video.Codec} pictures cannot be put into an MP4 file frame by frame, so they cannot be copied exactly.",
                $"{Remedy.AllowEncoding}."
            );
        }

        await ToolProcess
            .RunAsync("Encoding the piece", CutEncoder.Counted(tools, info, video, request, copy), cancellationToken)
            .ConfigureAwait(false);
        MediaInfo encoded = await new MediaProbe(tools).ProbeAsync(copy, cancellationToken).ConfigureAwait(false);
        if (
            encoded.MainVideo is not { } pictures
            || await CutSource.OpenAsync(encoded, pictures, info, isEncoded: true, cancellationToken).ConfigureAwait(false) is not { } piece
        )
        {
            throw new MediaException(
                ErrorCode.MediaUnreadable,
                info.Path,
                "no frame of the range could be decoded.",
                "Name a range in which there are some, and check that the file plays there."
            );
        }

        notes.Add(
            video.IsReordered is true
                ? $"All frames were encoded: this file ({info.Container}) does not say when its frames are shown."
                : $"All frames were encoded: {video.Codec} pictures of this file cannot be put into an MP4 file frame by frame."
        );
        return piece;
    }

    // Null where MP4 does not know the codec, and where the file is damaged: encoding tells which.
    private async Task<CutSource?> CopiedAsync(MediaInfo info, VideoStreamInfo video, string copy, CancellationToken cancellationToken)
    {
        string[] sound = info.MainAudio is { Codec: "aac" } audio ? ["-map", $"0:{audio.Index}"] : [];
        ToolCommand command = tools.Command([
            .. InputFile.Arguments(info.Path),
            "-map",
            $"0:{video.Index}",
            .. sound,
            "-c",
            "copy",
            "-f",
            Path.GetExtension(copy)[1..],
            "-y",
            InputFile.Url(copy),
        ]);
        try
        {
            await ToolProcess.RunAsync($"Copying '{info.Path}' into an MP4 file", command, cancellationToken).ConfigureAwait(false);
            MediaInfo copied = await new MediaProbe(tools).ProbeAsync(copy, cancellationToken).ConfigureAwait(false);
            return copied.MainVideo is { } main
                ? await CutSource.OpenAsync(copied, main, info, isEncoded: false, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (FFmpegException)
        {
            return null;
        }
    }
}
