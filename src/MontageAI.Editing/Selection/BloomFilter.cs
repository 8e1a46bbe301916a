namespace MontageAI.Editing.Selection;

/// <summary>
/// A set that answers "surely not in it" or "perhaps in it", in a few bits per member (Bloom, "Space/time trade-offs in hash coding with
/// allowable errors", CACM 13(7), 1970). Members are never missed; strangers are taken for members with at most about the stated rate while
/// no more than the stated number of members has been added.
/// </summary>
internal sealed class BloomFilter
{
    private readonly ulong[] _bits;
    private readonly int _hashes;

    /// <summary>Creates an empty set.</summary>
    /// <param name="capacity">Members that it is sized for, 1 or more.</param>
    /// <param name="falsePositiveRate">Above 0, below 1.</param>
    public BloomFilter(int capacity, double falsePositiveRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(falsePositiveRate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(falsePositiveRate, 1);

        // Bits per member -ln(p) / ln(2)^2, hashes per member bits x ln(2).
        double bits = -Math.Log(falsePositiveRate) / (Math.Log(2) * Math.Log(2));
        _bits = new ulong[Math.Max(1, (int)Math.Ceiling(capacity * bits / 64))];
        _hashes = Math.Max(1, (int)Math.Round(bits * Math.Log(2)));
        FalsePositiveRate = falsePositiveRate;
    }

    /// <summary>The rate that it was sized for.</summary>
    public double FalsePositiveRate { get; }

    /// <summary>Adds a member.</summary>
    public void Add(long member)
    {
        (ulong at, ulong step) = Hashes(member);
        for (int i = 0; i < _hashes; i++, at += step)
        {
            ulong place = at % ((ulong)_bits.Length * 64);
            _bits[place >> 6] |= 1UL << (int)(place & 63);
        }
    }

    /// <summary>False: surely not a member. True: perhaps.</summary>
    public bool MayContain(long member)
    {
        (ulong at, ulong step) = Hashes(member);
        for (int i = 0; i < _hashes; i++, at += step)
        {
            ulong place = at % ((ulong)_bits.Length * 64);
            if ((_bits[place >> 6] & (1UL << (int)(place & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // Two hashes stand in for many: h1 + i x h2 (Kirsch and Mitzenmacher, "Less hashing, same performance", ESA 2006). Shifted, so that
    // sums do not overflow.
    private static (ulong First, ulong Step) Hashes(long member) =>
        (SeededNoise.Hash(0, 101, member) >> 8, (SeededNoise.Hash(0, 102, member) >> 8) | 1);
}
