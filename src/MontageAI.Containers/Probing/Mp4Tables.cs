using System.Buffers.Binary;

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
        if (
            !boxes.TryGetValue("stts", out Mp4Box stts)
            || !boxes.TryGetValue("stsz", out Mp4Box stsz)
            || !boxes.TryGetValue("stsc", out Mp4Box stsc)
            || boxes.ContainsKey("stco") == boxes.ContainsKey("co64")
        )
        {
            return null;
        }

        bool wide = boxes.TryGetValue("co64", out Mp4Box chunks);
        chunks = wide ? chunks : boxes["stco"];
        if (
            Entries(data, stts, 8) is not > 0
            || Entries(data, stsc, 12) is not > 0
            || Entries(data, chunks, wide ? 8 : 4) is not > 0
            || Times(data, stts, timeless ? 0 : 1) is not { } times
            || Positions(data, stsz, stsc, chunks, wide, times.Count) is not { } positions
            || Offsets(data, boxes, times.Count, out long shift) is not { } first
        )
        {
            return null;
        }

        return times with
        {
            FirstOffset = first,
            HasOffsets = boxes.ContainsKey("ctts"),
            Shift = shift,
            FirstPosition = positions.First,
            FirstSize = positions.FirstSize,
            DataEnd = positions.End,
        };
    }

    // Entries of a table whose claimed count fits its bytes exactly; null otherwise.
    private static int? Entries(byte[] data, Mp4Box box, int bytes)
    {
        if (box.Length < 8)
        {
            return null;
        }

        long count = U32(data, box.Start + 4);
        return count * bytes == box.Length - 8 ? (int)count : null;
    }

    private static Mp4Tables? Times(byte[] data, Mp4Box stts, int shortest)
    {
        int runs = (stts.Length - 8) / 8;
        long count = 0;
        long ticks = 0;
        List<long> first = [];
        List<(long Ticks, long Count)> durations = [];
        for (int r = 0; r < runs; r++)
        {
            long samples = U32(data, stts.Start + 8 + (8 * r));
            long duration = U32(data, stts.Start + 12 + (8 * r));
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
            Runs = runs,
            FirstDuration = U32(data, stts.Start + 12),
            SecondRun = runs > 1 ? U32(data, stts.Start + 16) : 0,
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

    private static long? Offsets(byte[] data, Dictionary<string, Mp4Box> boxes, long samples, out long shift)
    {
        shift = 0;
        if (!boxes.TryGetValue("ctts", out Mp4Box ctts))
        {
            return 0;
        }

        if (Entries(data, ctts, 8) is not { } runs || runs == 0)
        {
            return null;
        }

        long count = 0;
        for (int r = 0; r < runs; r++)
        {
            long samplesHere = U32(data, ctts.Start + 8 + (8 * r));
            int offset = (int)U32(data, ctts.Start + 12 + (8 * r));
            count += samplesHere;

            // The last two runs are not looked at there.
            shift = r + 2 < runs ? Math.Max(shift, -offset) : shift;
            if (samplesHere is 0 or > int.MaxValue || offset is < -(1 << 28) or > 1 << 28)
            {
                return null;
            }
        }

        return count == samples ? (int)U32(data, ctts.Start + 12) : null;
    }

    private static (long First, long FirstSize, long End)? Positions(
        byte[] data,
        Mp4Box stsz,
        Mp4Box stsc,
        Mp4Box chunks,
        bool wide,
        long samples
    )
    {
        if (stsz.Length < 12 || U32(data, stsz.Start + 8) != samples)
        {
            return null;
        }

        long same = U32(data, stsz.Start + 4);
        if (same == 0 ? stsz.Length != 12 + (4 * samples) : stsz.Length != 12)
        {
            return null;
        }

        int count = (chunks.Length - 8) / (wide ? 8 : 4);
        int runs = (stsc.Length - 8) / 12;
        long end = 0;
        long taken = 0;
        int run = 0;
        for (int chunk = 0; chunk < count; chunk++)
        {
            if (run < runs && U32(data, stsc.Start + 8 + (12 * run)) == chunk + 1)
            {
                if (U32(data, stsc.Start + 16 + (12 * run)) != 1 || U32(data, stsc.Start + 12 + (12 * run)) == 0)
                {
                    return null;
                }

                run++;
            }

            if (run == 0)
            {
                return null;
            }

            long here = U32(data, stsc.Start + 12 + (12 * (run - 1)));
            long at = Position(data, chunks, wide, chunk);
            if (here > samples - taken || at < 0 || at > 1L << 50)
            {
                return null;
            }

            if (same > 0)
            {
                at += here * same;
            }
            else
            {
                for (long i = 0; i < here; i++)
                {
                    long size = U32(data, stsz.Start + 12 + (int)(4 * (taken + i)));
                    if (size > 0x3FFFFFFF)
                    {
                        return null;
                    }

                    at += size;
                }
            }

            taken += here;
            end = Math.Max(end, at);
        }

        return taken == samples && run == runs
            ? (Position(data, chunks, wide, 0), same > 0 ? same : U32(data, stsz.Start + 12), end)
            : null;
    }

    private static long Position(byte[] data, Mp4Box chunks, bool wide, int chunk) =>
        wide ? BinaryPrimitives.ReadInt64BigEndian(data.AsSpan(chunks.Start + 8 + (8 * chunk))) : U32(data, chunks.Start + 8 + (4 * chunk));

    private static long U32(byte[] data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
}
