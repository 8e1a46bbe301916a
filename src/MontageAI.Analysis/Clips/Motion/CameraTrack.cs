namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// The camera's velocity over time, and how much of it is shake: what is left of it after its own course over half a second (a straight
/// line through it) is taken off. A steady pan, however fast, is no shake, and neither is one that sets off or slows down.
/// </summary>
internal sealed class CameraTrack
{
    private const double HalfSpan = 0.25;
    private const int LeastSteps = 5;

    private readonly List<(double Seconds, double X, double Y, bool Broken)> _steps = new(64);

    /// <summary>Takes the velocity between two frames, in picture widths per second on both axes.</summary>
    /// <param name="seconds">Moment in the middle between them.</param>
    /// <param name="x">To the right.</param>
    /// <param name="y">Downwards.</param>
    /// <param name="broken">True when the step before this one is unknown.</param>
    public void Add(double seconds, double x, double y, bool broken) => _steps.Add((seconds, x, y, broken));

    /// <summary>
    /// Root mean square of what is left, picture widths per second; 0 with fewer than five steps in a row. At most one and a half times the
    /// median, so that something that passes close to the lens once is no shake.
    /// </summary>
    public double Shake()
    {
        List<double> left = new(_steps.Count);
        for (int i = 0; i < _steps.Count; i++)
        {
            if (Left(i) is { } squared)
            {
                left.Add(squared);
            }
        }

        if (left.Count == 0)
        {
            return 0;
        }

        left.Sort();
        return Math.Min(Math.Sqrt(left.Average()), 1.5 * Math.Sqrt(left[left.Count / 2]));
    }

    // Squared distance of a velocity from the line through those around it.
    private double? Left(int at)
    {
        int first = at,
            last = at;
        while (first > 0 && !_steps[first].Broken && _steps[at].Seconds - _steps[first - 1].Seconds <= HalfSpan)
        {
            first--;
        }

        while (last + 1 < _steps.Count && !_steps[last + 1].Broken && _steps[last + 1].Seconds - _steps[at].Seconds <= HalfSpan)
        {
            last++;
        }

        int n = last - first + 1;
        if (n < LeastSteps)
        {
            return null;
        }

        double t = 0,
            tt = 0,
            x = 0,
            y = 0,
            tx = 0,
            ty = 0;
        for (int i = first; i <= last; i++)
        {
            double u = _steps[i].Seconds - _steps[at].Seconds;
            t += u;
            tt += u * u;
            x += _steps[i].X;
            y += _steps[i].Y;
            tx += u * _steps[i].X;
            ty += u * _steps[i].Y;
        }

        double determinant = (n * tt) - (t * t);
        double lineX = ((tt * x) - (t * tx)) / determinant,
            lineY = ((tt * y) - (t * ty)) / determinant;
        double dx = _steps[at].X - lineX,
            dy = _steps[at].Y - lineY;
        // A line through n points takes two n-ths of the scatter with it.
        return ((dx * dx) + (dy * dy)) * n / (n - 2);
    }
}
