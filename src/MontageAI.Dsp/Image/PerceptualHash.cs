namespace MontageAI.Dsp.Image;

/// <summary>
/// A 64-bit fingerprint of what a picture looks like: signs of its 64 lowest two-dimensional cosine coefficients (without the constant one)
/// against their median. Scaling, recompression and small changes of brightness flip few bits. Source: Zauner, "Implementation and
/// Benchmarking of Perceptual Image Hash Functions" (2010), DCT variant.
/// </summary>
public static class PerceptualHash
{
    /// <summary>Side of the square picture that is hashed.</summary>
    public const int Side = 32;

    private const int Kept = 8;

    private static readonly float[] s_cosines = Cosines();

    /// <summary>Hashes a picture of <see cref="Side"/> x <see cref="Side"/> luma values. Some 10 000 multiplications.</summary>
    public static ulong Compute(ReadOnlySpan<byte> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(picture.Length, Side * Side);
        Span<float> rows = stackalloc float[Side * (Kept + 1)];
        for (int y = 0; y < Side; y++)
        {
            for (int u = 0; u <= Kept; u++)
            {
                float sum = 0;
                for (int x = 0; x < Side; x++)
                {
                    sum += picture[(y * Side) + x] * s_cosines[(u * Side) + x];
                }

                rows[(y * (Kept + 1)) + u] = sum;
            }
        }

        // Coefficients (u, v) with u and v from 1 to 8: the row and column of mere brightness are left out.
        Span<float> kept = stackalloc float[Kept * Kept];
        for (int v = 1; v <= Kept; v++)
        {
            for (int u = 1; u <= Kept; u++)
            {
                float sum = 0;
                for (int y = 0; y < Side; y++)
                {
                    sum += rows[(y * (Kept + 1)) + u] * s_cosines[(v * Side) + y];
                }

                kept[((v - 1) * Kept) + u - 1] = sum;
            }
        }

        Span<float> ordered = stackalloc float[Kept * Kept];
        kept.CopyTo(ordered);
        ordered.Sort();
        float median = (ordered[(Kept * Kept / 2) - 1] + ordered[Kept * Kept / 2]) / 2;
        ulong hash = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            hash |= kept[i] > median ? 1UL << i : 0;
        }

        return hash;
    }

    private static float[] Cosines()
    {
        float[] table = new float[(Kept + 1) * Side];
        for (int u = 0; u <= Kept; u++)
        {
            for (int x = 0; x < Side; x++)
            {
                table[(u * Side) + x] = (float)Math.Cos(Math.PI * u * ((2 * x) + 1) / (2 * Side));
            }
        }

        return table;
    }
}
