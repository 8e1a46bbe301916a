namespace MontageAI.Editing.Selection;

/// <summary>Turns values of arbitrary scale into ranks among all values of the footage.</summary>
internal sealed class RankScale
{
    private readonly float[] _sorted;

    /// <summary>Sorts the known values.</summary>
    public RankScale(IEnumerable<float?> values) => _sorted = [.. values.OfType<float>().Order()];

    /// <summary>The highest known value; null where none is.</summary>
    public float? Highest => _sorted.Length == 0 ? null : _sorted[^1];

    /// <summary>
    /// Share of the footage's values below a value, 0 to 1, equal ones counting half; 0.5 where the footage has one value only. Null stays
    /// null.
    /// </summary>
    public float? RankOf(float? value)
    {
        if (value is not { } v || _sorted.Length == 0)
        {
            return null;
        }

        if (_sorted.Length == 1)
        {
            return 0.5f;
        }

        int below = CountBelow(v, orEqual: false);
        int upTo = CountBelow(v, orEqual: true);
        return Math.Clamp((below + Math.Max(below, upTo - 1)) / (2f * (_sorted.Length - 1)), 0, 1);
    }

    private int CountBelow(float value, bool orEqual)
    {
        int low = 0;
        int high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool counts = orEqual ? _sorted[middle] <= value : _sorted[middle] < value;
            (low, high) = counts ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
