namespace MontageAI.Dsp.Image;

/// <summary>Sums over the bytes of a plane, from which mean and spread follow.</summary>
/// <param name="Count">Pixels.</param>
/// <param name="Sum">Sum of values.</param>
/// <param name="Squares">Sum of squared values.</param>
/// <param name="Low">Pixels at or below the low limit.</param>
/// <param name="High">Pixels at or above the high limit.</param>
public readonly record struct PlaneSums(int Count, long Sum, long Squares, int Low, int High)
{
    /// <summary>Mean value, 0 to 255; 0 for an empty plane.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>Standard deviation, 0 to 127.5; 0 for an empty plane.</summary>
    public double Deviation => Count == 0 ? 0 : Math.Sqrt(Math.Max(0, ((double)Squares / Count) - (Mean * Mean)));
}
