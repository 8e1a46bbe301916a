namespace MontageAI.Analysis.Speech;

/// <summary>What tells speech from other sound in the second around a moment.</summary>
internal sealed class SpeechFeatures
{
    /// <summary>Number of features.</summary>
    public const int Count = 8;

    /// <summary>Frames from moment to moment (50 ms).</summary>
    public const int Step = 5;

    // Frames on either side of a moment.
    private const int Reach = 50;

    // Frames less than this below the loudest of the second carry the sound.
    private const float CarryingDb = 20;

    // From this on a frame counts as pitched.
    private const float Pitched = 0.6f;

    private readonly SpeechSpectrum _spectrum;
    private readonly double[] _cos = new double[6 * ((2 * Reach) + 1)];
    private readonly double[] _sin = new double[6 * ((2 * Reach) + 1)];

    /// <summary>Prepares.</summary>
    public SpeechFeatures(SpeechSpectrum spectrum)
    {
        _spectrum = spectrum;
        for (int h = 0; h < 6; h++)
        {
            for (int i = 0; i <= 2 * Reach; i++)
            {
                // 2 to 7 Hz, with a window so that the edges of the second do not count as modulation.
                double hann = 0.5 + (0.5 * Math.Cos(Math.PI * (i - Reach) / (Reach + 1)));
                _cos[(h * ((2 * Reach) + 1)) + i] = hann * Math.Cos(2 * Math.PI * (h + 2) * (i - Reach) / 100.0);
                _sin[(h * ((2 * Reach) + 1)) + i] = hann * Math.Sin(2 * Math.PI * (h + 2) * (i - Reach) / 100.0);
            }
        }
    }

    /// <summary>Fills in the features around a frame.</summary>
    public void At(int frame, Span<double> features)
    {
        int from = Math.Max(0, frame - Reach),
            to = Math.Min(_spectrum.Frames - 1, frame + Reach);
        ReadOnlySpan<float> level = _spectrum.Level.AsSpan(from, to - from + 1);
        float[] sorted = level.ToArray();
        Array.Sort(sorted);
        float high = sorted[(int)(0.95 * (sorted.Length - 1))];
        (double carrying, double stable, double pitched, double sum, double squares, double centroid, double centroids) = (
            0,
            0,
            0,
            0,
            0,
            0,
            0
        );
        for (int i = from; i <= to; i++)
        {
            if (_spectrum.Level[i] < high - CarryingDb)
            {
                continue;
            }

            carrying++;
            stable += _spectrum.Stability[i];
            double h = _spectrum.Harmony[i],
                c = _spectrum.Centroid[i];
            pitched += h > Pitched ? 1 : 0;
            sum += h;
            squares += h * h;
            centroid += c;
            centroids += c * c;
        }

        features[0] = Modulation(frame);
        features[1] = carrying > 0 ? stable / carrying : 0;
        features[2] = carrying > 0 ? pitched / carrying : 0;
        features[3] = carrying > 0 ? Deviation(sum, squares, carrying) : 0;
        features[4] = carrying > 0 ? Deviation(centroid, centroids, carrying) : 0;
        features[5] = Math.Min(40, high - sorted[(int)(0.15 * (sorted.Length - 1))]) / 10;
        features[6] = Math.Clamp(Mean(_spectrum.Low.AsSpan(from, to - from + 1)) - Mean(level), -30, 30) / 10;
        features[7] = carrying / (to - from + 1);
    }

    private static double Deviation(double sum, double squares, double count) =>
        Math.Sqrt(Math.Max(0, (squares / count) - (sum / count * (sum / count))));

    // In decibels of the mean power, so that loud moments count.
    private static double Mean(ReadOnlySpan<float> decibels)
    {
        double power = 0;
        foreach (float value in decibels)
        {
            power += Math.Pow(10, value / 10);
        }

        return 10 * Math.Log10(power / decibels.Length);
    }

    // How strongly the bands swing 2 to 7 times a second, as syllables make them, against their mean: 0 to about 1.
    private double Modulation(int frame)
    {
        double all = 0;
        Span<double> re = stackalloc double[6],
            im = stackalloc double[6];
        for (int band = 0; band < SpeechSpectrum.Bands; band++)
        {
            double mean = 0,
                most = 0,
                count = 0;
            re.Clear();
            im.Clear();
            double total = 0;
            for (int i = -Reach; i <= Reach; i++)
            {
                int at = frame + i;
                if (at >= 0 && at < _spectrum.Frames)
                {
                    total += _spectrum.Envelope[(at * SpeechSpectrum.Bands) + band];
                    count++;
                }
            }

            mean = total / count;
            if (mean < 1e-7)
            {
                continue;
            }

            for (int i = -Reach; i <= Reach; i++)
            {
                int at = Math.Clamp(frame + i, 0, _spectrum.Frames - 1);
                double value = _spectrum.Envelope[(at * SpeechSpectrum.Bands) + band] - mean;
                for (int h = 0; h < 6; h++)
                {
                    int entry = (h * ((2 * Reach) + 1)) + i + Reach;
                    re[h] += value * _cos[entry];
                    im[h] += value * _sin[entry];
                }
            }

            for (int h = 1; h < 5; h++)
            {
                most += Math.Sqrt((re[h] * re[h]) + (im[h] * im[h]));
            }

            all += most / (4 * mean * Reach);
        }

        return all / SpeechSpectrum.Bands;
    }
}
