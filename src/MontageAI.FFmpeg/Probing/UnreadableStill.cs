using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Probing;

/// <summary>What is said of photographs that the FFmpeg in use cannot read, and which one can.</summary>
internal static class UnreadableStill
{
    /// <summary>The message for a file that FFmpeg refused; null where it is no photograph.</summary>
    public static MediaException? Of(string path, Exception? cause) =>
        StillPicture.HeifBrand(path) is { } brand
            ? Heif(path, brand.StartsWith("avi", StringComparison.Ordinal), cause)
            : StillPicture.FormatOf(path) switch
            {
                null => null,
                "jpegxl_pipe" => Refusal(
                    path,
                    "is a JPEG XL picture",
                    "FFmpeg reads these from version 5.1 on, where it is built with libjxl",
                    cause
                ),
                "webp_pipe" when StillPicture.IsMovingWebP(path) => Refusal(
                    path,
                    "is a WebP picture that moves",
                    "FFmpeg reads these from version 9.0 on",
                    cause,
                    "Save it as GIF or MP4"
                ),
                _ => new MediaException(
                    ErrorCode.Unsupported,
                    path,
                    "is a still picture that this FFmpeg cannot read.",
                    "Save it as JPEG, or leave it out.",
                    cause
                ),
            };

    private static MediaException Heif(string path, bool isAvif, Exception? cause) =>
        StillPicture.IsInTiles(path)
            ? new MediaException(
                ErrorCode.Unsupported,
                path,
                $"is {(isAvif ? "an AVIF" : "a HEIC")} picture in tiles, as telephones make them, and tiles are not put together here.",
                "Save it as JPEG, or leave it out; FFmpeg puts tiles together from version 8.1 on: ffmpeg -i PICTURE.heic PICTURE.jpg",
                cause
            )
        : isAvif
            ? Refusal(path, "is an AVIF picture", "FFmpeg reads these from version 5.1 on, where it is built with an AV1 decoder", cause)
        : Refusal(path, "is a HEIC picture", "FFmpeg reads these from version 7.0 on", cause);

    /// <summary>Refuses a photograph in which FFmpeg finds no picture, or only the tiles of one.</summary>
    /// <exception cref="MediaException">It is one.</exception>
    public static void RefuseEmpty(MediaInfo info)
    {
        bool tiles = StillPicture.HeifBrand(info.Path) is not null && (info.Video.Count > 2 || StillPicture.IsInTiles(info.Path));
        if ((tiles || (info.Video.Count == 0 && info.Audio.Count == 0)) && Of(info.Path, null) is { } refusal)
        {
            throw refusal;
        }
    }

    private static MediaException Refusal(string path, string kind, string since, Exception? cause, string save = "Save it as JPEG") =>
        new(ErrorCode.Unsupported, path, $"{kind}, which this FFmpeg cannot read.", $"{save}, or leave it out; {since}.", cause);
}
