namespace MontageAI.Editing;

/// <summary>
/// Numbers that look random but depend on nothing except a seed and what they are for: the same on every machine, in any order of asking.
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) as a hash.
/// </summary>
internal static class SeededNoise
{
    /// <summary>A hash of three numbers.</summary>
    public static ulong Hash(long seed, long stream, long index) =>
        Mix(Mix(Mix((ulong)seed + 0x9E3779B97F4A7C15UL) + (ulong)stream + 0x9E3779B97F4A7C15UL) + (ulong)index + 0x9E3779B97F4A7C15UL);

    /// <summary>A number in [0, 1).</summary>
    public static float Unit(long seed, long stream, long index) => (Hash(seed, stream, index) >> 40) * (1f / (1 << 24));

    /// <summary>A number in [-1, 1).</summary>
    public static float Signed(long seed, long stream, long index) => (2 * Unit(seed, stream, index)) - 1;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
