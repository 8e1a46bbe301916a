namespace MontageAI.Farm.Queue;

/// <summary>
/// What of a clip lies on a machine, in at most 64 letters, so that it can be said with every change: of each of 64 equal parts of the
/// clip how much is there, in fifteenths, as hex digits; or that all of it is.
/// </summary>
internal static class HeldClip
{
    /// <summary>Parts of a clip.</summary>
    public const int Parts = 64;

    /// <summary>All of it.</summary>
    public const string Whole = "*";

    private const int Full = 15;
    private const int DigitsOfName = 16;

    /// <summary>A clip's name among those that are held.</summary>
    /// <param name="fingerprint">Its content fingerprint.</param>
    public static string NameOf(string fingerprint) => fingerprint[..Math.Min(DigitsOfName, fingerprint.Length)];

    /// <summary>Says what is held.</summary>
    /// <param name="size">Bytes of the clip.</param>
    /// <param name="ranges">What is there: first byte and the one after the last; no byte twice.</param>
    public static string Of(long size, IEnumerable<(long Start, long End)> ranges)
    {
        double[] held = new double[Parts];
        foreach ((long start, long end) in ranges)
        {
            foreach ((int part, double bytes) in PartsOf(size, start, end))
            {
                held[part] += bytes;
            }
        }

        // Upwards: of a large clip a task takes less than a fifteenth of a part, and has it the next time.
        char[] digits = [.. held.Select(h => "0123456789abcdef"[(int)Math.Min(Full, Math.Ceiling((h * Full * Parts / size) - 1e-6))])];
        return digits.All(d => d == 'f') ? Whole : new string(digits);
    }

    /// <summary>How many bytes of a range are missing, about.</summary>
    /// <param name="held">What is held, as <see cref="Of"/> says it; null where nothing is. Anything else counts as nothing.</param>
    /// <param name="size">Bytes of the clip.</param>
    /// <param name="start">First byte of the range.</param>
    /// <param name="end">The one after its last.</param>
    public static long Missing(string? held, long size, long start, long end)
    {
        if (held == Whole || size <= 0)
        {
            return 0;
        }

        if (held is not { Length: Parts } || !held.All(char.IsAsciiHexDigit))
        {
            return Math.Max(0, end - start);
        }

        double part = (double)size / Parts;
        double missing = PartsOf(size, start, end)
            .Sum(p => Math.Max(0, p.Bytes - (Convert.ToInt32(held.Substring(p.Part, 1), 16) * part / Full)));
        return (long)Math.Round(missing);
    }

    private static IEnumerable<(int Part, double Bytes)> PartsOf(long size, long start, long end)
    {
        double part = (double)size / Parts;
        int first = (int)Math.Clamp(start / part, 0, Parts - 1);
        int last = (int)Math.Clamp((end - 1) / part, 0, Parts - 1);
        for (int i = first; i <= last && end > start; i++)
        {
            double bytes = Math.Min(end, (i + 1) * part) - Math.Max(start, i * part);
            if (bytes > 0)
            {
                yield return (i, bytes);
            }
        }
    }
}
