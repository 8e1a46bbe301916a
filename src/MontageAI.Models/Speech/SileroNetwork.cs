using Microsoft.ML.OnnxRuntime;
using MontageAI.Models.Runtime;

namespace MontageAI.Models.Speech;

/// <summary>What the network says of a sound.</summary>
/// <param name="Chances">The chance of a voice in every window, 0 to 1, rounded to thousandths so that the last bits decide
/// nothing.</param>
/// <param name="States">What the network holds after every window: <see cref="SileroNetwork.HiddenSize"/> numbers each.</param>
internal sealed record SileroReading(float[] Chances, float[] States);

/// <summary>
/// Silero VAD v6: a recurrent network that hears one window of sound after the other. Several sounds go through it side by side, which
/// costs less than one by one and gives the same bits. Safe for threads.
/// </summary>
internal sealed class SileroNetwork : IDisposable
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 16000;

    /// <summary>Samples of a window.</summary>
    public const int Window = 512;

    /// <summary>Numbers of the hidden state that are handed out.</summary>
    public const int HiddenSize = 128;

    // More streams at once gain nothing.
    private const int StreamsAtOnce = 16;

    // Samples of the window before that the network wants to see again.
    private const int Context = 64;
    private const int InputSize = Context + Window;

    private static readonly string[] s_inputs = ["input", "state", "sr"];
    private static readonly string[] s_outputs = ["output", "stateN"];

    private readonly ModelSession _session;

    public SileroNetwork(byte[] model) => _session = new ModelSession(model);

    /// <summary>Number of windows of a sound; the last one is filled up with silence.</summary>
    public static int WindowsOf(int samples) => (samples + Window - 1) / Window;

    /// <summary>Listens to sounds.</summary>
    public SileroReading[] Read(IReadOnlyList<ReadOnlyMemory<float>> sounds)
    {
        SileroReading[] readings =
        [
            .. sounds.Select(s => new SileroReading(new float[WindowsOf(s.Length)], new float[WindowsOf(s.Length) * HiddenSize])),
        ];
        // The longest first: who has ended is the last of a row, and is left out from then on.
        int[] order = [.. Enumerable.Range(0, sounds.Count).OrderByDescending(i => sounds[i].Length)];
        foreach (int[] row in order.Chunk(StreamsAtOnce))
        {
            ReadRow([.. row.Select(i => sounds[i])], [.. row.Select(i => readings[i])]);
        }

        return readings;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void ReadRow(ReadOnlyMemory<float>[] sounds, SileroReading[] readings)
    {
        long[] rate = [SampleRate];
        using OrtValue rateValue = OrtValue.CreateTensorValueFromMemory(rate, []);
        float[][] states = [.. sounds.Select(_ => new float[2 * HiddenSize])];
        float[] input = new float[sounds.Length * InputSize];
        int at = 0;
        for (int count = sounds.Length; count > 0; count--)
        {
            // Until the shortest of those that are left has ended.
            int until = readings[count - 1].Chances.Length;
            if (until == at)
            {
                continue;
            }

            float[] state = new float[2 * count * HiddenSize];
            for (int s = 0; s < count; s++)
            {
                states[s].AsSpan(0, HiddenSize).CopyTo(state.AsSpan(s * HiddenSize));
                states[s].AsSpan(HiddenSize).CopyTo(state.AsSpan((count + s) * HiddenSize));
            }

            using OrtValue inputValue = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                input.AsMemory(0, count * InputSize),
                [count, InputSize]
            );
            using OrtValue stateValue = OrtValue.CreateTensorValueFromMemory(state, [2, count, HiddenSize]);
            OrtValue[] values = [inputValue, stateValue, rateValue];
            for (; at < until; at++)
            {
                for (int s = 0; s < count; s++)
                {
                    Fill(input.AsSpan(s * InputSize, InputSize), sounds[s].Span, at);
                }

                using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(s_inputs, values, s_outputs);
                ReadOnlySpan<float> chances = outputs[0].GetTensorDataAsSpan<float>();
                outputs[1].GetTensorDataAsSpan<float>().CopyTo(state);
                for (int s = 0; s < count; s++)
                {
                    readings[s].Chances[at] = MathF.Round(chances[s], 3);
                    state.AsSpan(s * HiddenSize, HiddenSize).CopyTo(readings[s].States.AsSpan(at * HiddenSize));
                }
            }

            for (int s = 0; s < count; s++)
            {
                state.AsSpan(s * HiddenSize, HiddenSize).CopyTo(states[s]);
                state.AsSpan((count + s) * HiddenSize, HiddenSize).CopyTo(states[s].AsSpan(HiddenSize));
            }
        }
    }

    // The end of the window before, then the window.
    private static void Fill(Span<float> input, ReadOnlySpan<float> sound, int window)
    {
        input[Window..].CopyTo(input);
        Span<float> fresh = input[Context..];
        ReadOnlySpan<float> heard = sound[(window * Window)..Math.Min(sound.Length, (window + 1) * Window)];
        heard.CopyTo(fresh);
        fresh[heard.Length..].Clear();
    }
}
