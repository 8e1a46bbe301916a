using System.Buffers.Binary;
using System.Text;
using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Probing;

/// <summary>One track as FFmpeg would see it: its tables, its place on the movie's timeline and its only sample entry.</summary>
internal sealed record Mp4TrackFacts
{
    /// <summary>"vide", "soun", or another handler.</summary>
    public required string Handler { get; init; }

    /// <summary>Four characters that name the coding.</summary>
    public required string Format { get; init; }

    /// <summary>Ticks per second, above 0.</summary>
    public required long Timescale { get; init; }

    /// <summary>The tables' sums.</summary>
    public required Mp4Tables Tables { get; init; }

    /// <summary>First tick shown.</summary>
    public required long Start { get; init; }

    /// <summary>Ticks shown, above 0 for pictures and sound.</summary>
    public required long Duration { get; init; }

    /// <summary>The nine numbers of the display matrix.</summary>
    public required int[] Matrix { get; init; }

    /// <summary>Width that the track header states, whole pixels.</summary>
    public required int DisplayWidth { get; init; }

    /// <summary>Height that the track header states, whole pixels.</summary>
    public required int DisplayHeight { get; init; }

    /// <summary>The sample entry: content after its type.</summary>
    public required Mp4Box Entry { get; init; }

    /// <summary>Reads a "trak" box.</summary>
    /// <param name="data">The tables.</param>
    /// <param name="box">The track's box.</param>
    /// <param name="movieScale">Ticks per second of edit lists' durations.</param>
    public static Mp4TrackFacts? Read(byte[] data, Mp4Box box, long movieScale)
    {
        if (
            PlainBoxes.Children(data, box.Start, box.Length, "tkhd", "edts", "mdia", "udta", "tref", "meta") is not { } trak
            || !trak.TryGetValue("tkhd", out Mp4Box tkhd)
            || !trak.TryGetValue("mdia", out Mp4Box mdia)
            || !PlainReference(data, trak)
            || (trak.TryGetValue("udta", out Mp4Box udta) && !UserData.IsHarmless(data, udta))
            || (trak.TryGetValue("meta", out Mp4Box meta) && !UserData.IsHarmless(data, meta))
            || PlainBoxes.Children(data, mdia.Start, mdia.Length, "mdhd", "hdlr", "minf") is not { Count: 3 } media
            || PlainBoxes.List(data, mdia.Start, mdia.Length) is not { } order
            || order.FindIndex(b => b.Type == "minf") < order.FindIndex(b => b.Type == "mdhd")
            || order.FindIndex(b => b.Type == "minf") < order.FindIndex(b => b.Type == "hdlr")
            || PlainBoxes.Children(data, media["minf"].Start, media["minf"].Length, "dinf", "stbl", "hdlr") is not { } info
            || !info.TryGetValue("dinf", out Mp4Box dinf)
            || !IsSelfContained(data, dinf)
            || !info.TryGetValue("stbl", out Mp4Box stbl)
            || PlainBoxes.Children(
                data,
                stbl.Start,
                stbl.Length,
                "stsd",
                "stts",
                "ctts",
                "stss",
                "stsz",
                "stsc",
                "stco",
                "co64",
                "sdtp",
                "sgpd",
                "sbgp"
            )
                is not { } tables
            || !tables.TryGetValue("stsd", out Mp4Box stsd)
            || media["hdlr"].Length < 24
            || OnlyEntry(data, stsd) is not { } entry
        )
        {
            return null;
        }

        Mp4Box mdhd = media["mdhd"];
        string handler = Encoding.Latin1.GetString(data, media["hdlr"].Start + 8, 4);
        bool played = handler is "vide" or "soun";
        if (
            Header(data, mdhd, 12) is not { } times
            || Mp4Tables.Read(data, tables, !played) is not { } sums
            || tkhd.Length != (data[tkhd.Start] == 1 ? 96 : 84)
            || data[tkhd.Start] > 1
        )
        {
            return null;
        }

        int end = tkhd.Start + tkhd.Length;
        int id = I32(data, tkhd.Start + (data[tkhd.Start] == 1 ? 20 : 12));
        if (id is 0 or -1 || Edits(data, trak, movieScale, times.Scale) is not { } edits)
        {
            return null;
        }

        long duration = Math.Min(Math.Min(times.Duration, sums.Ticks), edits.Shown ?? long.MaxValue);
        return duration <= 0 && played
            ? null
            : new Mp4TrackFacts
            {
                Handler = handler,
                Format = entry.Type,
                Timescale = times.Scale,
                Tables = sums,
                Start = edits.Shown is null ? sums.FirstOffset : edits.Empty,
                Duration = duration,
                Matrix = [.. Enumerable.Range(0, 9).Select(i => I32(data, end - 44 + (4 * i)))],
                DisplayWidth = I32(data, end - 8) >> 16,
                DisplayHeight = I32(data, end - 4) >> 16,
                Entry = entry,
            };
    }

    /// <summary>Scale and duration of an "mvhd" or "mdhd" box (the two begin alike).</summary>
    public static (long Scale, long Duration)? Header(byte[] data, Mp4Box box, int shortest)
    {
        if (box.Length < shortest + 12 || data[box.Start] > 1 || (data[box.Start] == 1 && box.Length < shortest + 24))
        {
            return null;
        }

        bool wide = data[box.Start] == 1;
        int at = box.Start + (wide ? 20 : 12);
        long scale = I32(data, at);
        long duration = wide ? BinaryPrimitives.ReadInt64BigEndian(data.AsSpan(at + 4)) : (uint)I32(data, at + 4);
        return scale > 0 && duration is > 0 and < 1L << 52 ? (scale, duration) : null;
    }

    // Chapters live in tracks that others refer to; time codes and the like change nothing here.
    private static bool PlainReference(byte[] data, Dictionary<string, Mp4Box> trak) =>
        !trak.TryGetValue("tref", out Mp4Box tref)
        || (
            PlainBoxes.List(data, tref.Start, tref.Length) is { } references
            && references.TrueForAll(r => r.Type is "tmcd" or "cdsc" or "sync" or "hint" or "cdep")
        );

    private static bool IsSelfContained(byte[] data, Mp4Box dinf) =>
        PlainBoxes.Children(data, dinf.Start, dinf.Length, "dref") is { Count: 1 } children
        && children["dref"] is { Length: 20 } dref
        && I32(data, dref.Start + 4) == 1
        && I32(data, dref.Start + 8) == 12
        && Encoding.Latin1.GetString(data, dref.Start + 12, 4) is "url " or "alis"
        && (data[dref.Start + 19] & 1) == 1;

    private static Mp4Box? OnlyEntry(byte[] data, Mp4Box stsd) =>
        stsd.Length >= 24
        && data[stsd.Start] == 0
        && I32(data, stsd.Start + 4) == 1
        && PlainBoxes.List(data, stsd.Start + 8, stsd.Length - 8) is [{ Length: >= 8 } only]
            ? only
            : null;

    // An edit list moves a track by its leading empty edits, and shows as much as all its edits together.
    private static (long Empty, long? Shown)? Edits(byte[] data, Dictionary<string, Mp4Box> trak, long movieScale, long scale)
    {
        if (!trak.TryGetValue("edts", out Mp4Box edts))
        {
            return (0, null);
        }

        if (PlainBoxes.Children(data, edts.Start, edts.Length, "elst") is not { } children)
        {
            return null;
        }

        if (!children.TryGetValue("elst", out Mp4Box elst))
        {
            return (0, null);
        }

        EditList edits = EditList.Read(data, elst);
        if (!edits.IsExact || edits.Count == 0)
        {
            return null;
        }

        long empty = 0;
        Int128 shown = 0;
        bool leading = true;
        for (int i = 0; i < edits.Count; i++)
        {
            (long length, long from) = (edits.Duration(i), edits.From(i));
            if (length is <= 0 or > 1L << 48 || from is < -1 or > 1L << 48)
            {
                return null;
            }

            long ticks = (long)((((Int128)length * scale) + (movieScale / 2)) / movieScale);
            leading &= from == -1;
            empty += leading ? ticks : 0;
            shown += ticks;
        }

        return leading || shown > 1L << 52 ? null : (empty, (long)shown);
    }

    private static int I32(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
}
