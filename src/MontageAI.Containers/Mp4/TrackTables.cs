namespace MontageAI.Containers.Mp4;

/// <summary>
/// The tables of a track's samples as they are stored (ISO/IEC 14496-12, clauses 8.6 and 8.7). Reading costs nothing in advance; whoever
/// unrolls them pays by the counts they claim, whoever sums them up by their bytes.
/// </summary>
/// <param name="data">The file's tables.</param>
/// <param name="boxes">Children of the track's "stbl" box at least, by type.</param>
internal sealed class TrackTables(byte[] data, IReadOnlyDictionary<string, Mp4Box> boxes)
{
    /// <summary>Whether some samples are not shown when they are decoded.</summary>
    public bool HasOffsets => boxes.ContainsKey("ctts");

    /// <summary>How long samples last: runs of so many (first number) with so many ticks (second).</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged; so for the others.</exception>
    public StoredTable Durations => StoredTable.Read(data, Box("stts"), width: 8);

    /// <summary>How long after being decoded samples are shown: runs as above, of signed ticks; without rows where there is no such
    /// table.</summary>
    public StoredTable Offsets => HasOffsets ? StoredTable.Read(data, Box("ctts"), width: 8) : default;

    /// <summary>Bytes of samples.</summary>
    public SizeTable Sizes => SizeTable.Read(data, Box("stsz"));

    /// <summary>Where samples lie.</summary>
    public ChunkTable Chunks
    {
        get
        {
            bool far = boxes.ContainsKey("co64");
            return new ChunkTable(
                StoredTable.Read(data, Box(far ? "co64" : "stco"), width: far ? 8 : 4),
                StoredTable.Read(data, Box("stsc"), width: 12),
                far
            );
        }
    }

    /// <summary>Indices (from 0) of key frames; null where every sample is one.</summary>
    public int[]? KeyFrames
    {
        get
        {
            if (!boxes.TryGetValue("stss", out Mp4Box box))
            {
                return null;
            }

            StoredTable rows = StoredTable.Read(data, box, width: 4);
            int[] samples = new int[rows.Count];
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = rows.I32(i) - 1;
            }

            return samples;
        }
    }

    /// <summary>The value of each of so many samples, of a table of runs; 0 for those that it does not reach.</summary>
    public static long[] Unroll(StoredTable runs, int samples)
    {
        long[] values = new long[samples];
        int next = 0;
        for (int run = 0; run < runs.Count && next < samples; run++)
        {
            int count = (int)Math.Min(runs.U32(run), samples - next);
            values.AsSpan(next, count).Fill(runs.I32(run, 4));
            next += count;
        }

        return values;
    }

    private Mp4Box Box(string type) =>
        boxes.TryGetValue(type, out Mp4Box box) ? box : throw new InvalidDataException("its tables are damaged.");
}
