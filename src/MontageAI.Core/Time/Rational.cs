using System.Globalization;
using System.Text.Json.Serialization;

namespace MontageAI.Time;

/// <summary>An exact fraction in lowest terms with a positive denominator. Written as "30000/1001" or "25".</summary>
[JsonConverter(typeof(RationalJsonConverter))]
public readonly record struct Rational : IComparable<Rational>
{
    private readonly long _denominator;

    /// <summary>Creates the fraction and reduces it.</summary>
    /// <param name="numerator">Any value.</param>
    /// <param name="denominator">Not zero; a negative one moves its sign to the numerator.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="denominator"/> is zero.</exception>
    public Rational(long numerator, long denominator = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        long divisor = GreatestCommonDivisor(Math.Abs(numerator), Math.Abs(denominator));
        if (denominator < 0)
        {
            divisor = -divisor;
        }

        Numerator = numerator / divisor;
        _denominator = denominator / divisor;
    }

    /// <summary>Numerator in lowest terms; carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>Denominator in lowest terms, 1 or more (a default value reads as 0/1).</summary>
    public long Denominator => _denominator == 0 ? 1 : _denominator;

    /// <summary>The nearest double.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>Product, exact.</summary>
    public static Rational operator *(Rational left, Rational right)
    {
        // Reduce crosswise first, so that products of large time bases do not overflow.
        long a = GreatestCommonDivisor(Math.Abs(left.Numerator), right.Denominator);
        long b = GreatestCommonDivisor(Math.Abs(right.Numerator), left.Denominator);
        a = a == 0 ? 1 : a;
        b = b == 0 ? 1 : b;
        return new Rational(checked(left.Numerator / a * (right.Numerator / b)), checked(left.Denominator / b * (right.Denominator / a)));
    }

    /// <summary>Quotient, exact.</summary>
    public static Rational operator /(Rational left, Rational right) => left * right.Reciprocal;

    /// <summary>Order by value, exact.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>Order by value, exact.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>Order by value, exact.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>Order by value, exact.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <summary>One divided by this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This is zero.</exception>
    public Rational Reciprocal => new(Denominator, Numerator);

    /// <summary>Reads "30000/1001", "30000:1001" or "25". Decimal numbers are not fractions and are refused.</summary>
    /// <returns>False when the text is not a fraction, its denominator is zero, or a part is beyond what can be computed with.</returns>
    public static bool TryParse(string? text, out Rational value)
    {
        value = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        ReadOnlySpan<char> span = text.AsSpan().Trim();
        int slash = span.IndexOfAny('/', ':');
        ReadOnlySpan<char> first = slash < 0 ? span : span[..slash];
        if (!long.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long numerator))
        {
            return false;
        }

        long denominator = 1;
        if (slash >= 0 && !long.TryParse(span[(slash + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out denominator))
        {
            return false;
        }

        // The lowest number has no opposite.
        if (denominator is 0 or long.MinValue || numerator == long.MinValue)
        {
            return false;
        }

        value = new Rational(numerator, denominator);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Rational other) => ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    /// <inheritdoc/>
    public override string ToString() =>
        Denominator == 1
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Equality by value.</summary>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
