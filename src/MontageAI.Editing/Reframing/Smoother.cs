namespace MontageAI.Editing.Reframing;

/// <summary>
/// Smooths a sequence: least squares to the values, plus penalties on squared velocity and squared jerk (Whittaker 1923; Eilers, "A perfect
/// smoother", 2003). The more of it, the nearer to standing still. Cost: proportional to the length.
/// </summary>
internal static class Smoother
{
    private const int Band = 3;

    // Seconds over which velocity and jerk are weighed at strength 1.
    private const double VelocitySeconds = 0.02;
    private const double JerkSeconds = 0.12;

    /// <summary>Smooths.</summary>
    /// <param name="values">One per frame.</param>
    /// <param name="weights">How much each is to be trusted, above 0.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="strength">1 or more.</param>
    public static double[] Smooth(double[] values, double[] weights, double rate, double strength)
    {
        int n = values.Length;
        if (n < 4)
        {
            return values;
        }

        // Rows of the symmetric matrix from the diagonal on.
        double[,] rows = new double[n, Band + 1];
        double[] right = new double[n];
        for (int i = 0; i < n; i++)
        {
            rows[i, 0] = weights[i];
            right[i] = weights[i] * values[i];
        }

        Penalise(rows, [-1, 1], strength * Math.Pow(VelocitySeconds * rate, 2));
        Penalise(rows, [-1, 3, -3, 1], strength * Math.Pow(JerkSeconds * rate, 6));
        return Solve(rows, right);
    }

    private static void Penalise(double[,] rows, ReadOnlySpan<double> difference, double weight)
    {
        for (int start = 0; start + difference.Length <= rows.GetLength(0); start++)
        {
            for (int a = 0; a < difference.Length; a++)
            {
                for (int b = a; b < difference.Length; b++)
                {
                    rows[start + a, b - a] += weight * difference[a] * difference[b];
                }
            }
        }
    }

    // Cholesky for a band matrix (L D L').
    private static double[] Solve(double[,] rows, double[] right)
    {
        int n = right.Length;
        for (int i = 0; i < n; i++)
        {
            for (int k = 1; k <= Band && i + k < n; k++)
            {
                double factor = rows[i, k] / rows[i, 0];
                for (int j = k; j <= Band && i + j < n; j++)
                {
                    rows[i + k, j - k] -= factor * rows[i, j];
                }

                right[i + k] -= factor * right[i];
                rows[i, k] = factor;
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            right[i] /= rows[i, 0];
            for (int k = 1; k <= Band && i + k < n; k++)
            {
                right[i] -= rows[i, k] * right[i + k];
            }
        }

        return right;
    }
}
