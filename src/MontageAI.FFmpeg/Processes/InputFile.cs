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
        + "bmp_pipe,tiff_pipe,apng";

    // A crafted header can claim a picture that would take all memory. 8192 x 8192 is beyond any camera.
    private const string MostPixels = "67108864";

    /// <summary>Options that must stand before <c>-i</c>, and the input itself.</summary>
    /// <param name="path">Full path; any characters are safe, since it is one argument with an explicit protocol.</param>
    /// <param name="options">Further input options, placed before <c>-i</c>.</param>
    public static IEnumerable<string> Arguments(string path, params IEnumerable<string> options) =>
        [
            "-protocol_whitelist",
            "file,pipe,fd",
            "-format_whitelist",
            Formats,
            "-max_pixels",
            MostPixels,
            .. StillFormat(path),
            .. options,
            "-i",
            Url(path),
        ];

    // By its name FFmpeg takes a picture for one of a numbered series, which could open other files; as one picture it is safe.
    private static string[] StillFormat(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" or ".PNG" or ".WEBP" or ".BMP" or ".TIF" or ".TIFF" => StillPicture.FormatOf(path) is { } format
                ? ["-f", format]
                : [],
            _ => [],
        };

    /// <summary>The file as a URL with an explicit protocol, so that "-x.mp4" and "http:x.mp4" are file names.</summary>
    public static string Url(string path) => "file:" + Path.GetFullPath(path);
}
