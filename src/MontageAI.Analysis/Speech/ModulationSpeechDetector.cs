using MontageAI.Detection;
using MontageAI.Results;

namespace MontageAI.Analysis.Speech;

/// <summary>
/// Finds speech without a learned network: by energy over the background, pitch that comes and goes, a spectrum that does not hold its
/// tones, and the swing of 3 to 6 syllables a second. A second around each moment is judged as speech or not by a weighted sum; within what
/// is judged speech, energy says where words begin and end.
/// </summary>
public sealed class ModulationSpeechDetector : ISpeechDetector
{
    // Weights of SpeechFeatures, fitted on the tuning files of "./bench models speech" (none of those that figures are given for).
    private static readonly double[] s_weights = [2.769, -12.197, 5.083, 13.088, 8.567, -0.258, -2.889, 0.977];
    private const double Offset = -6.91;

    // Chosen by hand.
    private const double LeastLevelDb = -65;
    private const double OverBackgroundDb = 9;
    private const double BelowPeakDb = 30;
    private const int PauseFrames = 30;
    private const int ShortestFrames = 25;
    private const int MarginFrames = 4;

    /// <inheritdoc/>
    public string Algorithm => "speech/1";

    /// <inheritdoc/>
    public int SampleRate => SpeechSpectrum.SampleRate;

    /// <inheritdoc/>
    public IReadOnlyList<SpeechStretch> Find(ReadOnlySpan<float> samples)
    {
        SpeechSpectrum spectrum = SpeechSpectrum.Of(samples);
        if (spectrum.Frames == 0)
        {
            return [];
        }

        double[] chance = Chances(spectrum);
        bool[] speaks = Active(spectrum.Level);
        for (int i = 0; i < speaks.Length; i++)
        {
            speaks[i] &= chance[i] > 0.5;
        }

        return Stretches(speaks, chance, samples.Length / (double)SampleRate);
    }

    /// <summary>Features of every moment, for fitting.</summary>
    internal static double[][] Features(SpeechSpectrum spectrum)
    {
        SpeechFeatures features = new(spectrum);
        double[][] all = new double[(spectrum.Frames + SpeechFeatures.Step - 1) / SpeechFeatures.Step][];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new double[SpeechFeatures.Count];
            features.At(i * SpeechFeatures.Step, all[i]);
        }

        return all;
    }

    private static double[] Chances(SpeechSpectrum spectrum)
    {
        double[][] features = Features(spectrum);
        double[] moments = [.. features.Select(f => 1 / (1 + Math.Exp(-(Offset + f.Zip(s_weights, (x, w) => x * w).Sum()))))];
        double[] chances = new double[spectrum.Frames];
        for (int i = 0; i < chances.Length; i++)
        {
            // The mean of half a second: one odd moment decides nothing.
            int at = i / SpeechFeatures.Step;
            int from = Math.Max(0, at - 5),
                to = Math.Min(moments.Length - 1, at + 5);
            chances[i] = moments.AsSpan(from, to - from + 1).ToArray().Average();
        }

        return chances;
    }

    /// <summary>Frames that stand out of the background.</summary>
    internal static bool[] Active(float[] level)
    {
        // Background and loudest sound of the three seconds on either side.
        const int Block = 50,
            Around = 6;
        int blocks = (level.Length + Block - 1) / Block;
        (float Low, float High)[] each = new (float, float)[blocks];
        for (int b = 0; b < blocks; b++)
        {
            int from = Math.Max(0, (b - Around) * Block),
                to = Math.Min(level.Length, (b + Around + 1) * Block);
            float[] sorted = level[from..to];
            Array.Sort(sorted);
            each[b] = (sorted[(int)(0.05 * (sorted.Length - 1))], sorted[(int)(0.95 * (sorted.Length - 1))]);
        }

        bool[] active = new bool[level.Length];
        for (int i = 0; i < active.Length; i++)
        {
            (float low, float high) = each[i / Block];
            // Where there is no pause there is no background to measure; a voice keeps within 30 dB of its loudest.
            double threshold = Math.Max(Math.Min(low + OverBackgroundDb, high - 12), high - BelowPeakDb);
            active[i] = level[i] > Math.Max(threshold, LeastLevelDb);
        }

        return active;
    }

    private static List<SpeechStretch> Stretches(bool[] speaks, double[] chance, double seconds)
    {
        List<(int From, int To)> runs = [];
        for (int i = 0; i < speaks.Length; i++)
        {
            if (!speaks[i])
            {
                continue;
            }

            if (runs.Count > 0 && i - runs[^1].To <= PauseFrames)
            {
                runs[^1] = (runs[^1].From, i + 1);
            }
            else
            {
                runs.Add((i, i + 1));
            }
        }

        List<SpeechStretch> stretches = [];
        foreach ((int from, int to) in runs.Where(r => r.To - r.From >= ShortestFrames))
        {
            double start = Math.Max(0, (from - MarginFrames) / 100.0),
                end = Math.Min(seconds, (to + MarginFrames) / 100.0);
            stretches.Add(new SpeechStretch(start, end, Math.Clamp(chance.AsSpan(from, to - from).ToArray().Average(), 0.5, 1)));
        }

        return stretches;
    }
}
