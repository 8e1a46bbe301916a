using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MontageAI.Bench.Siege;

/// <summary>
/// Breaks something in a sound file: a number that decides how the rest is read (where its shape is known), or bytes anywhere. Always the
/// same for the same chance.
/// </summary>
internal static class Mutation
{
    private static readonly long[] s_extremes = [0, 1, 2, -1, -2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, int.MaxValue, int.MinValue, 1 << 24];

    private static readonly string[] s_words =
    [
        "NaN",
        "Infinity",
        "-1",
        "0",
        "1e300",
        "-9223372036854775808",
        "99999999999999999999",
        "1/0",
        "0/0",
        "-0.0",
        "0.0000000001",
        "2147483648",
        "null",
        "true",
        "\"\"",
        "{}",
        "[]",
        "[[[[[[[[[[[[[[[[",
        "\\u0000",
        "\u001B[31m",
        "\u202E",
        "\uFFFE",
        "\r",
        "\0",
        " --> ",
        "99:99:99.999",
    ];

    /// <summary>A broken copy.</summary>
    /// <param name="seed">The sound file.</param>
    /// <param name="others">Files of which pieces may be put into it.</param>
    /// <param name="random">Decides what is broken.</param>
    public static byte[] Of(SiegeSeed seed, IReadOnlyList<SiegeSeed> others, Random random)
    {
        byte[] bytes = [.. seed.Bytes];
        for (int i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            // Places were found in the whole file; what is cut off has them no more.
            (int At, int Length) field = seed.Fields.Count > 0 ? seed.Fields[random.Next(seed.Fields.Count)] : (bytes.Length, 1);
            if (field.At + field.Length <= bytes.Length && random.Next(4) != 0)
            {
                Change(bytes.AsSpan(field.At, field.Length), random);
            }
            else if (seed.Shape == SeedShape.Text && random.Next(4) != 0)
            {
                bytes = Words(bytes, random);
            }
            else
            {
                bytes = Blind(bytes, others[random.Next(others.Count)].Bytes, random);
            }
        }

        return bytes;
    }

    // A number gives way to an extreme one, a neighbour or chance.
    private static void Change(Span<byte> field, Random random)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        field.CopyTo(wide[(8 - field.Length)..]);
        long value = BinaryPrimitives.ReadInt64BigEndian(wide);
        long changed = random.Next(6) switch
        {
            0 => value + random.Next(-4, 5),
            1 => value << random.Next(1, 9),
            2 => value >> random.Next(1, 9),
            3 => random.NextInt64(),
            _ => s_extremes[random.Next(s_extremes.Length)],
        };
        BinaryPrimitives.WriteInt64BigEndian(wide, changed);
        wide[(8 - field.Length)..].CopyTo(field);
    }

    private static byte[] Blind(byte[] bytes, byte[] other, Random random)
    {
        int at = random.Next(bytes.Length),
            length = random.Next(1, Math.Min(256, bytes.Length - at) + 1);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 3:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 4:
                random.NextBytes(bytes.AsSpan(at, length));
                return bytes;
            case 5:
                bytes.AsSpan(at, length).Clear();
                return bytes;
            case 6:
                int from = random.Next(other.Length);
                return [.. bytes[..at], .. other[from..Math.Min(other.Length, from + length)], .. bytes[at..]];
            default:
                bytes[at] = (byte)s_extremes[random.Next(s_extremes.Length)];
                return bytes;
        }
    }

    private static byte[] Words(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        byte[] word = Encoding.UTF8.GetBytes(s_words[random.Next(s_words.Length)]);
        switch (random.Next(5))
        {
            case 0:
                return [.. bytes[..at], .. word, .. bytes[at..]];
            case 1:
                // The next number.
                int start = Array.FindIndex(bytes, at, b => b is >= (byte)'0' and <= (byte)'9');
                int end = start < 0 ? -1 : Array.FindIndex(bytes, start, b => b is not (>= (byte)'0' and <= (byte)'9' or (byte)'.'));
                return start < 0 || end < 0 ? bytes : [.. bytes[..start], .. word, .. bytes[end..]];
            case 2:
                // What stands between two commas, colons or lines.
                int first = Next(bytes, at),
                    second = Next(bytes, first + 1);
                return second <= first ? bytes : [.. bytes[..(first + 1)], .. word, .. bytes[second..]];
            case 3:
                // A line twice, or very often.
                int line = Array.LastIndexOf(bytes, (byte)'\n', at) + 1,
                    over = Array.IndexOf(bytes, (byte)'\n', at) is var n and >= 0 ? n + 1 : bytes.Length;
                int times = random.Next(8) == 0 ? 2000 : 1;
                return [.. bytes[..line], .. Enumerable.Repeat(bytes[line..over], times).SelectMany(b => b), .. bytes[line..]];
            default:
                byte[] digits = Encoding.ASCII.GetBytes(random.NextInt64(-1_000_000, 1_000_000_000).ToString(CultureInfo.InvariantCulture));
                return [.. bytes[..at], .. digits, .. bytes[at..]];
        }
    }

    private static int Next(byte[] bytes, int from) =>
        from >= bytes.Length ? from : Array.FindIndex(bytes, from, b => b is (byte)',' or (byte)':' or (byte)'\n' or (byte)'}');
}
