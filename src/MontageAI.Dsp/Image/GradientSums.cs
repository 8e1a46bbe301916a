namespace MontageAI.Dsp.Image;

/// <summary>
/// Sums over the pixels of a block from which its motion follows (Lucas and Kanade, "An Iterative Image Registration Technique", 1981).
/// Gradients are four times those per pixel: central differences of both pictures, added.
/// </summary>
/// <param name="X">Sum of gradients to the right.</param>
/// <param name="Y">Sum of gradients downwards.</param>
/// <param name="T">Sum of differences, second picture less first.</param>
/// <param name="XX">Sum of X squared.</param>
/// <param name="XY">Sum of X times Y.</param>
/// <param name="YY">Sum of Y squared.</param>
/// <param name="XT">Sum of X times T.</param>
/// <param name="YT">Sum of Y times T.</param>
/// <param name="TT">Sum of T squared.</param>
public readonly record struct GradientSums(int X, int Y, int T, int XX, int XY, int YY, int XT, int YT, int TT);
