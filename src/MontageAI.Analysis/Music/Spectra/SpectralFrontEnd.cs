using System.Numerics;
using MontageAI.Dsp.Audio;

namespace MontageAI.Analysis.Music.Spectra;

/// <summary>
/// Turns mono sound at 11,025 Hz, fed in pieces of any size, into rises of log-mel energy in four bands of frequency, about 100 times a
/// second. Keeps no sound beyond one window, so its memory grows by 16 bytes a frame.
/// </summary>
/// <remarks>
/// Frame i is centred on sample i * <see cref="Hop"/>. Flux of a band = max(0, L[t, b] - max(L[t-2, b-1..b+1])), L = log(1 + c *
/// magnitude): the
/// maximum over neighbours ignores vibrato (Boeck and Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013).
/// No allocation per frame other than the doubling of the result arrays. One thread at a time.
/// </remarks>
internal sealed class SpectralFrontEnd
{
    /// <summary>Samples per second that this works at.</summary>
    public const int SampleRate = 11025;

    /// <summary>Samples from frame to frame (9.98 ms).</summary>
    public const int Hop = 110;

    /// <summary>Groups of bands whose flux is kept apart: bass, low middle, high middle, treble.</summary>
    public const int Groups = 4;

    /// <summary>Frames per second.</summary>
    public const double FrameRate = SampleRate / (double)Hop;

    private const int Window = 512;

    private readonly LaneFft _fft = new(Window);
    private readonly float[] _window = Windows.Hann(Window);
    private readonly MelBands _mel;
    private readonly int[] _groupStart = new int[Groups + 1];
    private readonly float _compression;
    private readonly Vector<float>[] _power;
    private readonly Vector<float>[] _bands;
    private readonly WindowBatches _batches;
    private readonly float[] _levels;
    private int _seen;

    /// <summary>Creates a front end.</summary>
    public SpectralFrontEnd(FrontEndTuning tuning)
    {
        _mel = new MelBands(tuning.Bands, tuning.LowHz, tuning.HighHz, SampleRate, Window);
        _compression = tuning.Compression;
        for (int g = 1; g < Groups; g++)
        {
            _groupStart[g] = _mel.IndexAbove(tuning.GroupEdgesHz[g - 1]);
        }

        _groupStart[Groups] = _mel.Count;
        _power = new Vector<float>[_fft.Bins];
        _bands = new Vector<float>[_mel.Count];
        _batches = new WindowBatches(Hop, Window, Process);
        // Three rows of levels, one guard band on each side: the current frame and the two before it.
        _levels = new float[(_mel.Count + 2) * 3];
        Array.Fill(_levels, float.NegativeInfinity);
        for (int g = 0; g < Groups; g++)
        {
            Flux[g] = new FloatSeries();
        }
    }

    /// <summary>Flux per group and frame, mean over the group's bands.</summary>
    public FloatSeries[] Flux { get; } = new FloatSeries[Groups];

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples) => _batches.Append(samples);

    /// <summary>Processes what is held, as if silence followed.</summary>
    /// <param name="totalSamples">All samples given.</param>
    public void Finish(long totalSamples)
    {
        int frames = _batches.Finish(totalSamples);
        foreach (FloatSeries series in Flux)
        {
            series.Truncate(frames);
        }
    }

    private void Process(ReadOnlySpan<float> samples)
    {
        _fft.PowerSpectra(samples, Hop, _window, _power);
        _mel.Apply(_power, _bands);
        Vector<float> scale = new(_compression),
            one = Vector<float>.One;
        for (int b = 0; b < _bands.Length; b++)
        {
            _bands[b] = Vector.Log(one + (scale * Vector.SquareRoot(_bands[b])));
        }

        for (int lane = 0; lane < LaneFft.Lanes; lane++)
        {
            Frame(lane);
        }
    }

    private void Frame(int lane)
    {
        int width = _mel.Count + 2;
        Span<float> now = _levels.AsSpan(_seen % 3 * width, width);
        ReadOnlySpan<float> before = _levels.AsSpan((_seen + 1) % 3 * width, width);
        for (int b = 0; b < _bands.Length; b++)
        {
            now[b + 1] = _bands[b][lane];
        }

        for (int g = 0; g < Groups; g++)
        {
            float sum = 0;
            for (int b = _groupStart[g]; b < _groupStart[g + 1]; b++)
            {
                float reference = Math.Max(Math.Max(before[b], before[b + 2]), before[b + 1]);
                sum += Math.Max(0, now[b + 1] - reference);
            }

            Flux[g].Add(_seen < 2 ? 0 : sum / Math.Max(1, _groupStart[g + 1] - _groupStart[g]));
        }

        _seen++;
    }
}
