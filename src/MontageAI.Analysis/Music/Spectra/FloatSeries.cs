namespace MontageAI.Analysis.Music.Spectra;

/// <summary>A growing list of numbers that can be read as a span. Doubles its memory when full.</summary>
internal sealed class FloatSeries
{
    private float[] _values = new float[4096];

    /// <summary>Values added so far.</summary>
    public int Count { get; private set; }

    /// <summary>The values, valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<float> Span => _values.AsSpan(0, Count);

    /// <summary>Adds a value.</summary>
    public void Add(float value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, 2 * Count);
        }

        _values[Count++] = value;
    }

    /// <summary>A copy of the values from one place up to another; what is not there is left out.</summary>
    public FloatSeries Slice(int from, int to)
    {
        ReadOnlySpan<float> values = Span[Math.Min(from, Count)..Math.Clamp(to, Math.Min(from, Count), Count)];
        return new FloatSeries { _values = values.Length == 0 ? new float[1] : values.ToArray(), Count = values.Length };
    }

    /// <summary>Forgets all values after the first <paramref name="count"/>, if there are more.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);
}
