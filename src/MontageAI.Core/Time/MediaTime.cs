namespace MontageAI.Time;

/// <summary>An exact moment on a stream's own clock: a presentation timestamp (PTS) in ticks of the stream's time base.</summary>
/// <param name="Ticks">Ticks since the stream's zero; may be negative, since containers allow that.</param>
/// <param name="TimeBase">Seconds per tick, above 0, for example 1/30000.</param>
public readonly record struct MediaTime(long Ticks, Rational TimeBase)
{
    /// <summary>The moment in seconds, as the nearest double.</summary>
    public double Seconds => (double)Ticks * TimeBase.Numerator / TimeBase.Denominator;

    /// <summary>The tick nearest to a moment given in seconds.</summary>
    public static MediaTime FromSeconds(double seconds, Rational timeBase) =>
        new((long)Math.Round(seconds * timeBase.Denominator / timeBase.Numerator, MidpointRounding.AwayFromZero), timeBase);

    /// <inheritdoc/>
    public override string ToString() => $"{Ticks}@{TimeBase}";
}
