namespace MontageAI.Demo.Music;

/// <summary>
/// Low, band and high pass of second order at once, stable when its frequency is moved each sample (Simper, "Linear Trapezoidal
/// Integrated State Variable Filter", 2013).
/// </summary>
internal struct StateVariableFilter
{
    private float _first;
    private float _second;

    /// <summary>Low-passed value of the latest sample.</summary>
    public float Low { get; private set; }

    /// <summary>Band-passed value of the latest sample.</summary>
    public float Band { get; private set; }

    /// <summary>High-passed value of the latest sample.</summary>
    public float High { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="input">The sample.</param>
    /// <param name="cutoffHz">Corner frequency, held below 20 kHz.</param>
    /// <param name="resonance">0.5 (none) upwards.</param>
    public void Process(float input, float cutoffHz, float resonance)
    {
        float g = MathF.Tan(MathF.PI * Math.Min(cutoffHz, 20_000) / DemoSong.SampleRate);
        float k = 1 / resonance;
        float v3 = input - _second;
        float v1 = ((_first) + (g * v3)) / (1 + (g * (g + k)));
        float v2 = _second + (g * v1);
        _first = (2 * v1) - _first;
        _second = (2 * v2) - _second;
        Low = v2;
        Band = v1;
        High = input - (k * v1) - v2;
    }
}

/// <summary>White noise from a counter, the same on every machine (Marsaglia, "Xorshift RNGs", 2003).</summary>
internal struct Noise(uint seed)
{
    private uint _state = seed == 0 ? 1 : seed;

    /// <summary>The next value, -1 to 1.</summary>
    public float Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (_state / 2147483648f) - 1;
    }
}
