namespace MontageAI.Results;

/// <summary>A dominant colour of a picture.</summary>
/// <param name="Red">Red, 0 to 255, sRGB.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
/// <param name="Share">Share of the picture that is about this colour, 0 to 1.</param>
public sealed record PaletteColor(byte Red, byte Green, byte Blue, float Share);
