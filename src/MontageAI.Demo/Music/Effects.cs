namespace MontageAI.Demo.Music;

/// <summary>What is done to whole buses.</summary>
internal static class Effects
{
    /// <summary>Echo whose repeats change sides, in place.</summary>
    /// <param name="bus">The bus; afterwards it holds the dry sound and its repeats.</param>
    /// <param name="delay">Samples between repeats.</param>
    /// <param name="feedback">Level of each repeat relative to the one before, below 1.</param>
    public static void PingPong(StereoBus bus, int delay, float feedback)
    {
        for (int i = delay; i < bus.Length; i++)
        {
            (float left, float right) = (bus.Left[i - delay], bus.Right[i - delay]);
            bus.Left[i] += right * feedback;
            bus.Right[i] += left * feedback;
        }
    }

    /// <summary>
    /// Room: four parallel combs and two all-passes a side (Schroeder, "Natural Sounding Artificial Reverberation", JAES 10(3),
    /// 1962). In place; the dry sound is replaced.
    /// </summary>
    public static void Reverb(StereoBus bus)
    {
        Room(bus.Left, 0);
        Room(bus.Right, 37);
    }

    /// <summary>Turns a bus down at every kick and lets it come back within most of a beat: the pumping of dance music.</summary>
    /// <param name="bus">The bus, in place.</param>
    /// <param name="kicks">Samples at which kicks begin, ascending.</param>
    /// <param name="depth">0 (none) to 1 (silent at the kick).</param>
    public static void Duck(StereoBus bus, IReadOnlyList<int> kicks, float depth)
    {
        const float Recovery = 0.27f * DemoSong.SampleRate;
        int next = 0;
        int last = int.MinValue / 2;
        for (int i = 0; i < bus.Length; i++)
        {
            while (next < kicks.Count && kicks[next] <= i)
            {
                last = kicks[next++];
            }

            float x = Math.Min(1, (i - last) / Recovery);
            float gain = 1 - (depth * (1 - x) * (1 - x));
            bus.Left[i] *= gain;
            bus.Right[i] *= gain;
        }
    }

    /// <summary>Levels the whole to just below full scale with soft saturation, and fades the very end. In place.</summary>
    public static void Master(StereoBus bus, int fadeSamples)
    {
        float peak = Math.Max(bus.Left.Max(MathF.Abs), bus.Right.Max(MathF.Abs));
        float drive = 1.5f / Math.Max(peak, 1e-6f);
        float ceiling = 0.93f / MathF.Tanh(1.5f);
        for (int i = 0; i < bus.Length; i++)
        {
            float gain = ceiling * Math.Min(1, (float)(bus.Length - i) / fadeSamples);
            bus.Left[i] = MathF.Tanh(bus.Left[i] * drive) * gain;
            bus.Right[i] = MathF.Tanh(bus.Right[i] * drive) * gain;
        }
    }

    private static void Room(float[] samples, int offset)
    {
        float[] wet = new float[samples.Length];
        foreach (int delay in (ReadOnlySpan<int>)[1687, 1901, 2053, 2251])
        {
            Comb(samples, wet, delay + offset);
        }

        AllPass(wet, 347 + offset);
        AllPass(wet, 113 + offset);
        wet.CopyTo(samples, 0);
    }

    // A comb whose feedback loses its highs, so that the tail darkens as in a room. About 1.6 s to -60 dB.
    private static void Comb(float[] input, float[] output, int delay)
    {
        float[] ring = new float[delay];
        float damped = 0;
        int at = 0;
        for (int i = 0; i < input.Length; i++)
        {
            float delayed = ring[at];
            damped += 0.65f * (delayed - damped);
            ring[at] = input[i] + (0.8f * damped);
            at = at + 1 == delay ? 0 : at + 1;
            output[i] += 0.3f * delayed;
        }
    }

    private static void AllPass(float[] samples, int delay)
    {
        float[] ring = new float[delay];
        int at = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            float delayed = ring[at];
            float input = samples[i] + (0.6f * delayed);
            samples[i] = delayed - (0.6f * input);
            ring[at] = input;
            at = at + 1 == delay ? 0 : at + 1;
        }
    }
}
