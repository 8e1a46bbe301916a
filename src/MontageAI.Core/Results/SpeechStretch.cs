namespace MontageAI.Results;

/// <summary>A stretch of sound in which somebody speaks.</summary>
/// <param name="Start">Second at which it begins, counted from the first sample.</param>
/// <param name="End">Second at which it ends.</param>
/// <param name="Confidence">How sure that is, 0.5 to 1.</param>
public readonly record struct SpeechStretch(double Start, double End, double Confidence);
