using System.Runtime.InteropServices;

namespace MontageAI.Models.Speech;

/// <summary>
/// Tells speech from song where the network hears a voice: a weighted sum of what the network holds, over two seconds around each moment,
/// averaged over the voice of three seconds on either side. The weights are ours, fitted to synthetic voices that speak and sing and to
/// music (training/voices).
/// </summary>
internal sealed class SongJudge
{
    /// <summary>Below this a voice sings. Of synthetic speech that was kept from the fitting 3 % lie below, most of it under loud
    /// music.</summary>
    private const double Threshold = -1.24;

    // Windows on either side that are summed up; windows from moment to moment; moments on either side that are averaged.
    private const int Reach = 32;
    private const int Step = 8;
    private const int Around = 12;

    // From this chance on a moment counts as voice in the average.
    private const float Voice = 0.35f;

    private const int Size = SileroNetwork.HiddenSize;

    private readonly float[] _weights;

    private SongJudge(float[] weights) => _weights = weights;

    /// <summary>Reads the weights from this assembly.</summary>
    public static SongJudge Load()
    {
        using Stream stream = typeof(SongJudge).Assembly.GetManifestResourceStream("song.weights")!;
        float[] weights = new float[(2 * Size) + 1];
        stream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        return new SongJudge(weights);
    }

    /// <summary>Whether a voice sings, window by window; says nothing of windows without a voice.</summary>
    public bool[] Sings(SileroReading reading)
    {
        int windows = reading.Chances.Length,
            moments = (windows + Step - 1) / Step;
        double[] scores = Scores(reading.States, windows, moments);
        bool[] sings = new bool[windows];
        for (int m = 0; m < moments; m++)
        {
            (double sum, double count) = (0, 0);
            for (int n = Math.Max(0, m - Around); n <= Math.Min(moments - 1, m + Around); n++)
            {
                if (reading.Chances[n * Step] > Voice)
                {
                    sum += scores[n];
                    count++;
                }
            }

            // Rounded, so that the last bits decide nothing. Without a voice around, there is nothing to judge.
            bool sung = count > 0 && Math.Round(sum / count, 3) < Threshold;
            sings.AsSpan(m * Step, Math.Min(Step, windows - (m * Step))).Fill(sung);
        }

        return sings;
    }

    // The weighted sum of mean and deviation of every number, moment by moment.
    private double[] Scores(float[] states, int windows, int moments)
    {
        double[] scores = new double[moments];
        double[] sums = new double[Size],
            squares = new double[Size];
        (int from, int to) = (0, 0);
        for (int m = 0; m < moments; m++)
        {
            int first = Math.Max(0, (m * Step) - Reach),
                end = Math.Min(windows, (m * Step) + Reach + 1);
            for (; to < end; to++)
            {
                Add(states.AsSpan(to * Size, Size), 1);
            }

            for (; from < first; from++)
            {
                Add(states.AsSpan(from * Size, Size), -1);
            }

            double score = _weights[2 * Size];
            for (int k = 0; k < Size; k++)
            {
                double mean = sums[k] / (to - from),
                    deviation = Math.Sqrt(Math.Max(0, (squares[k] / (to - from)) - (mean * mean)));
                score += (_weights[k] * mean) + (_weights[Size + k] * deviation);
            }

            scores[m] = score;
        }

        return scores;

        void Add(ReadOnlySpan<float> state, double sign)
        {
            for (int k = 0; k < Size; k++)
            {
                sums[k] += sign * state[k];
                squares[k] += sign * state[k] * (double)state[k];
            }
        }
    }
}
