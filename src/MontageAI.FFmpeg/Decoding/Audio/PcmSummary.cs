namespace MontageAI.FFmpeg.Decoding.Audio;

/// <summary>What was decoded.</summary>
/// <param name="Samples">Mono samples delivered.</param>
/// <param name="Seconds">The same in seconds; never more than was asked for.</param>
/// <param name="ReachedEnd">True when the stream ended before <see cref="PcmOptions.MaxSeconds"/> did.</param>
/// <param name="Problem"> What FFmpeg reported about damage, with the moment up to which sound was decoded; null when it reported nothing.
/// The samples delivered before the damage are good. </param>
public sealed record PcmSummary(long Samples, double Seconds, bool ReachedEnd, string? Problem);

/// <summary>Receives mono samples in order. The span is valid only during the call; a slow receiver slows the decoder.</summary>
/// <param name="samples">Nominally -1 to 1; lossy codecs may overshoot.</param>
public delegate void PcmReceiver(ReadOnlySpan<float> samples);
