using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>The table of sample aspect ratios that H.264 (table E-1) and H.265 share.</summary>
internal static class SampleAspects
{
    private static readonly (int Width, int Height)[] s_table =
    [
        (0, 1),
        (1, 1),
        (12, 11),
        (10, 11),
        (16, 11),
        (40, 33),
        (24, 11),
        (20, 11),
        (32, 11),
        (80, 33),
        (18, 11),
        (15, 11),
        (64, 33),
        (160, 99),
        (4, 3),
        (3, 2),
        (2, 1),
    ];

    /// <summary>Reads the code; false for values that are not in the table or make no sense, null for "unspecified".</summary>
    public static bool TryRead(BitReader bits, out Rational? aspect)
    {
        aspect = null;
        uint code = bits.Bits(8);
        (uint width, uint height) =
            code == 255 ? (bits.Bits(16), bits.Bits(16))
            : code < s_table.Length ? ((uint)s_table[code].Width, (uint)s_table[code].Height)
            : (0, 0);
        if (height == 0 || (code == 255 && width == 0))
        {
            return false;
        }

        aspect = width > 0 ? new Rational(width, height) : null;
        return true;
    }
}
