using System.Globalization;
using System.Numerics;
using MontageAI.Interchange.Edited;
using MontageAI.Time;

namespace MontageAI.Interchange.Fcpxml;

/// <summary>Times of FCPXML: rational seconds, "1001/30000s".</summary>
internal static class FcpxmlTimes
{
    /// <summary>Frames at a rate.</summary>
    public static string Of(long frames, FrameRate rate) => Of(Seconds(frames, rate));

    /// <summary>Seconds.</summary>
    public static string Of(Rational seconds) =>
        seconds.Denominator == 1
            ? seconds.Numerator.ToString(CultureInfo.InvariantCulture) + "s"
            : string.Create(CultureInfo.InvariantCulture, $"{seconds.Numerator}/{seconds.Denominator}s");

    /// <summary>Seconds of frames at a rate, exact.</summary>
    public static Rational Seconds(long frames, FrameRate rate) => new Rational(frames) / rate.Fraction;

    /// <summary>Sum, exact; far beyond what times of a week need, it is rounded to microseconds.</summary>
    public static Rational Add(Rational a, Rational b)
    {
        BigInteger numerator = ((BigInteger)a.Numerator * b.Denominator) + ((BigInteger)b.Numerator * a.Denominator),
            denominator = (BigInteger)a.Denominator * b.Denominator,
            divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        return denominator > long.MaxValue || BigInteger.Abs(numerator) > long.MaxValue
            ? new Rational((long)(numerator * 1_000_000 / denominator), 1_000_000)
            : new Rational((long)numerator, (long)denominator);
    }

    /// <summary>Reads one, in seconds.</summary>
    /// <param name="text">What stands there; null where nothing does.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="place">Where it stands, for messages.</param>
    public static double? Read(string? text, string file, string place)
    {
        if (text is null)
        {
            return null;
        }

        string plain = text.Trim().TrimEnd('s');
        double value;
        if (Rational.TryParse(plain, out Rational exact))
        {
            value = exact.Value;
        }
        else if (
            !double.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        )
        {
            throw DocumentFault.Of(file, place, $"'{text}' is no time such as 1001/30000s. Mend it, or export it again.");
        }

        DocumentFault.CheckTime(file, place, value, 1);
        return value;
    }
}
