namespace MontageAI.Demo.Music;

/// <summary>Drum sounds, each added to a bus so that its attack begins exactly at the given sample.</summary>
internal static class Drums
{
    private const float Rate = DemoSong.SampleRate;

    /// <summary>Bass drum: a sine that falls from 160 to 47 Hz, with a click.</summary>
    public static void Kick(StereoBus bus, int at, float level)
    {
        double phase = 0;
        for (int i = 0; i < Rate * 0.32f; i++)
        {
            float t = i / Rate;
            phase += (47 + (113 * MathF.Exp(-t * 34))) / Rate;
            float body = (float)Math.Sin(2 * Math.PI * phase) * MathF.Exp(-t * 8.5f) * Math.Min(1, (0.32f - t) * 60);
            float click = MathF.Exp(-t * 900) * 0.5f;
            bus.Add(at + i, level * MathF.Tanh(1.6f * (body + click)), 0);
        }
    }

    /// <summary>Snare with a clap's spread: a short tone under band-passed noise.</summary>
    public static void Snare(StereoBus bus, StereoBus send, int at, float level, uint seed)
    {
        Noise noise = new(seed);
        StateVariableFilter filter = default;
        Oscillator tone = new(188, 0);
        for (int i = 0; i < Rate * 0.24f; i++)
        {
            float t = i / Rate;
            filter.Process(noise.Next(), 1900, 0.8f);
            float rattle = (filter.Band + (0.5f * filter.High)) * MathF.Exp(-t * 19);
            float value = level * ((0.75f * rattle) + (0.5f * tone.Sine() * MathF.Exp(-t * 30))) * Math.Min(1, (0.24f - t) * 60);
            bus.Add(at + i, value, 0.05f);
            send.Add(at + i, value * 0.25f, -0.2f);
        }
    }

    /// <summary>Hi-hat: high-passed noise.</summary>
    /// <param name="bus">Where it is added.</param>
    /// <param name="at">First sample.</param>
    /// <param name="level">Loudness.</param>
    /// <param name="seconds">How long it rings: 0.03 closed, 0.2 open.</param>
    /// <param name="seed">Of its noise.</param>
    public static void Hat(StereoBus bus, int at, float level, float seconds, uint seed)
    {
        Noise noise = new(seed);
        StateVariableFilter filter = default;
        for (int i = 0; i < Rate * seconds * 2.5f; i++)
        {
            float t = i / Rate;
            filter.Process(noise.Next(), 7800, 0.9f);
            bus.Add(at + i, level * filter.High * MathF.Exp(-t * 2.2f / seconds), 0.3f);
        }
    }

    /// <summary>Crash: long bright noise, wide.</summary>
    public static void Crash(StereoBus bus, StereoBus send, int at, float level)
    {
        Noise left = new(77);
        Noise right = new(1033);
        StateVariableFilter a = default;
        StateVariableFilter b = default;
        for (int i = 0; i < Rate * 1.9f; i++)
        {
            float t = i / Rate;
            float envelope = level * MathF.Exp(-t * 2.6f) * Math.Min(1, (1.9f - t) * 4);
            a.Process(left.Next(), 5200, 0.7f);
            b.Process(right.Next(), 5600, 0.7f);
            bus.Add(at + i, a.High * envelope, -0.8f);
            bus.Add(at + i, b.High * envelope, 0.8f);
            send.Add(at + i, a.High * envelope * 0.2f, 0);
        }
    }

    /// <summary>Riser: noise whose band climbs until it stops at the given end.</summary>
    public static void Riser(StereoBus bus, StereoBus send, int start, int end, float level)
    {
        Noise noise = new(4242);
        StateVariableFilter filter = default;
        for (int i = start; i < end; i++)
        {
            float x = (float)(i - start) / (end - start);
            filter.Process(noise.Next(), 300 * MathF.Pow(24, x), 3);
            float value = level * filter.Band * x * x;
            bus.Add(i, value, MathF.Sin(9 * x) * 0.5f);
            send.Add(i, value * 0.3f, 0);
        }
    }
}
