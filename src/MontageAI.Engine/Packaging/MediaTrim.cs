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
/// <param name="Frames">Frames that it holds; null for the whole file.</param>
internal sealed record TrimmedMedia(TimelineSource Source, long FirstFrame, long? Frames);

/// <summary>
/// Takes parts out of files without encoding anything again: from the key frame before to the key frame after. Each part is compared with
/// the original, frame by frame; where it holds other frames, or the file cannot be cut so, nothing is taken.
/// </summary>
internal sealed class MediaTrim(JobContext context)
{
    // Sound may end a little later than pictures.
    private const double SoundSeconds = 0.5;

    private static readonly string[] s_movies = [".mp4", ".mov", ".m4v"];
    private static readonly string[] s_matroska = [".mkv", ".webm"];

    /// <summary>Takes what is used, each stretch into a file of its own.</summary>
    /// <param name="source">The file.</param>
    /// <param name="used">Stretches that are needed, in order of the file.</param>
    /// <param name="ids">Names of the parts as sources, as many as stretches.</param>
    /// <param name="outputs">Where parts go, as many as stretches; the same ending as the file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The parts in order; none and why where it is not cut.</returns>
    public async Task<(IReadOnlyList<TrimmedMedia> Parts, string? Why)> TakeAsync(
        TimelineSource source,
        IReadOnlyList<UsedRange> used,
        IReadOnlyList<string> ids,
        IReadOnlyList<string> outputs,
        CancellationToken cancellationToken
    )
    {
        string ending = Path.GetExtension(source.Path).ToLowerInvariant();
        if (source.VariableRate || source.Rate is not { } rate)
        {
            return ([], "its frames sit at irregular times");
        }

        if (!s_movies.Contains(ending) && !s_matroska.Contains(ending))
        {
            return ([], $"files that end in {ending} are not cut");
        }

        FilePacket[] packets = await FilePacket
            .ReadAsync(context, source.Path, source.VideoStream, cancellationToken)
            .ConfigureAwait(false);
        if (Cuts(packets, source, rate, used) is not { } cuts)
        {
            return ([], "nearly all of it is used, or its key frames cannot stand alone");
        }

        List<TrimmedMedia> parts = [];
        foreach ((int first, int end) in cuts)
        {
            (string id, string output) = (ids[parts.Count], outputs[parts.Count]);
            (TrimmedMedia? part, string? why) = await TakeAsync(source, rate, packets, (first, end), id, output, cancellationToken)
                .ConfigureAwait(false);
            if (part is null)
            {
                parts.ForEach(p => File.Delete(p.Source.Path));
                return ([], why);
            }

            parts.Add(part);
        }

        return (parts, null);
    }

    private async Task<(TrimmedMedia? Part, string? Why)> TakeAsync(
        TimelineSource source,
        FrameRate rate,
        FilePacket[] packets,
        (int First, int End) cut,
        string id,
        string output,
        CancellationToken cancellationToken
    )
    {
        double first = packets[cut.First].Time,
            end = cut.End < packets.Length ? packets[cut.End].Time : packets.Max(p => p.Time) + (1 / rate.Value);
        long frame = FrameAt(source, rate, first);
        TimecodeCount count = TimecodeCount.Of(rate, source.StartTimecode);
        long start = source.StartTimecode is { } label && count.TryFrame(label, out long known, out _) ? known : 0;
        string timecode = count.Label(start + frame);
        bool isMovie = s_movies.Contains(Path.GetExtension(output).ToLowerInvariant());
        try
        {
            await CopyAsync(source, cut, first, end, timecode, output, isMovie, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FFmpegException or MediaException)
        {
            File.Delete(output);
            return (null, "its streams cannot be copied into a file of the same kind");
        }

        (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(output, cancellationToken).ConfigureAwait(false);
        TimelineSource made = HandoffSources.Of(file, info, id) with
        {
            Reel = source.Reel,
            CaptureRate = source.CaptureRate,
            SoundTracks = source.SoundTracks,
        };
        FilePacket[] taken = await FilePacket.ReadAsync(context, output, made.VideoStream, cancellationToken).ConfigureAwait(false);
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

    // Places of packets in the order of decoding, those of a use from a key frame that nothing before it is shown after to another one;
    // stretches that meet are one. Null where all of it would be taken, or frames that are used lean on what comes before.
    private static List<(int First, int End)>? Cuts(
        FilePacket[] packets,
        TimelineSource source,
        FrameRate rate,
        IReadOnlyList<UsedRange> used
    )
    {
        // Where a part may begin or end. Latest moment before each packet, earliest from it on.
        double[] from = new double[packets.Length + 1];
        from[^1] = double.PositiveInfinity;
        for (int i = packets.Length - 1; i >= 0; i--)
        {
            from[i] = Math.Min(from[i + 1], packets[i].Time);
        }

        List<(int Place, long Frame)> clean = [];
        double before = double.NegativeInfinity;
        for (int i = 0; i < packets.Length; i++)
        {
            if (packets[i].IsKey && before < packets[i].Time && from[i] >= packets[i].Time)
            {
                clean.Add((i, FrameAt(source, rate, packets[i].Time)));
            }

            before = Math.Max(before, packets[i].Time);
        }

        List<(int First, int End)> cuts = [];
        foreach (UsedRange use in used)
        {
            int at = clean.FindLastIndex(c => c.Frame <= Math.Max(0, use.First));
            if (at < 0 && clean is [(0, _), ..])
            {
                at = 0;
            }
            else if (at < 0)
            {
                return null;
            }

            int next = clean.FindIndex(at + 1, c => c.Frame >= use.End),
                end = next < 0 ? packets.Length : clean[next].Place;
            if (cuts.Count > 0 && clean[at].Place <= cuts[^1].End)
            {
                cuts[^1] = (cuts[^1].First, Math.Max(cuts[^1].End, end));
            }
            else
            {
                cuts.Add((clean[at].Place, end));
            }
        }

        return cuts is [(0, var last)] && last == packets.Length ? null : cuts;
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

    // The same packets at the same distances.
    private static bool AreSame(FilePacket[] wanted, FilePacket[] taken)
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
}
