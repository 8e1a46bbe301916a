using System.Globalization;
using System.Text;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;

namespace MontageAI.Interchange.Tables;

/// <summary>Writes one row a shot (RFC 4180): places in frames, timecode and seconds.</summary>
internal static class CsvWriter
{
    private static readonly string[] s_columns =
    [
        "shot",
        "record_start_frame",
        "record_end_frame",
        "record_start_timecode",
        "record_end_timecode",
        "record_start_seconds",
        "record_end_seconds",
        "source_start_frame",
        "source_end_frame",
        "source_start_timecode",
        "source_end_timecode",
        "source_start_seconds",
        "source_end_seconds",
        "media",
        "media_rate",
        "media_start_timecode",
        "reel",
        "speed",
        "transition",
        "notes",
    ];

    /// <summary>Writes them.</summary>
    public static void Write(Sequence sequence, Stream to)
    {
        StringBuilder text = new();
        Row(text, s_columns);
        foreach (SequenceClip clip in sequence.Clips)
        {
            Row(text, [.. Of(sequence, clip)]);
        }

        to.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static IEnumerable<string> Of(Sequence sequence, SequenceClip clip)
    {
        SequenceMedia media = clip.Media;
        long end = clip.In + clip.SourceLength(clip.Record.Length);
        yield return clip.Shot;
        yield return Text(clip.Record.Start);
        yield return Text(clip.Record.End);
        yield return sequence.Count.Label(sequence.Start + clip.Record.Start);
        yield return sequence.Count.Label(sequence.Start + clip.Record.End);
        yield return Seconds(clip.Record.Start, sequence.Rate);
        yield return Seconds(clip.Record.End, sequence.Rate);
        yield return Text(clip.In);
        yield return Text(end);
        yield return media.Count.Label(media.Start + clip.In);
        yield return media.Count.Label(media.Start + end);
        yield return Seconds(clip.In, media.Rate);
        yield return Seconds(end, media.Rate);
        yield return media.Path;
        yield return media.Rate.ToString();
        yield return media.Count.Label(media.Start);
        yield return media.Reel ?? "";
        yield return clip.Speed.ToString();
        yield return clip.Entry is { } entry
            ? string.Create(CultureInfo.InvariantCulture, $"{ShotLosses.Word(entry.Kind)} {entry.Frames}")
            : "";
        yield return string.Join("; ", clip.Notes);
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") < 0 && cell.Trim() == cell
            ? cell
            : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(long frame, FrameRate rate) => rate.SecondsAt(frame).ToString("0.######", CultureInfo.InvariantCulture);
}
