using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Results;

namespace MontageAI.Models.Speech;

/// <summary>
/// Finds speech by Silero VAD v6, a recurrent network that gives the chance of speech for every 32 ms of sound. 6.6 ms of one core per
/// second of sound. Takes singing for speech. Safe for threads.
/// </summary>
internal sealed class SileroSpeechDetector : ISpeechDetector, IDisposable
{
    private const int Window = 512;

    // Samples of the window before that the network wants to see again.
    private const int Context = 64;
    private const int StateSize = 2 * 128;

    // Above the first somebody begins to speak, below the second he has ended.
    private const float Begins = 0.5f;
    private const float Ends = 0.35f;
    private const double PauseSeconds = 0.3;
    private const double ShortestSeconds = 0.25;

    private static readonly string[] s_inputs = ["input", "state", "sr"];
    private static readonly string[] s_outputs = ["output", "stateN"];

    private readonly ModelSession _session;

    public SileroSpeechDetector(byte[] model, string runtime)
    {
        _session = new ModelSession(model);
        Algorithm = $"silero/1 {ShippedModel.Speech.Sha256[..16]} onnxruntime {runtime}";
    }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public int SampleRate => 16000;

    /// <inheritdoc/>
    public IReadOnlyList<SpeechStretch> Find(ReadOnlySpan<float> samples) =>
        Stretches(Chances(samples), samples.Length / (double)SampleRate);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>The chance of speech in every 32 ms, 0 to 1, rounded to thousandths so that the last bits decide nothing.</summary>
    internal float[] Chances(ReadOnlySpan<float> samples)
    {
        float[] chances = new float[(samples.Length + Window - 1) / Window];
        float[] input = new float[Context + Window];
        float[] state = new float[StateSize];
        long[] rate = [SampleRate];
        using OrtValue rateValue = OrtValue.CreateTensorValueFromMemory(rate, []);
        using OrtValue inputValue = OrtValue.CreateTensorValueFromMemory(input, [1, Context + Window]);
        using OrtValue stateValue = OrtValue.CreateTensorValueFromMemory(state, [2, 1, 128]);
        OrtValue[] values = [inputValue, stateValue, rateValue];
        for (int i = 0; i < chances.Length; i++)
        {
            input.AsSpan(Window).CopyTo(input);
            Span<float> fresh = input.AsSpan(Context);
            ReadOnlySpan<float> heard = samples[(i * Window)..Math.Min(samples.Length, (i + 1) * Window)];
            heard.CopyTo(fresh);
            fresh[heard.Length..].Clear();
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(s_inputs, values, s_outputs);
            chances[i] = MathF.Round(outputs[0].GetTensorDataAsSpan<float>()[0], 3);
            outputs[1].GetTensorDataAsSpan<float>().CopyTo(state);
        }

        return chances;
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

    private static double Seconds(int windows) => windows * Window / 16000.0;
}
