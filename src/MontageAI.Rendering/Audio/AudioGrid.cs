using MontageAI.Time;

namespace MontageAI.Rendering.Audio;

/// <summary>Samples of the sound track at 48 kHz, from absolute times, so that pieces side by side add up exactly.</summary>
internal static class AudioGrid
{
    /// <summary>Samples per second of every sound track that is made.</summary>
    public const int SampleRate = 48000;

    /// <summary>The sample at which a frame starts.</summary>
    public static long SampleAt(long frame, FrameRate rate) =>
        (long)Math.Round((decimal)frame * SampleRate * rate.Fraction.Denominator / rate.Fraction.Numerator, MidpointRounding.AwayFromZero);

    /// <summary>The sample nearest to a second.</summary>
    public static long SampleAt(double seconds) => (long)Math.Round(seconds * SampleRate, MidpointRounding.AwayFromZero);
}
