using System.Globalization;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Sheets;

/// <summary>Turns pictures that were composed in memory into files, one process each time.</summary>
public sealed class SheetEncoder(FFmpegTools tools)
{
    private const int MaxBytesPerPicture = 1 << 20;

    /// <summary>Writes one picture as PNG.</summary>
    /// <param name="rawFile">Its pixels, 8-bit RGB, rows packed.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="labelFile">Text to draw over it, as a subtitle script (ASS) of the same size; null for none.</param>
    /// <param name="output">File to write.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FFmpegException">FFmpeg cannot do it.</exception>
    public Task WritePngAsync(string rawFile, int width, int height, string? labelFile, string output, CancellationToken cancellationToken)
    {
        string[] labels = labelFile is null ? [] : ["-vf", $"ass=filename={Escape(labelFile)}"];
        return ToolProcess.RunAsync(
            "Drawing the sheet",
            tools.Command([
                "-y",
                .. Raw(rawFile, "rgb24", width, height),
                .. labels,
                "-frames:v",
                "1",
                "-pix_fmt",
                "rgb24",
                "-c:v",
                "png",
                "-f",
                "image2",
                "-update",
                "1",
                output,
            ]),
            cancellationToken
        );
    }

    /// <summary>Makes JPEG files of pictures of one size.</summary>
    /// <param name="rawFile">Their pixels one after the other, 8-bit RGB.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>As many JPEG files.</returns>
    /// <exception cref="FFmpegException">FFmpeg cannot do it.</exception>
    public async Task<IReadOnlyList<byte[]>> MakeJpegAsync(
        string rawFile,
        int width,
        int height,
        int count,
        CancellationToken cancellationToken
    )
    {
        byte[] stream = await ToolProcess
            .ReadOutputAsync(
                "Making thumbnails",
                tools.Command([
                    .. Raw(rawFile, "rgb24", width, height),
                    "-pix_fmt",
                    "yuvj420p",
                    "-c:v",
                    "mjpeg",
                    "-q:v",
                    "5",
                    "-threads",
                    "1",
                    "-f",
                    "image2pipe",
                    "pipe:1",
                ]),
                count * MaxBytesPerPicture,
                cancellationToken
            )
            .ConfigureAwait(false);
        return JpegStream.Split(stream);
    }

    private static string[] Raw(string file, string format, int width, int height) =>
        [
            "-f",
            "rawvideo",
            "-pixel_format",
            format,
            "-video_size",
            string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"),
            "-framerate",
            "25",
            "-i",
            InputFile.Url(file),
        ];

    // Once for the filter's options, once for the filter graph.
    private static string Escape(string path) => Mark(Mark(path, "\\':"), "\\'[],;");

    private static string Mark(string text, string special) =>
        string.Concat(text.Select(c => special.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));
}
