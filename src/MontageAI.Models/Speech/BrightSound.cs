namespace MontageAI.Models.Speech;

/// <summary>Brings the sound of a song to what the network listens to: from 11025 samples a second to 16000, brightened by 6 dB an
/// octave.</summary>
internal static class BrightSound
{
    /// <summary>Samples per second of the input, those that music is analysed at.</summary>
    public const int SampleRate = 11025;

    // 16000 : 11025, and input samples on either side of each output sample.
    private const int Up = 640;
    private const int Down = 441;
    private const int Half = 12;

    private const float Emphasis = 0.95f;

    private static readonly float[] s_taps = Taps();

    /// <summary>The sound.</summary>
    public static float[] Of(ReadOnlySpan<float> samples)
    {
        float[] bright = new float[(long)samples.Length * Up / Down];
        float before = 0;
        for (int i = 0; i < bright.Length; i++)
        {
            int at = (int)((long)i * Down / Up) - Half + 1;
            float sum = 0;
            if (at >= 0 && at + (2 * Half) <= samples.Length)
            {
                ReadOnlySpan<float> taps = s_taps.AsSpan(i % Up * 2 * Half, 2 * Half),
                    near = samples.Slice(at, 2 * Half);
                for (int k = 0; k < taps.Length; k++)
                {
                    sum += taps[k] * near[k];
                }
            }

            bright[i] = sum - (Emphasis * before);
            before = sum;
        }

        return bright;
    }

    // A sinc under half a cosine's square, for each place between two input samples.
    private static float[] Taps()
    {
        float[] taps = new float[Up * 2 * Half];
        for (int phase = 0; phase < Up; phase++)
        {
            double fraction = phase * (double)Down / Up % 1;
            for (int k = 0; k < 2 * Half; k++)
            {
                double apart = k - Half + 1 - fraction;
                double window = Math.Abs(apart) < Half ? 0.5 + (0.5 * Math.Cos(Math.PI * apart / Half)) : 0;
                double sinc = Math.Abs(apart) < 1e-9 ? 1 : Math.Sin(Math.PI * apart) / (Math.PI * apart);
                taps[(phase * 2 * Half) + k] = (float)(window * sinc);
            }
        }

        return taps;
    }
}
