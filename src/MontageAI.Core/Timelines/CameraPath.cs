namespace MontageAI.Timelines;

/// <summary>
/// Turns camera keys into the view at any frame: the one place where easing is computed. Before the first key the view is the first key's,
/// after the last one the last's. Centres are as the keys say; who shows them moves them inwards as far as the view needs.
/// </summary>
public static class CameraPath
{
    /// <summary>The path as polynomials, in order, covering every frame from 0 on.</summary>
    /// <param name="keys">Keys in ascending order of frames, at least one.</param>
    public static IReadOnlyList<CameraPiece> Pieces(IReadOnlyList<CameraKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfZero(keys.Count);
        List<CameraPiece> pieces = [];
        if (keys[0].Frame > 0)
        {
            pieces.Add(Standing(keys[0], 0, keys[0].Frame));
        }

        for (int i = 0; i < keys.Count - 1; )
        {
            int end = i + 1;
            while (keys[i].Ease == CameraEase.Spline && end < keys.Count - 1 && keys[end].Ease == CameraEase.Spline)
            {
                end++;
            }

            if (keys[i].Ease == CameraEase.Spline)
            {
                pieces.AddRange(Spline(keys, i, end));
            }
            else
            {
                pieces.Add(Between(keys[i], keys[i + 1]));
            }

            i = end;
        }

        pieces.Add(Standing(keys[^1], keys[^1].Frame, long.MaxValue));
        return pieces;
    }

    /// <summary>The view at a frame, counted from the shot's first; may lie between two.</summary>
    /// <param name="pieces">From <see cref="Pieces"/>.</param>
    /// <param name="frame">0 or more.</param>
    public static (double X, double Y, double Zoom) At(IReadOnlyList<CameraPiece> pieces, double frame)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        CameraPiece piece = pieces.FirstOrDefault(p => frame < p.End) ?? pieces[^1];
        double t = frame - piece.Start;
        return (piece.X.At(t), piece.Y.At(t), piece.Zoom.At(t));
    }

    private static CameraPiece Standing(CameraKey key, long start, long end) => new(start, end, new(key.X), new(key.Y), new(key.Zoom));

    private static CameraPiece Between(CameraKey from, CameraKey to)
    {
        double n = to.Frame - from.Frame;
        return new CameraPiece(from.Frame, to.Frame, Way(from.X, to.X), Way(from.Y, to.Y), Way(from.Zoom, to.Zoom));

        Cubic Way(double a, double b) =>
            from.Ease switch
            {
                CameraEase.Linear => new(a, (b - a) / n),
                CameraEase.Smooth => new(a, 0, 3 * (b - a) / (n * n), -2 * (b - a) / (n * n * n)),
                _ => new(a),
            };
    }

    private static IEnumerable<CameraPiece> Spline(IReadOnlyList<CameraKey> keys, int first, int last)
    {
        double[] at = [.. Enumerable.Range(first, last - first + 1).Select(i => (double)keys[i].Frame)];
        Cubic[] x = Natural(at, [.. Enumerable.Range(first, at.Length).Select(i => keys[i].X)]);
        Cubic[] y = Natural(at, [.. Enumerable.Range(first, at.Length).Select(i => keys[i].Y)]);
        Cubic[] zoom = Natural(at, [.. Enumerable.Range(first, at.Length).Select(i => keys[i].Zoom)]);
        for (int i = 0; i < at.Length - 1; i++)
        {
            yield return new CameraPiece(keys[first + i].Frame, keys[first + i + 1].Frame, x[i], y[i], zoom[i]);
        }
    }

    // Curvatures at the keys solve a tridiagonal system; they are 0 at both ends (de Boor, "A Practical Guide to Splines", chapter IV).
    private static Cubic[] Natural(double[] at, double[] value)
    {
        int n = at.Length - 1;
        double[] curvature = new double[n + 1],
            diagonal = new double[n + 1],
            right = new double[n + 1];
        for (int i = 1; i < n; i++)
        {
            double before = at[i] - at[i - 1],
                after = at[i + 1] - at[i];
            diagonal[i] = 2 * (before + after);
            right[i] = 6 * (((value[i + 1] - value[i]) / after) - ((value[i] - value[i - 1]) / before));
            if (i > 1)
            {
                double factor = before / diagonal[i - 1];
                diagonal[i] -= factor * before;
                right[i] -= factor * right[i - 1];
            }
        }

        for (int i = n - 1; i > 0; i--)
        {
            curvature[i] = (right[i] - ((at[i + 1] - at[i]) * curvature[i + 1])) / diagonal[i];
        }

        Cubic[] pieces = new Cubic[n];
        for (int i = 0; i < n; i++)
        {
            double h = at[i + 1] - at[i];
            double slope = ((value[i + 1] - value[i]) / h) - (h * ((2 * curvature[i]) + curvature[i + 1]) / 6);
            pieces[i] = new Cubic(value[i], slope, curvature[i] / 2, (curvature[i + 1] - curvature[i]) / (6 * h));
        }

        return pieces;
    }
}
