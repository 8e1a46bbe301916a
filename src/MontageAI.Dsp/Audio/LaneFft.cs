using System.Numerics;

namespace MontageAI.Dsp.Audio;

/// <summary>
/// Power spectra of several real frames at once: each lane of a <see cref="Vector{T}"/> holds one frame, so that every step of the
/// transform is the same scalar arithmetic done <see cref="Lanes"/> times side by side.
/// </summary>
/// <remarks>
/// A real frame of N samples is packed into N/2 complex values (even samples real, odd samples imaginary), transformed by an
/// iterative radix-2 decimation in time, and unpacked. No multiply-add is fused and lanes never mix, so a frame's result does not
/// depend on how wide the machine's vectors are. Reference: the plain definition of the DFT (<c>LaneFftTests</c>), within 1e-4 of
/// the largest value. O(N log N) per frame, no allocation after construction. Owns scratch memory: one thread at a time.
/// </remarks>
public sealed class LaneFft
{
    private readonly int _half;
    private readonly int[] _reversed;
    private readonly float[] _cos;
    private readonly float[] _sin;
    private readonly float[] _unpackCos;
    private readonly float[] _unpackSin;
    private readonly Vector<float>[] _re;
    private readonly Vector<float>[] _im;

    /// <summary>Creates the tables for one length.</summary>
    /// <param name="length">Samples per frame: a power of two, 8 or more.</param>
    public LaneFft(int length)
    {
        if (length < 8 || !BitOperations.IsPow2(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "A power of two, 8 or more, is needed.");
        }

        Length = length;
        _half = length / 2;
        int bits = BitOperations.Log2((uint)_half);
        _reversed = new int[_half];
        for (int i = 0; i < _half; i++)
        {
            for (int b = 0; b < bits; b++)
            {
                _reversed[i] |= ((i >> b) & 1) << (bits - 1 - b);
            }
        }

        (_cos, _sin) = Circle(_half / 2, _half);
        (_unpackCos, _unpackSin) = Circle(_half, length);
        _re = new Vector<float>[_half];
        _im = new Vector<float>[_half];
    }

    /// <summary>Frames transformed together: 4, 8 or 16, by the machine.</summary>
    public static int Lanes => Vector<float>.Count;

    /// <summary>Samples per frame.</summary>
    internal int Length { get; }

    /// <summary>Values per spectrum: Length/2 + 1, from 0 Hz to half the sample rate.</summary>
    public int Bins => _half + 1;

    /// <summary>Power spectra |X[k]|^2 of <see cref="Lanes"/> frames cut from one signal at a regular hop.</summary>
    /// <param name="signal">At least <c>(Lanes - 1) * hop + Length</c> samples; lane l starts at sample l * hop.</param>
    /// <param name="hop">Samples from frame to frame, 1 or more.</param>
    /// <param name="window">Length weights, applied to each frame.</param>
    /// <param name="power">Receives <see cref="Bins"/> vectors; lane l of element k is bin k of frame l, unscaled.</param>
    public void PowerSpectra(ReadOnlySpan<float> signal, int hop, ReadOnlySpan<float> window, Span<Vector<float>> power)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal.Length, ((Lanes - 1) * hop) + Length, nameof(signal));
        ArgumentOutOfRangeException.ThrowIfLessThan(window.Length, Length, nameof(window));
        ArgumentOutOfRangeException.ThrowIfLessThan(power.Length, Bins, nameof(power));
        Load(signal, hop, window);
        Transform();
        Unpack(power);
    }

    private static (float[] Cos, float[] Sin) Circle(int count, int whole)
    {
        float[] cos = new float[count];
        float[] sin = new float[count];
        for (int i = 0; i < count; i++)
        {
            (double s, double c) = Math.SinCos(-2 * Math.PI * i / whole);
            cos[i] = (float)c;
            sin[i] = (float)s;
        }

        return (cos, sin);
    }

    private void Load(ReadOnlySpan<float> signal, int hop, ReadOnlySpan<float> window)
    {
        Span<float> even = stackalloc float[Vector<float>.Count];
        Span<float> odd = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < _half; i++)
        {
            int at = 2 * i;
            for (int lane = 0; lane < even.Length; lane++)
            {
                even[lane] = signal[at];
                odd[lane] = signal[at + 1];
                at += hop;
            }

            int to = _reversed[i];
            _re[to] = new Vector<float>(even) * window[2 * i];
            _im[to] = new Vector<float>(odd) * window[(2 * i) + 1];
        }
    }

    private void Transform()
    {
        Vector<float>[] re = _re,
            im = _im;
        for (int span = 1; span < _half; span *= 2)
        {
            int stride = _half / (2 * span);
            for (int k = 0; k < span; k++)
            {
                Vector<float> c = new(_cos[k * stride]);
                Vector<float> s = new(_sin[k * stride]);
                for (int a = k; a < _half; a += 2 * span)
                {
                    int b = a + span;
                    Vector<float> tr = (re[b] * c) - (im[b] * s);
                    Vector<float> ti = (re[b] * s) + (im[b] * c);
                    re[b] = re[a] - tr;
                    im[b] = im[a] - ti;
                    re[a] += tr;
                    im[a] += ti;
                }
            }
        }
    }

    // X[k] = (Z[k] + conj Z[h-k])/2 - i/2 * e^(-2 pi i k / N) * (Z[k] - conj Z[h-k]), h = N/2.
    private void Unpack(Span<Vector<float>> power)
    {
        Vector<float> half = new(0.5f);
        Vector<float> edge = _re[0] + _im[0];
        power[0] = edge * edge;
        edge = _re[0] - _im[0];
        power[_half] = edge * edge;
        for (int k = 1; k < _half; k++)
        {
            int m = _half - k;
            Vector<float> er = (_re[k] + _re[m]) * half;
            Vector<float> ei = (_im[k] - _im[m]) * half;
            Vector<float> or = (_im[k] + _im[m]) * half;
            Vector<float> oi = (_re[m] - _re[k]) * half;
            Vector<float> xr = er + (or * _unpackCos[k]) - (oi * _unpackSin[k]);
            Vector<float> xi = ei + (or * _unpackSin[k]) + (oi * _unpackCos[k]);
            power[k] = (xr * xr) + (xi * xi);
        }
    }
}
