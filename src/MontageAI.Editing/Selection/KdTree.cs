namespace MontageAI.Editing.Selection;

/// <summary>
/// Points in three dimensions, arranged so that the nearest to a wish are found without looking at all of them (Bentley, "Multidimensional
/// binary search trees used for associative searching", CACM 18(9), 1975). The distance is the sum of weighted absolute differences, which
/// is what a score made of such losses ranks by. Building costs n log^2 n; a search about log n for few neighbours, up to n when the filter
/// refuses most points.
/// </summary>
internal sealed class KdTree
{
    private const int Dimensions = 3;
    private readonly float[] _points;
    private readonly int[] _order;
    private readonly byte[] _axes;

    /// <summary>Arranges the points.</summary>
    /// <param name="points">Three numbers per point, one point after the other.</param>
    /// <exception cref="ArgumentException">The length is no multiple of three.</exception>
    public KdTree(float[] points)
    {
        if (points.Length % Dimensions != 0)
        {
            throw new ArgumentException("Three numbers per point are needed.", nameof(points));
        }

        _points = points;
        _order = [.. Enumerable.Range(0, points.Length / Dimensions)];
        _axes = new byte[_order.Length];
        Arrange(0, _order.Length);
    }

    /// <summary>Points looked at in the last search, for measuring.</summary>
    public int Visited { get; private set; }

    /// <summary>The nearest accepted points, nearest first; of equally near ones that of the lower index.</summary>
    /// <param name="target">Three numbers.</param>
    /// <param name="weights">Weight of each difference, 0 or more.</param>
    /// <param name="count">How many, 1 or more; fewer come back when fewer are accepted.</param>
    /// <param name="accept">Filter by index.</param>
    public IReadOnlyList<int> Nearest(ReadOnlySpan<float> target, ReadOnlySpan<float> weights, int count, Func<int, bool> accept)
    {
        Visited = 0;
        List<(float Distance, int Index)> best = new(count + 1);
        Search(0, _order.Length, target, weights, count, accept, best);
        return [.. best.Select(b => b.Index)];
    }

    /// <summary>Puts the median of the widest dimension in the middle, the lower points before it and the higher ones after it, and so on
    /// in both halves.</summary>
    private void Arrange(int from, int to)
    {
        if (from >= to)
        {
            return;
        }

        int axis = WidestAxis(from, to);
        float[] keys = new float[to - from];
        for (int i = from; i < to; i++)
        {
            keys[i - from] = _points[(_order[i] * Dimensions) + axis];
        }

        keys.AsSpan().Sort(_order.AsSpan(from, to - from));
        int middle = (from + to) / 2;
        _axes[middle] = (byte)axis;
        Arrange(from, middle);
        Arrange(middle + 1, to);
    }

    private int WidestAxis(int from, int to)
    {
        int widest = 0;
        float most = -1;
        for (int axis = 0; axis < Dimensions; axis++)
        {
            float low = float.PositiveInfinity;
            float high = float.NegativeInfinity;
            for (int i = from; i < to; i++)
            {
                float value = _points[(_order[i] * Dimensions) + axis];
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            if (high - low > most)
            {
                (widest, most) = (axis, high - low);
            }
        }

        return widest;
    }

    private void Search(
        int from,
        int to,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weights,
        int count,
        Func<int, bool> accept,
        List<(float Distance, int Index)> best
    )
    {
        if (from >= to)
        {
            return;
        }

        int middle = (from + to) / 2;
        int index = _order[middle];
        int axis = _axes[middle];
        Visited++;
        Offer(index, Distance(index, target, weights), count, accept, best);

        float offset = target[axis] - _points[(index * Dimensions) + axis];
        bool left = offset < 0;
        Search(left ? from : middle + 1, left ? middle : to, target, weights, count, accept, best);
        if (best.Count < count || Math.Abs(offset) * weights[axis] <= best[^1].Distance)
        {
            Search(left ? middle + 1 : from, left ? to : middle, target, weights, count, accept, best);
        }
    }

    private static void Offer(int index, float distance, int count, Func<int, bool> accept, List<(float Distance, int Index)> best)
    {
        if (best.Count == count && (distance, index).CompareTo(best[^1]) >= 0)
        {
            return;
        }

        if (!accept(index))
        {
            return;
        }

        int at = best.Count;
        while (at > 0 && (distance, index).CompareTo(best[at - 1]) < 0)
        {
            at--;
        }

        best.Insert(at, (distance, index));
        if (best.Count > count)
        {
            best.RemoveAt(count);
        }
    }

    private float Distance(int index, ReadOnlySpan<float> target, ReadOnlySpan<float> weights)
    {
        float sum = 0;
        for (int d = 0; d < Dimensions; d++)
        {
            sum += weights[d] * Math.Abs(target[d] - _points[(index * Dimensions) + d]);
        }

        return sum;
    }
}
