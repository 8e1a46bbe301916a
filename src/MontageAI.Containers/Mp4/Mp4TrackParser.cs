using System.Buffers.Binary;
using System.Text;

namespace MontageAI.Containers.Mp4;

/// <summary>Turns a "trak" box into an <see cref="Mp4Track"/> (ISO/IEC 14496-12, clauses 8.3 to 8.7).</summary>
internal static class Mp4TrackParser
{
    /// <summary>The display matrix that changes nothing, as stored.</summary>
    public static ReadOnlySpan<byte> UprightMatrix =>
        [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0];

    /// <summary>Parses one track.</summary>
    /// <param name="moov">Content of the "moov" box.</param>
    /// <param name="moovOffset">Where that content lies in the file.</param>
    /// <param name="start">Offset of the track's content in it.</param>
    /// <param name="length">Length of the track's content.</param>
    /// <param name="movieScale">Ticks per second of edit lists' durations.</param>
    /// <param name="withOffsets">Whether <see cref="Mp4Track.Offsets"/> is wanted.</param>
    public static Mp4Track Parse(byte[] moov, long moovOffset, int start, int length, long movieScale, bool withOffsets)
    {
        Dictionary<string, Mp4Box> boxes = [];
        Collect(moov, start, length, boxes);
        string handler = Encoding.Latin1.GetString(moov, boxes["hdlr"].Start + 8, 4);
        int mdhd = boxes["mdhd"].Start;
        long timescale = U32(moov, mdhd + (moov[mdhd] == 1 ? 20 : 12));
        TrackTables tables = new(moov, boxes);
        int[] sizes = Sizes(tables.Sizes, moov.Length);
        long[] durations = TrackTables.Unroll(tables.Durations, sizes.Length);
        long[] offsets = TrackTables.Unroll(tables.Offsets, sizes.Length);
        (long delay, long skip, long? shown) = Edits(moov, boxes, movieScale, timescale);

        long[] presentation = new long[sizes.Length];
        long decode = 0;
        long end = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            presentation[i] = decode + offsets[i] - skip + delay;
            end = Math.Max(end, presentation[i] + durations[i]);
            decode += durations[i];
        }

        Mp4Box stsd = boxes["stsd"];
        Mp4Box tkhd = boxes["tkhd"];
        long[] places = new long[withOffsets ? sizes.Length : 0];
        long dataEnd = Locate(tables.Chunks, sizes, places);
        int matrix = tkhd.Start + tkhd.Length - 44;
        double startSeconds = sizes.Length == 0 ? 0 : (double)Math.Max(delay, presentation.Min()) / timescale;
        double endSeconds = (double)end / timescale;
        if (shown is { } ticks)
        {
            endSeconds = Math.Min(endSeconds, (double)delay / timescale + ((double)ticks / movieScale));
        }

        return new Mp4Track
        {
            Handler = handler,
            MatrixOffset = moovOffset + matrix,
            HasPlainEdits = !boxes.TryGetValue("elst", out Mp4Box edits) || EditList.Read(moov, edits).Shown <= 1,
            IsUpright = moov.AsSpan(matrix, 36).SequenceEqual(UprightMatrix),
            Timescale = timescale,
            Width = (int)(U32(moov, tkhd.Start + tkhd.Length - 8) >> 16),
            Height = (int)(U32(moov, tkhd.Start + tkhd.Length - 4) >> 16),
            PresentationTicks = presentation,
            DurationTicks = durations,
            Sizes = sizes,
            SyncSamples = tables.KeyFrames,
            StartSeconds = startSeconds,
            EndSeconds = endSeconds,
            CodecConfiguration = CodecConfiguration(moov, stsd.Start + 8, stsd.Length - 8, handler),
            SampleEntry = SampleEntry(moov, stsd.Start + 8, stsd.Length - 8),
            SampleEntries = StoredTable.Read(moov, stsd, width: 1).Count,
            Offsets = places,
            DataEnd = dataEnd,
        };
    }

    // A sample entry is a fixed header (78 bytes for pictures, 28 for sound, 44 for QuickTime's sound) followed by boxes; one holds the
    // decoder's set-up, in QuickTime's sound inside another.
    private static byte[] CodecConfiguration(byte[] moov, int start, int length, string handler)
    {
        foreach ((_, int entry, int size) in Mp4Box.In(moov, start, length))
        {
            int header =
                handler == "vide" ? 78
                : moov[entry + 9] == 1 ? 44
                : 28;
            return Find(moov, entry + header, size - header) ?? [];
        }

        return [];
    }

    private static byte[]? Find(byte[] moov, int start, int length)
    {
        foreach ((string type, int at, int bytes) in Mp4Box.In(moov, start, length))
        {
            if (type is "avcC" or "hvcC" or "av1C" or "esds")
            {
                return moov.AsSpan(at, bytes).ToArray();
            }

            if (type == "wave")
            {
                return Find(moov, at, bytes);
            }
        }

        return null;
    }

    private static byte[] SampleEntry(byte[] moov, int start, int length)
    {
        foreach ((_, int content, int size) in Mp4Box.In(moov, start, length))
        {
            return moov.AsSpan(start, content - start + size).ToArray();
        }

        return [];
    }

    private static void Collect(byte[] moov, int start, int length, Dictionary<string, Mp4Box> boxes)
    {
        foreach ((string type, int at, int size) in Mp4Box.In(moov, start, length))
        {
            if (type is "mdia" or "minf" or "stbl" or "edts")
            {
                Collect(moov, at, size, boxes);
            }
            else if (type != "hdlr" || !boxes.ContainsKey("hdlr"))
            {
                boxes[type] = new Mp4Box(type, at, size);
            }
        }
    }

    private static int[] Sizes(SizeTable table, int most)
    {
        int[] sizes = new int[table.Count <= most ? table.Count : throw new InvalidDataException("its tables are damaged.")];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = (int)table[i];
        }

        return sizes;
    }

    // An empty edit delays the track; the first other one says from where and how long it is shown.
    private static (long Delay, long Skip, long? ShownMovieTicks) Edits(
        byte[] moov,
        Dictionary<string, Mp4Box> boxes,
        long movieScale,
        long timescale
    )
    {
        if (!boxes.TryGetValue("elst", out Mp4Box elst))
        {
            return (0, 0, null);
        }

        EditList edits = EditList.Read(moov, elst);
        long delay = 0;
        for (int i = 0; i < edits.Count; i++)
        {
            long duration = edits.Duration(i);
            if (edits.From(i) >= 0)
            {
                return (delay, edits.From(i), duration > 0 ? duration : null);
            }

            delay += (long)Math.Round((double)duration * timescale / movieScale);
        }

        return (delay, 0, null);
    }

    // Fills in where samples lie, as many as there is room for, and returns where their data end.
    private static long Locate(ChunkTable chunks, int[] sizes, long[] places)
    {
        long end = 0;
        int sample = 0;
        foreach ((long place, long samples) in chunks)
        {
            long at = place;
            for (long i = 0; i < samples && sample < sizes.Length; i++)
            {
                if (sample < places.Length)
                {
                    places[sample] = at;
                }

                at += sizes[sample++];
            }

            end = Math.Max(end, at);
        }

        return end;
    }

    private static long U32(byte[] data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
}
