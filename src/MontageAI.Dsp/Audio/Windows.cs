namespace MontageAI.Dsp.Audio;

/// <summary>Window functions for spectra.</summary>
public static class Windows
{
    /// <summary>Periodic Hann window scaled to a sum of 1, so that a full-scale sine has a spectral peak of 1/2 whatever the
    /// length.</summary>
    /// <param name="length">Samples, 2 or more.</param>
    public static float[] Hann(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        float[] window = new float[length];
        for (int i = 0; i < length; i++)
        {
            window[i] = (float)((1 - Math.Cos(2 * Math.PI * i / length)) / length);
        }

        return window;
    }
}
