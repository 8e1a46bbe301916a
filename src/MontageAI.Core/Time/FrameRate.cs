using System.Globalization;
using System.Text.Json.Serialization;

namespace MontageAI.Time;

/// <summary>
/// A constant frame rate in frames per second, exact. It is the one place where seconds become frames: the frame of a
/// moment is computed from the moment itself, never by adding up durations, so that no error grows over an hour.
/// </summary>
[JsonConverter(typeof(FrameRateJsonConverter))]
public readonly record struct FrameRate
{
    /// <summary>Creates a rate from its exact fraction.</summary>
    /// <param name="framesPerSecond">Above 0, at most 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in range.</exception>
    public FrameRate(Rational framesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(framesPerSecond.Numerator, 0, nameof(framesPerSecond));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(framesPerSecond.Value, 1000, nameof(framesPerSecond));
        Fraction = framesPerSecond;
    }

    /// <summary>Creates a rate from numerator and denominator, for example 30000 and 1001.</summary>
    public FrameRate(long numerator, long denominator = 1)
        : this(new Rational(numerator, denominator)) { }

    /// <summary>Frames per second as a fraction.</summary>
    public Rational Fraction { get; }

    /// <summary>Frames per second as the nearest double, for display and for comparing only.</summary>
    public double Value => Fraction.Value;

    /// <summary>
    /// Ticks per second of a track on this grid: a multiple of the rate's numerator, so that every frame starts on a tick, and at least
    /// 10,000.
    /// </summary>
    [JsonIgnore]
    public long Timescale
    {
        get
        {
            long scale = Fraction.Numerator;
            while (scale < 10_000)
            {
                scale *= 2;
            }

            return scale;
        }
    }

    /// <summary>The frame whose start lies nearest to a moment: round(seconds x rate), halves away from zero.</summary>
    /// <param name="seconds">Seconds from the start of the timeline.</param>
    public long FrameAt(double seconds) =>
        (long)Math.Round(seconds * Fraction.Numerator / Fraction.Denominator, MidpointRounding.AwayFromZero);

    /// <summary>The start of a frame, in seconds from the start of the timeline.</summary>
    public double SecondsAt(long frame) => (double)frame * Fraction.Denominator / Fraction.Numerator;

    /// <summary>
    /// Reads "30000/1001", "25", or a decimal. Decimals within 0.005 of a multiple of 1000/1001 (23.976, 29.97, 59.94 ...)
    /// mean that NTSC rate; other decimals are taken to three places.
    /// </summary>
    public static bool TryParse(string? text, out FrameRate rate)
    {
        rate = default;
        if (!Rational.TryParse(text, out Rational fraction))
        {
            if (
                !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
                || value <= 0
                || value > 1000
            )
            {
                return false;
            }

            decimal whole = Math.Round(value * 1001 / 1000);
            fraction =
                whole > 0 && Math.Abs((whole * 1000 / 1001) - value) < 0.005m && value != Math.Round(value)
                    ? new Rational((long)whole * 1000, 1001)
                    : new Rational((long)Math.Round(value * 1000), 1000);
        }

        if (fraction.Numerator <= 0 || fraction.Value > 1000)
        {
            return false;
        }

        rate = new FrameRate(fraction);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Fraction.ToString();
}
