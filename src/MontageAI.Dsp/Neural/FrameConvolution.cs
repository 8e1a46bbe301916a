using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MontageAI.Dsp.Neural;

/// <summary>
/// A convolution over time of frames with many channels: <c>y[t, o] = bias[o] + sum over k, i of weight[k, i, o] * x[t + k * dilation,
/// i]</c>. One tap is a fully connected layer per frame.
/// </summary>
/// <remarks>
/// Rows are frames, channels lie side by side. Lanes hold output channels; three vectors of them times four frames are kept in registers
/// while all taps and inputs are added in one fixed order, each by one fused multiply-add. So an output's bits depend neither on the width
/// of the machine's vectors nor on how frames are grouped. Reference: <see cref="ApplyScalar"/>, same bits. No allocation after
/// construction; may be used by several threads at once.
/// </remarks>
public sealed class FrameConvolution
{
    private const int Tile = 3;
    private readonly float[] _weights;
    private readonly float[] _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="weights">taps x inputs x outputs values, output channels innermost.</param>
    /// <param name="bias">One value per output channel.</param>
    /// <param name="inputs">Input channels, 1 or more.</param>
    /// <param name="taps">Frames looked at per output, 1 or more.</param>
    /// <param name="dilation">Frames from tap to tap, 1 or more.</param>
    /// <exception cref="ArgumentException">The number of weights does not fit.</exception>
    public FrameConvolution(float[] weights, float[] bias, int inputs, int taps, int dilation)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(bias);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(taps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dilation);
        if (bias.Length == 0 || weights.Length != taps * inputs * bias.Length)
        {
            throw new ArgumentException(
                $"{taps} x {inputs} x {bias.Length} weights are needed, {weights.Length} were given.",
                nameof(weights)
            );
        }

        _weights = weights;
        _bias = bias;
        Inputs = inputs;
        Taps = taps;
        Dilation = dilation;
    }

    /// <summary>Input channels.</summary>
    internal int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs => _bias.Length;

    /// <summary>Frames looked at per output.</summary>
    internal int Taps { get; }

    /// <summary>Frames from tap to tap.</summary>
    internal int Dilation { get; }

    /// <summary>Frames that one output spans beyond its first.</summary>
    internal int Reach => (Taps - 1) * Dilation;

    /// <summary>Outputs of a run of frames.</summary>
    /// <param name="x">Rows of inputs: at least frames + <see cref="Reach"/> of them.</param>
    /// <param name="y">Receives frames rows of outputs.</param>
    /// <param name="frames">Rows to make, 0 or more.</param>
    /// <param name="rectify">Whether values under 0 become 0.</param>
    public void Apply(ReadOnlySpan<float> x, Span<float> y, int frames, bool rectify)
    {
        CheckLengths(x, y, frames);
        int lanes = Tile * Vector<float>.Count;
        int from = 0;
        for (; from + lanes <= Outputs; from += lanes)
        {
            int t = 0;
            for (; t + 4 <= frames; t += 4)
            {
                FourFrames(x, y, t, from, rectify);
            }

            for (; t < frames; t++)
            {
                OneFrame(x, y, t, from, rectify);
            }
        }

        Rest(x, y, frames, from, rectify);
    }

    /// <summary>The same, by its definition.</summary>
    /// <inheritdoc cref="Apply"/>
    public void ApplyScalar(ReadOnlySpan<float> x, Span<float> y, int frames, bool rectify)
    {
        CheckLengths(x, y, frames);
        Rest(x, y, frames, 0, rectify);
    }

    private void CheckLengths(ReadOnlySpan<float> x, Span<float> y, int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, frames == 0 ? 0 : (frames + Reach) * Inputs, nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, frames * Outputs, nameof(y));
    }

    private void Rest(ReadOnlySpan<float> x, Span<float> y, int frames, int from, bool rectify)
    {
        for (int o = from; o < Outputs; o++)
        {
            for (int t = 0; t < frames; t++)
            {
                float sum = _bias[o];
                for (int k = 0; k < Taps; k++)
                {
                    for (int i = 0; i < Inputs; i++)
                    {
                        sum = MathF.FusedMultiplyAdd(
                            x[((t + (k * Dilation)) * Inputs) + i],
                            _weights[(((k * Inputs) + i) * Outputs) + o],
                            sum
                        );
                    }
                }

                y[(t * Outputs) + o] = rectify ? Math.Max(0, sum) : sum;
            }
        }
    }

    private void FourFrames(ReadOnlySpan<float> x, Span<float> y, int t, int from, bool rectify)
    {
        int width = Vector<float>.Count,
            inputs = Inputs,
            outputs = Outputs;
        Vector<float> a0 = new(_bias.AsSpan(from)),
            a1 = new(_bias.AsSpan(from + width)),
            a2 = new(_bias.AsSpan(from + (2 * width)));
        Vector<float> b0 = a0,
            b1 = a1,
            b2 = a2,
            c0 = a0,
            c1 = a1,
            c2 = a2,
            d0 = a0,
            d1 = a1,
            d2 = a2;
        for (int k = 0; k < Taps; k++)
        {
            // One bound check per tap: the row spans and the last weight read prove the rest, which is then read without.
            ReadOnlySpan<float> rows = x.Slice((t + (k * Dilation)) * inputs, 4 * inputs);
            ReadOnlySpan<float> weights = _weights.AsSpan((k * inputs * outputs) + from, ((inputs - 1) * outputs) + (Tile * width));
            ref float row = ref MemoryMarshal.GetReference(rows);
            ref float weight = ref MemoryMarshal.GetReference(weights);
            for (int i = 0; i < inputs; i++)
            {
                Vector<float> w0 = Vector.LoadUnsafe(ref weight, (nuint)(i * outputs));
                Vector<float> w1 = Vector.LoadUnsafe(ref weight, (nuint)((i * outputs) + width));
                Vector<float> w2 = Vector.LoadUnsafe(ref weight, (nuint)((i * outputs) + (2 * width)));
                Vector<float> v = new(Unsafe.Add(ref row, i));
                a0 = Vector.FusedMultiplyAdd(v, w0, a0);
                a1 = Vector.FusedMultiplyAdd(v, w1, a1);
                a2 = Vector.FusedMultiplyAdd(v, w2, a2);
                v = new(Unsafe.Add(ref row, inputs + i));
                b0 = Vector.FusedMultiplyAdd(v, w0, b0);
                b1 = Vector.FusedMultiplyAdd(v, w1, b1);
                b2 = Vector.FusedMultiplyAdd(v, w2, b2);
                v = new(Unsafe.Add(ref row, (2 * inputs) + i));
                c0 = Vector.FusedMultiplyAdd(v, w0, c0);
                c1 = Vector.FusedMultiplyAdd(v, w1, c1);
                c2 = Vector.FusedMultiplyAdd(v, w2, c2);
                v = new(Unsafe.Add(ref row, (3 * inputs) + i));
                d0 = Vector.FusedMultiplyAdd(v, w0, d0);
                d1 = Vector.FusedMultiplyAdd(v, w1, d1);
                d2 = Vector.FusedMultiplyAdd(v, w2, d2);
            }
        }

        Span<float> to = y[((t * outputs) + from)..];
        Store(to, a0, a1, a2, rectify);
        Store(to[outputs..], b0, b1, b2, rectify);
        Store(to[(2 * outputs)..], c0, c1, c2, rectify);
        Store(to[(3 * outputs)..], d0, d1, d2, rectify);
    }

    private void OneFrame(ReadOnlySpan<float> x, Span<float> y, int t, int from, bool rectify)
    {
        int width = Vector<float>.Count,
            inputs = Inputs,
            outputs = Outputs;
        Vector<float> a0 = new(_bias.AsSpan(from)),
            a1 = new(_bias.AsSpan(from + width)),
            a2 = new(_bias.AsSpan(from + (2 * width)));
        for (int k = 0; k < Taps; k++)
        {
            ReadOnlySpan<float> row = x.Slice((t + (k * Dilation)) * inputs, inputs);
            for (int i = 0; i < row.Length; i++)
            {
                ReadOnlySpan<float> weight = _weights.AsSpan((((k * inputs) + i) * outputs) + from, Tile * width);
                Vector<float> v = new(row[i]);
                a0 = Vector.FusedMultiplyAdd(v, new(weight), a0);
                a1 = Vector.FusedMultiplyAdd(v, new(weight[width..]), a1);
                a2 = Vector.FusedMultiplyAdd(v, new(weight[(2 * width)..]), a2);
            }
        }

        Store(y[((t * outputs) + from)..], a0, a1, a2, rectify);
    }

    private static void Store(Span<float> to, Vector<float> v0, Vector<float> v1, Vector<float> v2, bool rectify)
    {
        if (rectify)
        {
            v0 = Vector.Max(v0, Vector<float>.Zero);
            v1 = Vector.Max(v1, Vector<float>.Zero);
            v2 = Vector.Max(v2, Vector<float>.Zero);
        }

        v0.CopyTo(to);
        v1.CopyTo(to[Vector<float>.Count..]);
        v2.CopyTo(to[(2 * Vector<float>.Count)..]);
    }
}
