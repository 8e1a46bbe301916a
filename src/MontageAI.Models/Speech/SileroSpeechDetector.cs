using MontageAI.Detection;
using MontageAI.Models.Shipped;
using MontageAI.Results;

namespace MontageAI.Models.Speech;

/// <summary>
/// Finds speech by Silero VAD v6, which gives the chance of a voice for every 32 ms of sound, and by a judge that tells whether the voice
/// sings: song is no speech. Safe for threads.
/// </summary>
internal sealed class SileroSpeechDetector : ISpeechDetector
{
    // Above the first somebody begins to speak, below the second he has ended.
    private const float Begins = 0.5f;
    private const float Ends = 0.2f;
    private const double PauseSeconds = 0.3;
    private const double ShortestSeconds = 0.25;

    private readonly SileroNetwork _network;
    private readonly SongJudge _judge = SongJudge.Load();

    public SileroSpeechDetector(SileroNetwork network, string runtime)
    {
        _network = network;
        // The number is raised with every change of what is found, the judge's weights among it.
        Algorithm = $"silero/2 {ShippedModel.Speech.Sha256[..16]} onnxruntime {runtime}";
    }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public int SampleRate => SileroNetwork.SampleRate;

    /// <inheritdoc/>
    public IReadOnlyList<SpeechStretch> Find(ReadOnlySpan<float> samples) => FindAll([samples.ToArray()])[0];

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<SpeechStretch>> FindAll(IReadOnlyList<ReadOnlyMemory<float>> sounds)
    {
        ArgumentNullException.ThrowIfNull(sounds);
        return [.. _network.Read(sounds).Zip(sounds, (r, s) => Stretches(Spoken(r), s.Length / (double)SampleRate))];
    }

    /// <summary>The chance that somebody speaks in every window: that of a voice, and none where it sings.</summary>
    private float[] Spoken(SileroReading reading)
    {
        bool[] sings = _judge.Sings(reading);
        return [.. reading.Chances.Select((c, i) => sings[i] ? 0 : c)];
    }

    private static List<SpeechStretch> Stretches(float[] chances, double seconds)
    {
        List<(int From, int To)> runs = [];
        bool speaks = false;
        for (int i = 0; i < chances.Length; i++)
        {
            speaks = chances[i] >= (speaks ? Ends : Begins);
            if (!speaks)
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
                    Math.Clamp(chances[r.From..r.To].Average(), 0.5, 1)
                )),
        ];
    }

    private static double Seconds(int windows) => windows * SileroNetwork.Window / (double)SileroNetwork.SampleRate;
}
