namespace MontageAI.Timelines;

/// <summary>A polynomial A + B t + C t² + D t³.</summary>
/// <param name="A">Value at 0.</param>
/// <param name="B">Slope at 0.</param>
/// <param name="C">Half of the curvature at 0.</param>
/// <param name="D">A sixth of the third derivative.</param>
public readonly record struct Cubic(double A, double B = 0, double C = 0, double D = 0)
{
    /// <summary>Its value.</summary>
    public double At(double t) => A + (t * (B + (t * (C + (t * D)))));
}
