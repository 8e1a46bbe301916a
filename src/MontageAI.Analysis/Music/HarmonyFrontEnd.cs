using System.Numerics;
using MontageAI.Analysis.Music.Spectra;
using MontageAI.Dsp.Audio;

namespace MontageAI.Analysis.Music;

/// <summary>
/// Harmony and timbre about ten times a second, from longer windows than onsets need: twelve pitch classes, and the log level of
/// twelve bands of frequency. Input as for <see cref="SpectralFrontEnd"/>; memory grows by 96 bytes a frame.
/// </summary>
/// <remarks>
/// Frame i is centred on sample i * <see cref="Hop"/>. A window of 2048 samples separates semitones from about 180 Hz upwards; the pitch
/// classes take bins from there to 2 kHz, each bin's square root of magnitude going to the nearest semitone of A = 440 Hz.
/// </remarks>
internal sealed class HarmonyFrontEnd
{
    /// <summary>Samples from frame to frame: ten frames of <see cref="SpectralFrontEnd"/> (99.8 ms).</summary>
    public const int Hop = 10 * SpectralFrontEnd.Hop;

    /// <summary>Values per frame: <see cref="PitchClasses"/> and then <see cref="TimbreBands"/>.</summary>
    public const int Width = PitchClasses + TimbreBands;

    /// <summary>Pitch classes, C first.</summary>
    public const int PitchClasses = 12;

    /// <summary>Bands of timbre.</summary>
    public const int TimbreBands = 12;

    private const int Window = 2048;

    private readonly LaneFft _fft = new(Window);
    private readonly float[] _window = Windows.Hann(Window);
    private readonly MelBands _mel = new(TimbreBands, 30, 5500, SpectralFrontEnd.SampleRate, Window);
    private readonly Vector<float>[] _power;
    private readonly Vector<float>[] _bands = new Vector<float>[TimbreBands];
    private readonly Vector<float>[] _classes = new Vector<float>[PitchClasses];
    private readonly int _firstBin;
    private readonly int[] _classOfBin;
    private readonly WindowBatches _batches;

    /// <summary>Creates a front end.</summary>
    public HarmonyFrontEnd()
    {
        _power = new Vector<float>[_fft.Bins];
        _batches = new WindowBatches(Hop, Window, Process);
        const double BinHz = SpectralFrontEnd.SampleRate / (double)Window;
        _firstBin = (int)Math.Ceiling(180 / BinHz);
        _classOfBin = new int[(int)(2000 / BinHz) - _firstBin];
        for (int i = 0; i < _classOfBin.Length; i++)
        {
            int semitone = (int)Math.Round(69 + (12 * Math.Log2((_firstBin + i) * BinHz / 440)));
            _classOfBin[i] = semitone % PitchClasses;
        }
    }

    /// <summary>All frames one after the other, <see cref="Width"/> values each.</summary>
    public FloatSeries Frames { get; } = new();

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples) => _batches.Append(samples);

    /// <summary>Processes what is held, as if silence followed.</summary>
    /// <param name="totalSamples">All samples given.</param>
    public void Finish(long totalSamples) => Frames.Truncate(_batches.Finish(totalSamples) * Width);

    private void Process(ReadOnlySpan<float> samples)
    {
        _fft.PowerSpectra(samples, Hop, _window, _power);
        _mel.Apply(_power, _bands);
        Array.Clear(_classes);
        for (int i = 0; i < _classOfBin.Length; i++)
        {
            _classes[_classOfBin[i]] += Vector.SquareRoot(Vector.SquareRoot(_power[_firstBin + i]));
        }

        for (int b = 0; b < TimbreBands; b++)
        {
            _bands[b] = Vector.Log(new Vector<float>(1e-9f) + _bands[b]);
        }

        for (int lane = 0; lane < LaneFft.Lanes; lane++)
        {
            foreach (Vector<float> value in _classes)
            {
                Frames.Add(value[lane]);
            }

            foreach (Vector<float> value in _bands)
            {
                Frames.Add(value[lane]);
            }
        }
    }
}
