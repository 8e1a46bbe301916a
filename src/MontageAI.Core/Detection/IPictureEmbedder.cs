using MontageAI.Media;

namespace MontageAI.Detection;

/// <summary>
/// Puts pictures and words into one space, in which what belongs together lies close. Deterministic: the same picture and the same words
/// give the same vectors. Safe for threads.
/// </summary>
public interface IPictureEmbedder
{
    /// <summary>Name of the model for people.</summary>
    string Name { get; }

    /// <summary>Name and version of the method, model and library included; part of the key under which results are kept.</summary>
    string Algorithm { get; }

    /// <summary>Shorter side in pixels that pictures are best given with.</summary>
    int Side { get; }

    /// <summary>The vector of a picture.</summary>
    /// <param name="picture">Any shape; the square in its middle is looked at.</param>
    /// <returns>Of length 1; all zeros where the model gives nothing.</returns>
    float[] Embed(SmallFrame picture);

    /// <summary>The vector of words.</summary>
    /// <param name="words">Plain English.</param>
    /// <returns>Of length 1; all zeros where the model knows none of them.</returns>
    float[] Embed(string words);
}
