using System.Numerics;
using MontageAI.Dsp.Audio;

namespace MontageAI.Analysis.Music.Learned;

/// <summary>
/// Log-mel levels about 50 times a second from mono sound at 11,025 Hz, fed in pieces of any size: the levels of <see cref="SpectralFrontEnd"/> at every second frame.
/// </summary>
/// <remarks>Frame i is centred on sample i * <see cref="LearnedActivation.Hop"/>. No allocation after construction. One thread at a time.</remarks>
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
    private readonly float[] _pending = new float[((LaneFft.Lanes - 1) * Hop) + Window + 4096];
    private readonly float[] _rows = new float[LaneFft.Lanes * Bands];
    private readonly IFrameSink _sink;
    private int _held = Window / 2;

    /// <summary>Creates a front end.</summary>
    /// <param name="sink">Receives the frames in order.</param>
    public LogMelFrontEnd(IFrameSink sink)
    {
        _sink = sink;
        _power = new Vector<float>[_fft.Bins];
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
    public void Append(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            int take = Math.Min(samples.Length, _pending.Length - _held);
            samples[..take].CopyTo(_pending.AsSpan(_held));
            _held += take;
            samples = samples[take..];
            Drain(int.MaxValue);
        }
    }

    /// <summary>Processes what is held, as if silence followed.</summary>
    /// <param name="totalSamples">All samples given.</param>
    public void Finish(long totalSamples)
    {
        int frames = (int)((totalSamples + Hop - 1) / Hop);
        while (Frames < frames)
        {
            if (_held < Batch)
            {
                _pending.AsSpan(_held, Batch - _held).Clear();
                _held = Batch;
            }

            Drain(frames);
        }
    }

    private static int Batch => ((LaneFft.Lanes - 1) * Hop) + Window;

    private void Drain(int most)
    {
        int at = 0;
        while (_held - at >= Batch)
        {
            Process(_pending.AsSpan(at, Batch), most);
            at += LaneFft.Lanes * Hop;
        }

        _pending.AsSpan(at, _held - at).CopyTo(_pending);
        _held -= at;
    }

    private void Process(ReadOnlySpan<float> samples, int most)
    {
        _fft.PowerSpectra(samples, Hop, _window, _power);
        _mel.Apply(_power, _bands);
        Vector<float> scale = new(Compression), one = Vector<float>.One;
        for (int b = 0; b < Bands; b++)
        {
            Vector<float> level = Vector.Log(one + (scale * Vector.SquareRoot(_bands[b])));
            for (int lane = 0; lane < LaneFft.Lanes; lane++)
            {
                _rows[(lane * Bands) + b] = level[lane];
            }
        }

        int frames = Math.Min(LaneFft.Lanes, most - Frames);
        Frames += frames;
        _sink.Take(_rows, frames);
    }
}
