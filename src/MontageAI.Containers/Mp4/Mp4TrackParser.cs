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
        Dictionary<string, (int Start, int Length)> boxes = [];
        Collect(moov, start, length, boxes);
        string handler = Encoding.Latin1.GetString(moov, boxes["hdlr"].Start + 8, 4);
        int mdhd = boxes["mdhd"].Start;
        long timescale = U32(moov, mdhd + (moov[mdhd] == 1 ? 20 : 12));
        int[] sizes = Sizes(moov, boxes["stsz"].Start);
        long[] durations = Runs(moov, boxes["stts"].Start, sizes.Length);
        long[] offsets = boxes.TryGetValue("ctts", out (int Start, int Length) ctts)
            ? Runs(moov, ctts.Start, sizes.Length)
            : new long[sizes.Length];
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

        (int Start, int Length) stsd = boxes["stsd"];
        (int Start, int Length) tkhd = boxes["tkhd"];
        long[] places = new long[withOffsets ? sizes.Length : 0];
        long dataEnd = Locate(moov, boxes, sizes, places);
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
            HasPlainEdits = !boxes.TryGetValue("elst", out (int Start, int Length) edits) || WantedEdits(moov, edits.Start) <= 1,
            IsUpright = moov.AsSpan(matrix, 36).SequenceEqual(UprightMatrix),
            Timescale = timescale,
            Width = (int)(U32(moov, tkhd.Start + tkhd.Length - 8) >> 16),
            Height = (int)(U32(moov, tkhd.Start + tkhd.Length - 4) >> 16),
            PresentationTicks = presentation,
            DurationTicks = durations,
            Sizes = sizes,
            SyncSamples = boxes.TryGetValue("stss", out (int Start, int Length) stss) ? SyncSamples(moov, stss.Start) : null,
            StartSeconds = startSeconds,
            EndSeconds = endSeconds,
            CodecConfiguration = CodecConfiguration(moov, stsd.Start + 8, stsd.Length - 8, handler),
            SampleEntry = SampleEntry(moov, stsd.Start + 8, stsd.Length - 8),
            SampleEntries = Count(moov, stsd.Start + 4),
            Offsets = places,
            DataEnd = dataEnd,
        };
    }

    // A sample entry is a fixed header (78 bytes for pictures, 28 for sound, 44 for QuickTime's sound) followed by boxes; one holds the
    // decoder's set-up, in QuickTime's sound inside another.
    private static byte[] CodecConfiguration(byte[] moov, int start, int length, string handler)
    {
        foreach ((_, int entry, int size) in Mp4File.Boxes(moov, start, length))
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
        foreach ((string type, int at, int bytes) in Mp4File.Boxes(moov, start, length))
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
        foreach ((_, int content, int size) in Mp4File.Boxes(moov, start, length))
        {
            return moov.AsSpan(start, content - start + size).ToArray();
        }

        return [];
    }

    private static void Collect(byte[] moov, int start, int length, Dictionary<string, (int Start, int Length)> boxes)
    {
        foreach ((string type, int at, int size) in Mp4File.Boxes(moov, start, length))
        {
            if (type is "mdia" or "minf" or "stbl" or "edts")
            {
                Collect(moov, at, size, boxes);
            }
            else if (type != "hdlr" || !boxes.ContainsKey("hdlr"))
            {
                boxes[type] = (at, size);
            }
        }
    }

    private static int[] Sizes(byte[] moov, int at)
    {
        int same = (int)U32(moov, at + 4);
        int[] sizes = new int[Count(moov, at + 8)];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = same != 0 ? same : (int)U32(moov, at + 12 + (4 * i));
        }

        return sizes;
    }

    // "stts" and "ctts" both hold runs of (count, value); values are signed in "ctts" version 1 and never near 2^31 in "stts".
    private static long[] Runs(byte[] moov, int at, int samples)
    {
        long[] values = new long[samples];
        int runs = Count(moov, at + 4);
        int next = 0;
        for (int r = 0; r < runs; r++)
        {
            long count = U32(moov, at + 8 + (8 * r));
            int value = BinaryPrimitives.ReadInt32BigEndian(moov.AsSpan(at + 12 + (8 * r)));
            for (long i = 0; i < count && next < samples; i++)
            {
                values[next++] = value;
            }
        }

        return values;
    }

    private static int[] SyncSamples(byte[] moov, int at)
    {
        int[] samples = new int[Count(moov, at + 4)];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (int)U32(moov, at + 8 + (4 * i)) - 1;
        }

        return samples;
    }

    // An empty edit delays the track; the first other one says from where and how long it is shown.
    private static (long Delay, long Skip, long? ShownMovieTicks) Edits(
        byte[] moov,
        Dictionary<string, (int Start, int Length)> boxes,
        long movieScale,
        long timescale
    )
    {
        if (!boxes.TryGetValue("elst", out (int Start, int Length) elst))
        {
            return (0, 0, null);
        }

        bool wide = moov[elst.Start] == 1;
        int entries = Count(moov, elst.Start + 4);
        long delay = 0;
        for (int i = 0; i < entries; i++)
        {
            int at = elst.Start + 8 + (i * (wide ? 20 : 12));
            long duration = wide ? BinaryPrimitives.ReadInt64BigEndian(moov.AsSpan(at)) : U32(moov, at);
            long media = wide
                ? BinaryPrimitives.ReadInt64BigEndian(moov.AsSpan(at + 8))
                : BinaryPrimitives.ReadInt32BigEndian(moov.AsSpan(at + 4));
            if (media >= 0)
            {
                return (delay, media, duration > 0 ? duration : null);
            }

            delay += (long)Math.Round((double)duration * timescale / movieScale);
        }

        return (delay, 0, null);
    }

    // Edits that show something.
    private static int WantedEdits(byte[] moov, int elst)
    {
        bool wide = moov[elst] == 1;
        return Enumerable.Range(0, Count(moov, elst + 4)).Count(i => moov[elst + 8 + (i * (wide ? 20 : 12)) + (wide ? 8 : 4)] < 0x80);
    }

    // Fills in where samples lie, as many as there is room for, and returns where their data end.
    private static long Locate(byte[] moov, Dictionary<string, (int Start, int Length)> boxes, int[] sizes, long[] places)
    {
        bool wide = boxes.ContainsKey("co64");
        int chunkTable = wide ? boxes["co64"].Start : boxes["stco"].Start;
        int chunks = Count(moov, chunkTable + 4);
        int perChunk = boxes["stsc"].Start;
        int runs = Count(moov, perChunk + 4);
        long end = 0;
        int sample = 0;
        int run = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            while (run + 1 < runs && U32(moov, perChunk + 8 + (12 * (run + 1))) <= chunk + 1)
            {
                run++;
            }

            long at = wide
                ? BinaryPrimitives.ReadInt64BigEndian(moov.AsSpan(chunkTable + 8 + (8 * chunk)))
                : U32(moov, chunkTable + 8 + (4 * chunk));
            long samples = U32(moov, perChunk + 12 + (12 * run));
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

    // A count can never exceed what the tables could hold.
    private static int Count(byte[] data, int at)
    {
        long count = U32(data, at);
        return count > data.Length ? throw new InvalidDataException("its tables are damaged.") : (int)count;
    }
}
