using MontageAI.Media;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// How a user's file is handed to FFmpeg. Media is hostile input: only local-file protocols and only self-contained container
/// formats are allowed, so that a playlist or a crafted file can reach neither the network nor another file.
/// </summary>
public static class InputFile
{
    // Demuxers of self-contained files. Left out on purpose: hls, dash, concat, sdp, rtsp, image2 patterns, lavfi, tty and the
    // like, which open other files or devices named inside the input.
    private const string Formats =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,flv,asf,ogg,wav,w64,mp3,flac,aac,ac3,eac3,aiff,au,"
        + "caf,amr,ape,wv,tta,"
        + "mxf,gxf,dv,rm,ivf,av1,obu,nut,y4m,yuv4mpegpipe,vob,wtv,nsv,svq3,swf,dts,truehd,opus,mpjpeg,gif,webp_pipe,png_pipe,jpeg_pipe,"
        + "bmp_pipe,tiff_pipe,jpegxl_pipe,apng,mjpeg";

    // A crafted header can claim a picture that would take all memory. 8192 x 8192 is beyond any film camera; telephones make photographs
    // of 200 megapixels, which JPEG keeps in 3 bytes each at most.
    private const string MostPixels = "67108864";
    private const string MostPixelsOfJpeg = "268435456";

    /// <summary>Options that must stand before <c>-i</c>, and the input itself.</summary>
    /// <param name="path">Full path; any characters are safe, since it is one argument with an explicit protocol.</param>
    /// <param name="options">Further input options, placed before <c>-i</c>.</param>
    public static IEnumerable<string> Arguments(string path, params IEnumerable<string> options)
    {
        string? still = StillFormat(path);
        return
        [
            "-protocol_whitelist",
            "file,pipe,fd",
            "-format_whitelist",
            Formats,
            "-max_pixels",
            still is "jpeg_pipe" ? MostPixelsOfJpeg : MostPixels,
            .. still is null ? [] : new[] { "-f", still },
            .. options,
            "-i",
            Url(path),
        ];
    }

    // By its name FFmpeg takes a picture for one of a numbered series, which could open other files; as one picture it is safe.
    private static string? StillFormat(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" or ".JXL" or ".PNG" or ".WEBP" or ".BMP" or ".TIF" or ".TIFF" => StillPicture.FormatOf(path),
            // Pictures one after the other; the first alone would be taken for a photograph.
            ".MJPEG" or ".MJPG" when StillPicture.FormatOf(path) is "jpeg_pipe" => "mjpeg",
            _ => null,
        };

    /// <summary>Input options that choose a stream's decoder, empty where FFmpeg's own choice is right.</summary>
    public static IReadOnlyList<string> Decoder(VideoStreamInfo video) => video?.Decoder is { } name ? ["-c:v", name] : [];

    /// <summary>The file as a URL with an explicit protocol, so that "-x.mp4" and "http:x.mp4" are file names.</summary>
    public static string Url(string path) => "file:" + Path.GetFullPath(path);
}
