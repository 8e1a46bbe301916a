namespace MontageAI.Dsp.Neural;

/// <summary>
/// Feeds a <see cref="FrameConvolution"/> with frames as they come: keeps what later outputs still need, and puts zeros before the first
/// and after the last frame, so that there are as many outputs as inputs and output t is centred on input t.
/// </summary>
/// <remarks>Each frame is convolved once. Memory: <see cref="FrameConvolution.Reach"/> + the longest run rows. No allocation after
/// construction. One thread at a time.</remarks>
public sealed class FrameStream
{
    private readonly FrameConvolution _layer;
    private readonly float[] _rows;
    private readonly int _longest;
    private int _held;

    /// <summary>Creates the stream of one layer.</summary>
    /// <param name="layer">The layer, with an odd number of taps.</param>
    /// <param name="longest">Most frames that are pushed at once, 1 or more.</param>
    public FrameStream(FrameConvolution layer, int longest)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        if (layer.Taps % 2 == 0)
        {
            throw new ArgumentException("Only an odd number of taps has a centre.", nameof(layer));
        }

        _layer = layer;
        _longest = longest;
        _rows = new float[(layer.Reach + longest) * layer.Inputs];
        Reset();
    }

    /// <summary>Frames after a frame that must have been pushed before its output is made.</summary>
    public int Lookahead => _layer.Reach / 2;

    /// <summary>Forgets all frames, so that the next push begins a new signal.</summary>
    internal void Reset()
    {
        _held = Lookahead;
        Array.Clear(_rows);
    }

    /// <summary>Takes the next frames and makes the outputs that have become possible.</summary>
    /// <param name="x">Rows of inputs.</param>
    /// <param name="frames">How many, at most the longest run.</param>
    /// <param name="y">Receives the outputs: room for frames rows.</param>
    /// <param name="centres">Receives the input row of each output: room for frames rows; may be empty if not wanted.</param>
    /// <param name="rectify">Whether values under 0 become 0.</param>
    /// <returns>Outputs made, 0 to frames.</returns>
    public int Push(ReadOnlySpan<float> x, int frames, Span<float> y, Span<float> centres, bool rectify)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, _longest);
        x[..(frames * _layer.Inputs)].CopyTo(_rows.AsSpan(_held * _layer.Inputs));
        return Advance(frames, y, centres, rectify);
    }

    /// <summary>Makes outputs of the last frames; call with <see cref="Lookahead"/> frames in all, in pieces of at most the longest
    /// run.</summary>
    /// <inheritdoc cref="Push"/>
    public int PushZeros(int frames, Span<float> y, Span<float> centres, bool rectify)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, _longest);
        _rows.AsSpan(_held * _layer.Inputs, frames * _layer.Inputs).Clear();
        return Advance(frames, y, centres, rectify);
    }

    private int Advance(int frames, Span<float> y, Span<float> centres, bool rectify)
    {
        int inputs = _layer.Inputs;
        _held += frames;
        int ready = Math.Max(0, _held - _layer.Reach);
        _layer.Apply(_rows, y, ready, rectify);
        if (!centres.IsEmpty)
        {
            _rows.AsSpan(Lookahead * inputs, ready * inputs).CopyTo(centres);
        }

        _held -= ready;
        _rows.AsSpan(ready * inputs, _held * inputs).CopyTo(_rows);
        return ready;
    }
}
