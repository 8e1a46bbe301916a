namespace MontageAI.Media;

/// <summary>A part of a file.</summary>
/// <param name="Start">Offset of its first byte, 0 or more.</param>
/// <param name="Length">Bytes, 1 or more.</param>
public readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Offset after its last byte.</summary>
    public long End => Start + Length;

    /// <summary>The same bytes in as few ranges as can be, rising.</summary>
    /// <param name="ranges">In any order; they may overlap.</param>
    /// <param name="gap">Ranges with at most so many bytes between them become one, which then holds these, too; 0 or more.</param>
    public static IReadOnlyList<ByteRange> Union(IEnumerable<ByteRange> ranges, long gap = 0)
    {
        List<ByteRange> all = [];
        foreach (ByteRange range in ranges.OrderBy(r => r.Start))
        {
            if (all.Count > 0 && range.Start <= all[^1].End + gap)
            {
                all[^1] = new ByteRange(all[^1].Start, Math.Max(all[^1].End, range.End) - all[^1].Start);
            }
            else
            {
                all.Add(range);
            }
        }

        return all;
    }
}
