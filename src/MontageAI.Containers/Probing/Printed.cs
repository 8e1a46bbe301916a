namespace MontageAI.Containers.Probing;

/// <summary>Seconds as ffprobe prints them: six decimals, which are not always the nearest to the exact fraction.</summary>
internal static class Printed
{
    /// <summary>What a reader gets who parses the printed number.</summary>
    /// <param name="ticks">Below 2^52 in size.</param>
    /// <param name="timescale">Ticks per second, above 0.</param>
    public static double Seconds(long ticks, long timescale)
    {
        // FFmpeg multiplies by the time base as a double and leaves the rounding of the exact product to C's printf: halves go to even.
        double value = ticks * (1.0 / timescale);
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        int exponent = (int)(bits >> 52) - 1075;
        if (value == 0 || exponent is >= 0 or < -100)
        {
            return value == 0 || exponent < 0 ? 0 : value;
        }

        Int128 scaled = (Int128)((bits & 0xFFFFFFFFFFFFF) | 0x10000000000000) * 1_000_000;
        Int128 rest = scaled & ((Int128.One << -exponent) - 1);
        long micro = (long)(scaled >> -exponent);
        Int128 half = Int128.One << (-exponent - 1);
        micro += rest > half || (rest == half && (micro & 1) != 0) ? 1 : 0;
        return Math.CopySign(micro / 1e6, value);
    }
}
