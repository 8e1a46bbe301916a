using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>What is only known of a stream once all of it was read: asked of ffprobe, and only for streams that give reason to.</summary>
internal static class StreamReading
{
    // Some thirty bytes per frame: ten hours and more.
    private const int OutputLimit = 48 << 20;

    /// <summary>PTS of all packets, ascending; DTS where a container knows no other. Null where the stream cannot be read.</summary>
    public static async Task<IReadOnlyList<long>?> TimesAsync(
        FFmpegTools tools,
        MediaInfo info,
        VideoStreamInfo stream,
        CancellationToken cancellationToken
    )
    {
        ToolCommand command = tools.Probe([
            "-select_streams",
            stream.Index.ToString(CultureInfo.InvariantCulture),
            "-show_entries",
            "packet=pts,dts",
            "-print_format",
            "csv=print_section=0",
            .. InputFile.Arguments(info.Path),
        ]);
        if (await LinesAsync($"Reading '{info.Path}'", command, cancellationToken).ConfigureAwait(false) is not { } lines)
        {
            return null;
        }

        long[] ticks = [.. lines.Select(l => Number(l, 0) ?? Number(l, 1)).OfType<long>().Order()];
        return ticks.Length > 0 ? ticks : null;
    }

    /// <summary>Sizes of the pictures, each from the first of them on. Empty where the stream cannot be read.</summary>
    public static async Task<IReadOnlyList<PictureShape>> ShapesAsync(
        FFmpegTools tools,
        MediaInfo info,
        VideoStreamInfo stream,
        CancellationToken cancellationToken
    )
    {
        // Most encoders change the size at key frames only.
        string[] some = stream.Codec is "vp9" or "av1" ? [] : ["-skip_frame", "nokey"];
        ToolCommand command = tools.Probe([
            .. some,
            "-select_streams",
            stream.Index.ToString(CultureInfo.InvariantCulture),
            "-show_entries",
            "frame=pts,width,height",
            "-print_format",
            "csv=print_section=0",
            .. InputFile.Arguments(info.Path),
        ]);
        List<PictureShape> shapes = [];
        foreach (string[] line in await LinesAsync($"Reading '{info.Path}'", command, cancellationToken).ConfigureAwait(false) ?? [])
        {
            if (
                Number(line, 0) is { } ticks
                && Number(line, 1) is { } width and > 0 and <= int.MaxValue
                && Number(line, 2) is { } height and > 0 and <= int.MaxValue
                && (shapes.Count == 0 || shapes[^1].Width != width || shapes[^1].Height != height)
            )
            {
                shapes.Add(new PictureShape(new MediaTime(ticks, stream.TimeBase), (int)width, (int)height));
            }
        }

        return shapes;
    }

    private static async Task<IEnumerable<string[]>?> LinesAsync(string task, ToolCommand command, CancellationToken cancellationToken)
    {
        try
        {
            byte[] text = await ToolProcess.ReadOutputAsync(task, command, OutputLimit, cancellationToken).ConfigureAwait(false);
            return Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim().Split(','));
        }
        catch (FFmpegException)
        {
            // It is only ever additional evidence.
            return null;
        }
    }

    private static long? Number(string[] line, int at) =>
        at < line.Length && long.TryParse(line[at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
