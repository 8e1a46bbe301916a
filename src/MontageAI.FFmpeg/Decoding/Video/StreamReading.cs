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

        long[] ticks = [.. lines.Select(l => l.Split(',')).Select(l => Number(l, 0) ?? Number(l, 1)).OfType<long>().Order()];
        return ticks.Length > 0 ? ticks : null;
    }

    /// <summary>Sizes of the pictures, each from the first of them on. Empty where the stream cannot be read.</summary>
    /// <remarks>Decoded and timed as the pictures of analysis are: streams that say nothing of times (raw H.264, AVI) have none but those
    /// that FFmpeg counts for them.</remarks>
    public static async Task<IReadOnlyList<PictureShape>> ShapesAsync(
        FFmpegTools tools,
        MediaInfo info,
        VideoStreamInfo stream,
        CancellationToken cancellationToken
    )
    {
        // Most encoders change the size at key frames only.
        IReadOnlyList<string> some = stream.Codec is "vp8" or "vp9" or "av1" ? [] : KeyFrameScan.InputOptions(info, stream);

        // Filters are set up anew where the size changes, so their first picture tells of it; the box around a white picture has its size.
        ToolCommand command = tools.Command([
            "-copyts",
            .. InputFile.Arguments(
                info.Path,
                ["-noautorotate", "-an", "-sn", "-dn", "-threads", "1", "-skip_loop_filter", "all", .. InputFile.Decoder(stream), .. some]
            ),
            "-map",
            $"0:{stream.Index}",
            "-filter:v",
            "select=not(n),format=gray,lut=y=255,bbox=min_val=0,metadata=print:file=pipe\\\\:1",
            "-f",
            "null",
            "-",
        ]);
        List<PictureShape> shapes = [];
        foreach (string line in await LinesAsync($"Reading '{info.Path}'", command, cancellationToken).ConfigureAwait(false) ?? [])
        {
            Read(line, stream.TimeBase, shapes);
        }

        shapes.RemoveAll(s => s.Width == 0 || s.Height == 0);
        return [.. shapes.Where((s, i) => i == 0 || s.Width != shapes[i - 1].Width || s.Height != shapes[i - 1].Height)];
    }

    // "frame:0 pts:4799952 pts_time:3.99996", then one line for each number of the box.
    private static void Read(string line, Rational timeBase, List<PictureShape> shapes)
    {
        if (
            line.StartsWith("frame:", StringComparison.Ordinal)
            && line.IndexOf("pts:", StringComparison.Ordinal) is > 0 and int at
            && Number(line[(at + 4)..].Split(' ', 2), 0) is { } ticks
        )
        {
            shapes.Add(new PictureShape(new MediaTime(ticks, timeBase), 0, 0));
        }
        else if (shapes.Count > 0 && Number(line.Split('='), 1) is { } pixels and > 0 and <= int.MaxValue)
        {
            shapes[^1] =
                line.StartsWith("lavfi.bbox.w=", StringComparison.Ordinal) ? shapes[^1] with { Width = (int)pixels }
                : line.StartsWith("lavfi.bbox.h=", StringComparison.Ordinal) ? shapes[^1] with { Height = (int)pixels }
                : shapes[^1];
        }
    }

    private static async Task<IEnumerable<string>?> LinesAsync(string task, ToolCommand command, CancellationToken cancellationToken)
    {
        try
        {
            byte[] text = await ToolProcess.ReadOutputAsync(task, command, OutputLimit, cancellationToken).ConfigureAwait(false);
            return Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim());
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
