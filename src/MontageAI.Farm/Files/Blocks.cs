using MontageAI.Media;

namespace MontageAI.Farm.Files;

/// <summary>Files in blocks of 1 MiB; the last one is what is left.</summary>
internal static class Blocks
{
    /// <summary>Bytes of a block.</summary>
    public const int Size = 1 << 20;

    /// <summary>Blocks of a file.</summary>
    public static int CountOf(long bytes) => checked((int)((bytes + Size - 1) / Size));

    /// <summary>Bytes of one block of a file.</summary>
    public static int BytesOf(long bytes, int block) => (int)Math.Min(Size, bytes - ((long)block * Size));

    /// <summary>The blocks of runs (number of the first, how many, and so on) as far as a clip has such.</summary>
    public static IEnumerable<int> InRuns(IReadOnlyList<int> runs, int count)
    {
        // Whoever asks may be hostile: each block once.
        int next = 0;
        for (int i = 0; i + 1 < runs.Count; i += 2)
        {
            for (next = Math.Max(next, runs[i]); next < Math.Min(count, (long)runs[i] + runs[i + 1]); next++)
            {
                yield return next;
            }
        }
    }

    /// <summary>Where a block lies.</summary>
    public static ByteRange RangeOf(long bytes, int block) => new((long)block * Size, BytesOf(bytes, block));

    /// <summary>The blocks that hold some ranges but for what lies in others; rising.</summary>
    /// <param name="wanted">Rising, apart.</param>
    /// <param name="there">Rising, apart.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<ByteRange> wanted, IReadOnlyList<ByteRange> there)
    {
        SortedSet<int> blocks = [];
        foreach (ByteRange range in wanted)
        {
            long at = range.Start;
            foreach (ByteRange known in there.Where(t => t.End > range.Start && t.Start < range.End))
            {
                Take(at, known.Start);
                at = Math.Max(at, known.End);
            }

            Take(at, range.End);
        }

        return [.. blocks];

        void Take(long start, long end)
        {
            for (long at = start; at < end; at = (at / Size * Size) + Size)
            {
                blocks.Add(checked((int)(at / Size)));
            }
        }
    }

    /// <summary>Bytes of some blocks of a file.</summary>
    public static long BytesOf(long bytes, IReadOnlyList<int> blocks) => blocks.Sum(b => (long)BytesOf(bytes, b));
}
