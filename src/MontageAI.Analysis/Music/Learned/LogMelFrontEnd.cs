using System.Numerics;
using MontageAI.Analysis.Music.Spectra;
using MontageAI.Dsp.Audio;

namespace MontageAI.Analysis.Music.Learned;

/// <summary>
/// Log-mel levels about 50 times a second from mono sound at 11,025 Hz, fed in pieces of any size: the levels of
/// <see cref="SpectralFrontEnd"/> at every second frame.
/// </summary>
/// <remarks>Frame i is centred on sample i * <see cref="LearnedActivation.Hop"/>. No allocation after construction. One thread at a
/// time.</remarks>
internal sealed class LogMelFrontEnd
{
    /// <summary>Levels per frame.</summary>
    public const int Bands = 80;

    private const int Hop = LearnedActivation.Hop;
    private const int Window = 512;
    private const float Compression = 1000;

    private readonly LaneFft _fft = new(Window);
    private readonly float[] _window = Windows.Hann(Window);
    private readonly MelBands _mel = new(Bands, 27, 5500, LearnedActivation.SampleRate, Window);
    private readonly Vector<float>[] _power;
    private readonly Vector<float>[] _bands = new Vector<float>[Bands];
    private readonly float[] _rows = new float[LaneFft.Lanes * Bands];
    private readonly IFrameSink _sink;
    private readonly WindowBatches _batches;
    private int _most = int.MaxValue;

    /// <summary>Creates a front end.</summary>
    /// <param name="sink">Receives the frames in order.</param>
    public LogMelFrontEnd(IFrameSink sink)
    {
        _sink = sink;
        _power = new Vector<float>[_fft.Bins];
        _batches = new WindowBatches(Hop, Window, Process);
    }

    /// <summary>Who takes the levels.</summary>
    public interface IFrameSink
    {
        /// <summary>Takes the next frames.</summary>
        /// <param name="levels">Rows of <see cref="Bands"/> levels.</param>
        /// <param name="frames">How many.</param>
        void Take(ReadOnlySpan<float> levels, int frames);
    }

    /// <summary>Frames given to the sink.</summary>
    public int Frames { get; private set; }

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples) => _batches.Append(samples);

    /// <summary>Processes what is held, as if silence followed.</summary>
    /// <param name="totalSamples">All samples given.</param>
    public void Finish(long totalSamples)
    {
        _most = (int)((totalSamples + Hop - 1) / Hop);
        _batches.Finish(totalSamples);
    }

    private void Process(ReadOnlySpan<float> samples)
    {
        _fft.PowerSpectra(samples, Hop, _window, _power);
        _mel.Apply(_power, _bands);
        Vector<float> scale = new(Compression),
            one = Vector<float>.One;
        for (int b = 0; b < Bands; b++)
        {
            Vector<float> level = Vector.Log(one + (scale * Vector.SquareRoot(_bands[b])));
            for (int lane = 0; lane < LaneFft.Lanes; lane++)
            {
                _rows[(lane * Bands) + b] = level[lane];
            }
        }

        int frames = Math.Min(LaneFft.Lanes, _most - Frames);
        Frames += frames;
        _sink.Take(_rows, frames);
    }
}
