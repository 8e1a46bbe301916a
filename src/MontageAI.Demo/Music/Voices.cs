namespace MontageAI.Demo.Music;

/// <summary>Pitched sounds. Notes are MIDI numbers (69 = 440 Hz); times are samples.</summary>
internal static class Voices
{
    private const float Rate = DemoSong.SampleRate;

    /// <summary>Frequency of a MIDI note in hertz, equal temperament.</summary>
    public static double Frequency(int note) => 440 * Math.Pow(2, (note - 69) / 12.0);

    /// <summary>Bass: saw and sub sine through a closing low pass.</summary>
    public static void Bass(StereoBus bus, int at, int length, int note, float level)
    {
        Oscillator saw = new(Frequency(note), 0);
        Oscillator sub = new(Frequency(note), 0.25);
        StateVariableFilter filter = default;
        for (int i = 0; i < length; i++)
        {
            float t = i / Rate;
            filter.Process(saw.Saw(), 160 + (900 * MathF.Exp(-t * 14)), 1.1f);
            float value = level * ((0.7f * filter.Low) + (0.55f * sub.Triangle())) * Gate(i, length, 0.004f, 0.03f);
            bus.Add(at + i, value, 0);
        }
    }

    /// <summary>Pad: for each note three detuned saws, spread over the stereo field, through a gentle low pass.</summary>
    public static void Pad(StereoBus bus, StereoBus send, int at, int length, ReadOnlySpan<int> notes, float level, float cutoffHz)
    {
        StateVariableFilter left = default;
        StateVariableFilter right = default;
        Oscillator[] voices = new Oscillator[notes.Length * 3];
        for (int v = 0; v < voices.Length; v++)
        {
            voices[v] = new Oscillator(Frequency(notes[v / 3]) * (1 + (((v % 3) - 1) * 0.0045)), v * 0.37 % 1);
        }

        for (int i = 0; i < length; i++)
        {
            float l = 0;
            float r = 0;
            for (int v = 0; v < voices.Length; v++)
            {
                float sample = voices[v].Saw();
                l += v % 3 == 2 ? 0.4f * sample : sample;
                r += v % 3 == 0 ? 0.4f * sample : sample;
            }

            float gain = level * Gate(i, length, 0.12f, 0.1f) / voices.Length;
            left.Process(l, cutoffHz, 0.7f);
            right.Process(r, cutoffHz, 0.7f);
            bus.Add(at + i, left.Low * gain, -0.95f);
            bus.Add(at + i, right.Low * gain, 0.95f);
            send.Add(at + i, left.Low * gain * 0.3f, -0.7f);
            send.Add(at + i, right.Low * gain * 0.3f, 0.7f);
        }
    }

    /// <summary>Pluck: a triangle with a bright, quickly fading second partial.</summary>
    public static void Pluck(StereoBus bus, StereoBus send, int at, int note, float level, float pan)
    {
        Oscillator body = new(Frequency(note), 0.25);
        Oscillator shine = new(Frequency(note) * 2.001, 0);
        int length = (int)(Rate * 0.38f);
        for (int i = 0; i < length; i++)
        {
            float t = i / Rate;
            float value = (body.Triangle() * MathF.Exp(-t * 9)) + (0.45f * shine.Sine() * MathF.Exp(-t * 26));
            value *= level * Gate(i, length, 0.002f, 0.05f);
            bus.Add(at + i, value, pan);
            send.Add(at + i, value * 0.45f, -pan);
        }
    }

    /// <summary>Lead: two slightly detuned squares, softened, with vibrato that sets in late.</summary>
    public static void Lead(StereoBus bus, StereoBus send, int at, int length, int note, float level)
    {
        Oscillator a = new(Frequency(note), 0);
        Oscillator b = new(Frequency(note), 0.3);
        StateVariableFilter filter = default;
        for (int i = 0; i < length; i++)
        {
            float t = i / Rate;
            double vibrato = 1 + (0.004 * Math.Min(1, t * 3) * Math.Sin(2 * Math.PI * 5.4 * t));
            a.FrequencyHz = Frequency(note) * vibrato;
            b.FrequencyHz = Frequency(note) * 1.004 * vibrato;
            filter.Process((0.5f * a.Square()) + (0.5f * b.Saw()), 1500 + (2200 * MathF.Exp(-t * 7)), 0.9f);
            float value = level * filter.Low * Gate(i, length, 0.008f, 0.06f);
            bus.Add(at + i, value, 0.1f);
            send.Add(at + i, value * 0.5f, -0.15f);
        }
    }

    // Rises over the attack and falls over the release, both in seconds, within the length of the note.
    private static float Gate(int i, int length, float attack, float release) =>
        Math.Min(1, Math.Min((i + 1) / (attack * Rate), (length - i) / (release * Rate)));
}
