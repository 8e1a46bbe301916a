namespace MontageAI.Rendering.Audio;

/// <summary>A stretch of one layer of clip sound: part of a recording, or silence.</summary>
/// <param name="Sound">The shot whose sound it is; null for silence.</param>
/// <param name="Samples">Length at 48 kHz.</param>
/// <param name="Start">Second of the recording, on the clip's clock, that plays first.</param>
/// <param name="FadeIn">How it comes in.</param>
/// <param name="FadeOut">How it goes out.</param>
internal sealed record SoundPiece(ClipSound? Sound, long Samples, double Start, SoundFade FadeIn, SoundFade FadeOut)
{
    /// <summary>Silence of a length.</summary>
    public static SoundPiece Silence(long samples) => new(null, samples, 0, default, default);

    /// <summary>The same stretch without its sound.</summary>
    public SoundPiece Silenced => Silence(Samples);
}

/// <summary>A fade.</summary>
/// <param name="Samples">Length at 48 kHz; 0 is the short fade that only hides the jump between two recordings.</param>
/// <param name="Curve">FFmpeg's name of its curve.</param>
internal readonly record struct SoundFade(long Samples, string? Curve)
{
    /// <summary>Two sounds that have nothing to do with each other: the sum of their powers stays.</summary>
    public const string EqualPower = "qsin";

    /// <summary>A sound that crosses into itself: the sum of the waves stays.</summary>
    public const string EqualSum = "tri";
}
