using System.Numerics;
using MontageAI.Dsp.Audio;

namespace MontageAI.Analysis.Speech;

/// <summary>What speech detection measures every 10 ms, from windows of 32 ms of sound at 8 kHz.</summary>
internal sealed class SpeechSpectrum
{
    /// <summary>Samples per second: all that a telephone carries, and voices are understood over it.</summary>
    public const int SampleRate = 8000;

    /// <summary>Samples from frame to frame.</summary>
    public const int Hop = SampleRate / 100;

    /// <summary>Bands of the envelope.</summary>
    public const int Bands = 10;

    private const int Size = 256;
    private const double BinHz = SampleRate / (double)Size;

    // The voice's own band, and what lies below it: drums, bass, engines, wind.
    private const int VoiceLow = (int)(300 / BinHz);
    private const int VoiceHigh = (int)(3400 / BinHz);

    // Pitch of voices from 80 to 400 Hz, as lags of the autocorrelation.
    private const int ShortestLag = SampleRate / 400;
    private const int LongestLag = SampleRate / 80;

    // Steady tones are looked for in these bins, over this many frames.
    private const int ToneLow = (int)(200 / BinHz);
    private const int ToneHigh = (int)(2200 / BinHz);
    private const int ToneFrames = 12;

    private const float Least = 1e-10f;

    private SpeechSpectrum(int frames)
    {
        Level = new float[frames];
        Low = new float[frames];
        Centroid = new float[frames];
        Harmony = new float[frames];
        Stability = new float[frames];
        Envelope = new float[frames * Bands];
    }

    /// <summary>Number of frames.</summary>
    public int Frames => Level.Length;

    /// <summary>Power of the voice's band, decibels.</summary>
    public float[] Level { get; }

    /// <summary>Power below the voice's band, decibels.</summary>
    public float[] Low { get; }

    /// <summary>Centre of gravity of the spectrum in kHz, by amplitude.</summary>
    public float[] Centroid { get; }

    /// <summary>Highest normalised autocorrelation at a voice's pitch, about 0 to 1.</summary>
    public float[] Harmony { get; }

    /// <summary>Likeness of the spectrum's fine structure to that of 120 ms before, -1 to 1: high for held notes.</summary>
    public float[] Stability { get; }

    /// <summary>Amplitude of each band, frame by frame.</summary>
    public float[] Envelope { get; }

    /// <summary>Measures a sound.</summary>
    public static SpeechSpectrum Of(ReadOnlySpan<float> samples)
    {
        int frames = Math.Max(0, (samples.Length + Hop - 1) / Hop);
        SpeechSpectrum result = new(frames);
        LaneFft fft = new(Size);
        MelBands mel = new(Bands, 200, 3800, SampleRate, Size);
        float[] window = Windows.Hann(Size);
        float[] bias = WindowAutocorrelation(window);
        Vector<float>[] power = new Vector<float>[fft.Bins];
        Vector<float>[] bands = new Vector<float>[Bands];
        float[] padded = new float[Size + ((LaneFft.Lanes - 1) * Hop)];
        float[] spectrum = new float[fft.Bins];
        float[][] fine = new float[ToneFrames + 1][];
        for (int first = 0; first < frames; first += LaneFft.Lanes)
        {
            // Frames are centred; before the first sample and after the last there is silence.
            int from = (first * Hop) + (Hop / 2) - (Size / 2);
            Array.Clear(padded);
            int skip = Math.Max(0, -from);
            int count = Math.Min(padded.Length - skip, samples.Length - (from + skip));
            if (count > 0)
            {
                samples.Slice(from + skip, count).CopyTo(padded.AsSpan(skip));
            }

            fft.PowerSpectra(padded, Hop, window, power);
            mel.Apply(power, bands);
            for (int lane = 0; lane < LaneFft.Lanes && first + lane < frames; lane++)
            {
                int frame = first + lane;
                for (int k = 0; k < spectrum.Length; k++)
                {
                    spectrum[k] = power[k][lane];
                }

                for (int b = 0; b < Bands; b++)
                {
                    result.Envelope[(frame * Bands) + b] = MathF.Sqrt(MathF.Max(0, bands[b][lane]));
                }

                result.Measure(frame, spectrum, bias, fine);
            }
        }

        return result;
    }

    private void Measure(int frame, float[] spectrum, float[] bias, float[][] fine)
    {
        (double voice, double low, double weight, double moment) = (0, 0, 0, 0);
        for (int k = 2; k < spectrum.Length; k++)
        {
            double amplitude = Math.Sqrt(spectrum[k]);
            weight += amplitude;
            moment += amplitude * k;
            voice += k >= VoiceLow && k <= VoiceHigh ? spectrum[k] : 0;
            low += k < VoiceLow ? spectrum[k] : 0;
        }

        Level[frame] = (float)(10 * Math.Log10(voice + Least));
        Low[frame] = (float)(10 * Math.Log10(low + Least));
        Centroid[frame] = weight > 1e-6 ? (float)(moment / weight * BinHz / 1000) : 0;
        Harmony[frame] = Pitched(spectrum, bias);
        float[] now = Fine(spectrum);
        Stability[frame] = fine[(frame + 1) % fine.Length] is { } before ? Likeness(now, before) : 0;
        fine[frame % fine.Length] = now;
    }

    private static float Pitched(float[] spectrum, float[] bias)
    {
        double zero = 0;
        for (int k = 2; k <= VoiceHigh; k++)
        {
            zero += spectrum[k];
        }

        if (zero < Least)
        {
            return 0;
        }

        double best = 0;
        for (int lag = ShortestLag; lag <= LongestLag; lag++)
        {
            double sum = 0;
            for (int k = 2; k <= VoiceHigh; k++)
            {
                sum += spectrum[k] * s_cos[k * lag % Size];
            }

            best = Math.Max(best, sum / zero / bias[lag]);
        }

        return (float)Math.Min(best, 1.2);
    }

    // The spectrum's peaks and valleys without its slope: logarithm less the mean of its neighbourhood.
    private static float[] Fine(float[] spectrum)
    {
        const int Reach = 5;
        float[] fine = new float[ToneHigh - ToneLow];
        for (int i = 0; i < fine.Length; i++)
        {
            int k = ToneLow + i;
            float sum = 0;
            for (int n = k - Reach; n <= k + Reach; n++)
            {
                sum += MathF.Log(spectrum[n] + Least);
            }

            fine[i] = MathF.Log(spectrum[k] + Least) - (sum / ((2 * Reach) + 1));
        }

        return fine;
    }

    private static float Likeness(float[] one, float[] other)
    {
        (double both, double a, double b) = (0, 0, 0);
        for (int i = 0; i < one.Length; i++)
        {
            both += one[i] * other[i];
            a += one[i] * one[i];
            b += other[i] * other[i];
        }

        return a * b > 0 ? (float)(both / Math.Sqrt(a * b)) : 0;
    }

    private static float[] WindowAutocorrelation(float[] window)
    {
        float[] values = new float[LongestLag + 1];
        for (int lag = 0; lag < values.Length; lag++)
        {
            double sum = 0;
            for (int i = lag; i < window.Length; i++)
            {
                sum += window[i] * window[i - lag];
            }

            values[lag] = (float)sum;
        }

        return [.. values.Select(v => v / values[0])];
    }

    private static readonly double[] s_cos = [.. Enumerable.Range(0, Size).Select(i => Math.Cos(2 * Math.PI * i / Size))];
}
