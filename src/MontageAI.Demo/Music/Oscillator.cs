namespace MontageAI.Demo.Music;

/// <summary>
/// A tone generator with band-limited steps (polynomial BLEP; Välimäki and Huovilainen, "Antialiasing Oscillators in Subtractive
/// Synthesis", IEEE Signal Processing Magazine 24(2), 2007), so that high notes do not ring with false tones.
/// </summary>
internal struct Oscillator(double frequencyHz, double phase)
{
    private double _phase = phase;

    /// <summary>Frequency in hertz, below a quarter of the sample rate.</summary>
    public double FrequencyHz { get; set; } = frequencyHz;

    /// <summary>The next sample of a saw tooth, -1 to 1.</summary>
    public float Saw()
    {
        double step = Advance();
        return (float)((2 * _phase) - 1 - Blep(_phase, step));
    }

    /// <summary>The next sample of a square, -1 to 1.</summary>
    public float Square()
    {
        double step = Advance();
        double half = _phase + 0.5;
        half -= Math.Floor(half);
        return (float)((_phase < 0.5 ? 1 : -1) + Blep(_phase, step) - Blep(half, step));
    }

    /// <summary>The next sample of a triangle, -1 to 1. Its steps are in the slope only and are left as they are.</summary>
    public float Triangle()
    {
        Advance();
        return (float)((4 * Math.Abs(_phase - 0.5)) - 1);
    }

    /// <summary>The next sample of a sine, -1 to 1.</summary>
    public float Sine()
    {
        Advance();
        return (float)Math.Sin(2 * Math.PI * _phase);
    }

    private double Advance()
    {
        double step = FrequencyHz / DemoSong.SampleRate;
        _phase += step;
        _phase -= Math.Floor(_phase);
        return step;
    }

    private static double Blep(double phase, double step)
    {
        if (phase < step)
        {
            double t = phase / step;
            return t + t - (t * t) - 1;
        }

        if (phase > 1 - step)
        {
            double t = (phase - 1) / step;
            return (t * t) + t + t + 1;
        }

        return 0;
    }
}
