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

    /// <summary>Forgets all values after the first <paramref name="count"/>, if there are more.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);
}
