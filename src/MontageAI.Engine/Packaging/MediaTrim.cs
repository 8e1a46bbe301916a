using System.Globalization;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Timecodes;
using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>A file of which a part was taken.</summary>
/// <param name="Source">The part as a source.</param>
/// <param name="FirstFrame">The original's frame that is its first.</param>
/// <param name="Frames">Frames that it holds.</param>
internal sealed record TrimmedMedia(TimelineSource Source, long FirstFrame, long Frames);

/// <summary>
/// Takes parts out of files without encoding anything again: from the key frame before to the key frame after. Each part is compared with
/// the original, frame by frame; where it holds other frames, or the file cannot be cut so, nothing is taken.
/// </summary>
internal sealed class MediaTrim(JobContext context)
{
    private const int MostPacketBytes = 512 << 20;

    // Sound may end a little later than pictures.
    private const double SoundSeconds = 0.5;

    private static readonly string[] s_movies = [".mp4", ".mov", ".m4v"];
    private static readonly string[] s_matroska = [".mkv", ".webm"];

    /// <summary>Takes a part.</summary>
    /// <param name="source">The file.</param>
    /// <param name="used">What of it is needed.</param>
    /// <param name="output">Where the part goes; the same ending as the file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The part, or why there is none.</returns>
    public async Task<(TrimmedMedia? Part, string? Why)> TakeAsync(
        TimelineSource source,
        UsedRange used,
        string output,
        CancellationToken cancellationToken
    )
    {
        string ending = Path.GetExtension(source.Path).ToLowerInvariant();
        if (source.VariableRate || source.Rate is not { } rate)
        {
            return (null, "its frames sit at irregular times");
        }

        if (!s_movies.Contains(ending) && !s_matroska.Contains(ending))
        {
            return (null, $"files that end in {ending} are not cut");
        }

        Packet[] packets = await PacketsAsync(source.Path, source.VideoStream, cancellationToken).ConfigureAwait(false);
        if (Cut(packets, source, rate, used) is not { } cut)
        {
            return (null, "nearly all of it is used, or its key frames cannot stand alone");
        }

        double first = packets[cut.First].Time,
            end = cut.End < packets.Length ? packets[cut.End].Time : packets.Max(p => p.Time) + (1 / rate.Value);
        long frame = FrameAt(source, rate, first);
        TimecodeCount count = TimecodeCount.Of(rate, source.StartTimecode);
        long start = source.StartTimecode is { } label && count.TryFrame(label, out long known, out _) ? known : 0;
        string timecode = count.Label(start + frame);
        try
        {
            await CopyAsync(source, cut, first, end, timecode, output, s_movies.Contains(ending), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FFmpegException or MediaException)
        {
            File.Delete(output);
            return (null, "its streams cannot be copied into a file of the same kind");
        }

        (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(output, cancellationToken).ConfigureAwait(false);
        TimelineSource made = HandoffSources.Of(file, info, source.Id) with { Reel = source.Reel, CaptureRate = source.CaptureRate };
        Packet[] taken = await PacketsAsync(output, made.VideoStream, cancellationToken).ConfigureAwait(false);
        if (
            !AreSame(packets[cut.First..cut.End], taken)
            || made.StartTimecode is null
            || !AreSame(count, made.StartTimecode, start + frame)
        )
        {
            File.Delete(output);
            return (null, "what was taken of it was not, frame by frame, what it holds");
        }

        return (new TrimmedMedia(made, frame, cut.End - cut.First), null);
    }

    // Places of packets in the order of decoding: from a key frame that nothing before it is shown after, to another one.
    private static (int First, int End)? Cut(Packet[] packets, TimelineSource source, FrameRate rate, UsedRange used)
    {
        // Latest moment before each packet, earliest from it on.
        double[] before = new double[packets.Length + 1],
            from = new double[packets.Length + 1];
        before[0] = double.NegativeInfinity;
        from[^1] = double.PositiveInfinity;
        for (int i = 0; i < packets.Length; i++)
        {
            before[i + 1] = Math.Max(before[i], packets[i].Time);
            int j = packets.Length - 1 - i;
            from[j] = Math.Min(from[j + 1], packets[j].Time);
        }

        int first = -1,
            end = packets.Length;
        for (int i = 0; i < packets.Length; i++)
        {
            bool clean = packets[i].IsKey && before[i] < packets[i].Time && from[i] >= packets[i].Time;
            long frame = clean ? FrameAt(source, rate, packets[i].Time) : 0;
            if (clean && (frame <= used.First || first < 0))
            {
                first = i;
            }
            else if (clean && frame >= used.End)
            {
                end = i;
                break;
            }
        }

        return first < 0 || (first == 0 && end == packets.Length) ? null : (first, end);
    }

    private static long FrameAt(TimelineSource source, FrameRate rate, double seconds) =>
        (long)Math.Round((seconds - source.AvailableStart.Seconds) * rate.Value, MidpointRounding.AwayFromZero);

    private async Task CopyAsync(
        TimelineSource source,
        (int First, int End) cut,
        double first,
        double end,
        string timecode,
        string output,
        bool isMovie,
        CancellationToken cancellationToken
    )
    {
        // Exactly the key frame: later, and its first frame would be hidden.
        string seek = first.ToString("0.000000", CultureInfo.InvariantCulture),
            length = (end - first + SoundSeconds).ToString("0.000000", CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-y",
            .. InputFile.Arguments(source.Path, "-noaccurate_seek", "-ss", seek, "-seek_timestamp", "1"),
            "-map",
            string.Create(CultureInfo.InvariantCulture, $"0:{source.VideoStream}"),
            "-map",
            "0:a?",
            "-c",
            "copy",
            "-map_metadata",
            "0",
            "-map_chapters",
            "-1",
            "-frames:v",
            (cut.End - cut.First).ToString(CultureInfo.InvariantCulture),
            "-t",
            length,
        ];
        arguments.AddRange(
            isMovie
                ? ["-timecode", timecode, "-write_tmcd", "1"]
                : ["-metadata:s:v:0", "timecode=" + timecode, "-metadata", "timecode=" + timecode]
        );
        arguments.Add(InputFile.Url(output));
        await ToolProcess.RunAsync("Taking a part of a file", context.Tools.Command(arguments), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Packet[]> PacketsAsync(string path, int stream, CancellationToken cancellationToken)
    {
        ToolCommand command = context.Tools.Probe([
            "-select_streams",
            stream.ToString(CultureInfo.InvariantCulture),
            "-show_entries",
            "packet=pts_time,flags,size",
            "-of",
            "csv=p=0",
            .. InputFile.Arguments(path),
        ]);
        byte[] output = await ToolProcess
            .ReadOutputAsync("Listing the frames of a file", command, MostPacketBytes, cancellationToken)
            .ConfigureAwait(false);
        List<Packet> packets = [];
        foreach (string line in System.Text.Encoding.ASCII.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Trim().Split(',');
            // Packets that are thrown away before anything is shown are marked with a D.
            if (
                fields.Length >= 3
                && !fields[2].Contains('D', StringComparison.Ordinal)
                && double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double time)
                && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            )
            {
                packets.Add(new Packet(time, size, fields[2].StartsWith('K')));
            }
        }

        return [.. packets];
    }

    // The same packets at the same distances.
    private static bool AreSame(Packet[] wanted, Packet[] taken)
    {
        if (wanted.Length == 0 || wanted.Length != taken.Length)
        {
            return false;
        }

        double shift = taken[0].Time - wanted[0].Time;
        return wanted.Zip(taken).All(p => p.First.Size == p.Second.Size && Math.Abs(p.Second.Time - p.First.Time - shift) < 0.002);
    }

    private static bool AreSame(TimecodeCount count, string label, long frame) =>
        count.TryFrame(label, out long told, out _) && told == frame % count.PerDay;

    private readonly record struct Packet(double Time, int Size, bool IsKey);
}
