using System.Runtime.InteropServices;
using MontageAI.Detection;
using MontageAI.Models.Shipped;
using MontageAI.Results;

namespace MontageAI.Models.Speech;

/// <summary>
/// Finds the voice in a song, sung or spoken, over whatever plays: a weighted sum of what the speech network holds, over a third of a
/// second around each moment. By itself the network hears hardly a singer among synthesizers; what it holds tells more than it says. Safe for
/// threads.
/// </summary>
/// <remarks>
/// The weights are ours, fitted to songs whose words and their times are known and to music without a voice (<c>./bench song fit</c>). The
/// sound is brightened first, since bass and kick hide the voice. It goes through the network in pieces side by side, each after a second
/// by which the network warms up; pieces do not depend on the machine.
/// </remarks>
internal sealed class SungVoiceDetector : ISpeechDetector
{
    /// <summary>Windows on either side that are summed up.</summary>
    public const int Reach = 4;

    /// <summary>Weights: of means, of deviations, and what is added.</summary>
    public const int WeightCount = (2 * SileroNetwork.HiddenSize) + 1;

    private const int Size = SileroNetwork.HiddenSize;

    // Pieces of eight seconds after one of warming up.
    private const int PieceWindows = 250;
    private const int LeadWindows = 31;

    // Above the first a voice begins, below the second it ends.
    private const double Begins = 0.5;
    private const double Ends = -0.5;
    private const double PauseSeconds = 0.2;
    private const double ShortestSeconds = 0.3;

    private readonly SileroNetwork _network;
    private readonly float[] _weights;

    public SungVoiceDetector(SileroNetwork network, string runtime)
    {
        _network = network;
        // The number is raised with every change of what is found, the weights among it.
        Algorithm = $"sung/1 {ShippedModel.Speech.Sha256[..16]} onnxruntime {runtime}";
        using Stream stream = typeof(SungVoiceDetector).Assembly.GetManifestResourceStream("sung.weights")!;
        _weights = new float[WeightCount];
        stream.ReadExactly(MemoryMarshal.AsBytes(_weights.AsSpan()));
    }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public int SampleRate => BrightSound.SampleRate;

    /// <inheritdoc/>
    public IReadOnlyList<SpeechStretch> Find(ReadOnlySpan<float> samples)
    {
        float[] states = States(_network, samples);
        double[] scores = new double[states.Length / Size];
        double[] features = new double[WeightCount];
        for (int i = 0; i < scores.Length; i++)
        {
            Features(states, i, features);
            double score = 0;
            for (int k = 0; k < WeightCount; k++)
            {
                score += _weights[k] * features[k];
            }

            // Rounded, so that the last bits decide nothing.
            scores[i] = Math.Round(score, 3);
        }

        return Stretches(scores, samples.Length / (double)SampleRate);
    }

    /// <summary>What the network holds after every window of a song: <see cref="SileroNetwork.HiddenSize"/> numbers each.</summary>
    internal static float[] States(SileroNetwork network, ReadOnlySpan<float> samples)
    {
        float[] bright = BrightSound.Of(samples);
        int windows = SileroNetwork.WindowsOf(bright.Length);
        List<ReadOnlyMemory<float>> pieces = [];
        for (int at = 0; at < windows; at += PieceWindows)
        {
            int from = Math.Max(0, at - LeadWindows) * SileroNetwork.Window,
                to = Math.Min(bright.Length, (at + PieceWindows) * SileroNetwork.Window);
            pieces.Add(bright.AsMemory(from, to - from));
        }

        SileroReading[] readings = network.Read(pieces);
        float[] states = new float[windows * Size];
        for (int p = 0; p < readings.Length; p++)
        {
            readings[p].States.AsSpan((p == 0 ? 0 : LeadWindows) * Size).CopyTo(states.AsSpan(p * PieceWindows * Size));
        }

        return states;
    }

    /// <summary>Mean and deviation of every number around a window, and 1.</summary>
    internal static void Features(float[] states, int window, Span<double> features)
    {
        features.Clear();
        int first = Math.Max(0, window - Reach),
            end = Math.Min(states.Length / Size, window + Reach + 1);
        for (int w = first; w < end; w++)
        {
            for (int k = 0; k < Size; k++)
            {
                double state = states[(w * Size) + k];
                features[k] += state / (end - first);
                features[Size + k] += state * state / (end - first);
            }
        }

        for (int k = 0; k < Size; k++)
        {
            features[Size + k] = Math.Sqrt(Math.Max(0, features[Size + k] - (features[k] * features[k])));
        }

        features[2 * Size] = 1;
    }

    private static List<SpeechStretch> Stretches(double[] scores, double seconds)
    {
        List<(int From, int To)> runs = [];
        bool sounds = false;
        for (int i = 0; i < scores.Length; i++)
        {
            sounds = scores[i] >= (sounds ? Ends : Begins);
            if (!sounds)
            {
                continue;
            }

            if (runs.Count > 0 && Seconds(i - runs[^1].To) <= PauseSeconds)
            {
                runs[^1] = (runs[^1].From, i + 1);
            }
            else
            {
                runs.Add((i, i + 1));
            }
        }

        return
        [
            .. runs.Where(r => Seconds(r.To - r.From) >= ShortestSeconds)
                .Select(r => new SpeechStretch(
                    Seconds(r.From),
                    Math.Min(seconds, Seconds(r.To)),
                    Math.Clamp(1 / (1 + Math.Exp(-scores[r.From..r.To].Average())), 0.5, 1)
                )),
        ];
    }

    private static double Seconds(int windows) => windows * SileroNetwork.Window / (double)SileroNetwork.SampleRate;
}
