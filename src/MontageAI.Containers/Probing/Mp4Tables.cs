using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Probing;

/// <summary>
/// What the sample tables of a track sum up to, read without unrolling them: cost and memory depend on the tables' bytes, not on the
/// counts that they claim. Null wherever the tables do not fit each other exactly.
/// </summary>
internal sealed record Mp4Tables
{
    // More frames tell FFmpeg's guess of a rate nothing new: it looks at so many decoding times.
    private const int DecodingTimes = 99;

    /// <summary>Samples.</summary>
    public required long Count { get; init; }

    /// <summary>Ticks of all samples together.</summary>
    public required long Ticks { get; init; }

    /// <summary>Runs in the table of durations.</summary>
    public required int Runs { get; init; }

    /// <summary>Duration of the first run's samples in ticks.</summary>
    public required long FirstDuration { get; init; }

    /// <summary>Samples in the second run, 0 when there is none.</summary>
    public required long SecondRun { get; init; }

    /// <summary>How long samples last, and how many last so long.</summary>
    public required IReadOnlyList<(long Ticks, long Count)> Durations { get; init; }

    /// <summary>Decoding times of the first samples, from 0.</summary>
    public required long[] FirstTimes { get; init; }

    /// <summary>Ticks by which the first sample is shown later than it is decoded.</summary>
    public required long FirstOffset { get; init; }

    /// <summary>Whether the track reorders at all.</summary>
    public required bool HasOffsets { get; init; }

    /// <summary>Ticks by which FFmpeg moves decoding times back because samples are shown before they are decoded (QuickTime writes such);
    /// 0 or more.</summary>
    public required long Shift { get; init; }

    /// <summary>Where the first sample lies in the file.</summary>
    public required long FirstPosition { get; init; }

    /// <summary>Bytes of the first sample.</summary>
    public required long FirstSize { get; init; }

    /// <summary>Offset after the last byte of all samples.</summary>
    public required long DataEnd { get; init; }

    /// <summary>Reads the tables of a "stbl" box.</summary>
    /// <param name="data">The file's tables.</param>
    /// <param name="boxes">The box's children.</param>
    /// <param name="timeless">Whether samples may last 0 ticks, as they do in some cameras' tracks of descriptions.</param>
    public static Mp4Tables? Read(byte[] data, Dictionary<string, Mp4Box> boxes, bool timeless)
    {
        TrackTables tables = new(data, boxes);
        return
            boxes.ContainsKey("stco") != boxes.ContainsKey("co64")
            && Times(tables.Durations, timeless ? 0 : 1) is { } times
            && Positions(tables, times.Count) is { } positions
            && Offsets(tables, times.Count, out long shift) is { } first
            ? times with
            {
                FirstOffset = first,
                HasOffsets = tables.HasOffsets,
                Shift = shift,
                FirstPosition = positions.First,
                FirstSize = positions.FirstSize,
                DataEnd = positions.End,
            }
            : null;
    }

    private static Mp4Tables? Times(StoredTable runs, int shortest)
    {
        if (!runs.IsExact || runs.Count == 0)
        {
            return null;
        }

        long count = 0;
        long ticks = 0;
        List<long> first = [];
        List<(long Ticks, long Count)> durations = [];
        for (int r = 0; r < runs.Count; r++)
        {
            long samples = runs.U32(r);
            long duration = runs.U32(r, 4);
            if (samples == 0 || duration < shortest || duration > int.MaxValue / 16 || count + samples > int.MaxValue)
            {
                return null;
            }

            for (long i = 0; i < samples && first.Count < DecodingTimes; i++)
            {
                first.Add(ticks + (i * duration));
            }

            count += samples;
            ticks += samples * duration;
            durations.Add((duration, samples));
        }

        return new Mp4Tables
        {
            Count = count,
            Ticks = ticks,
            Runs = runs.Count,
            FirstDuration = runs.U32(0, 4),
            SecondRun = runs.Count > 1 ? runs.U32(1) : 0,
            Durations = durations,
            FirstTimes = [.. first],
            FirstOffset = 0,
            HasOffsets = false,
            Shift = 0,
            FirstPosition = 0,
            FirstSize = 0,
            DataEnd = 0,
        };
    }

    private static long? Offsets(TrackTables tables, long samples, out long shift)
    {
        shift = 0;
        if (!tables.HasOffsets)
        {
            return 0;
        }

        StoredTable runs = tables.Offsets;
        long count = 0;
        for (int r = 0; r < runs.Count; r++)
        {
            long samplesHere = runs.U32(r);
            int offset = runs.I32(r, 4);
            count += samplesHere;

            // The last two runs are not looked at there.
            shift = r + 2 < runs.Count ? Math.Max(shift, -offset) : shift;
            if (samplesHere is 0 or > int.MaxValue || offset is < -(1 << 28) or > 1 << 28)
            {
                return null;
            }
        }

        return runs.IsExact && runs.Count > 0 && count == samples ? runs.I32(0, 4) : null;
    }

    private static (long First, long FirstSize, long End)? Positions(TrackTables tables, long samples)
    {
        SizeTable sizes = tables.Sizes;
        ChunkTable chunks = tables.Chunks;
        if (!sizes.IsExact || sizes.Count != samples || !chunks.IsPlain)
        {
            return null;
        }

        long first = -1;
        long end = 0;
        int taken = 0;
        foreach ((long place, long here) in chunks)
        {
            if (here > samples - taken || place is < 0 or > 1L << 50)
            {
                return null;
            }

            first = first < 0 ? place : first;
            long at = place;
            if (sizes.Same > 0)
            {
                at += here * sizes.Same;
                taken += (int)here;
            }
            else
            {
                for (int stop = taken + (int)here; taken < stop; taken++)
                {
                    long size = sizes[taken];
                    if (size > 0x3FFFFFFF)
                    {
                        return null;
                    }

                    at += size;
                }
            }

            end = Math.Max(end, at);
        }

        return taken == samples ? (first, sizes[0], end) : null;
    }
}
