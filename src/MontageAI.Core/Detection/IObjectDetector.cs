using MontageAI.Media;

namespace MontageAI.Detection;

/// <summary>Finds things of a fixed list in pictures. Deterministic. Safe for threads.</summary>
public interface IObjectDetector
{
    /// <summary>Name of the model for people.</summary>
    string Name { get; }

    /// <summary>Name and version of the method, model and library included; part of the key under which results are kept.</summary>
    string Algorithm { get; }

    /// <summary>Longer side in pixels that pictures are best given with.</summary>
    int Side { get; }

    /// <summary>What it knows, in lower-case English singular, in the order of <see cref="DetectedObject.Label"/>.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Finds things.</summary>
    /// <param name="picture">Any shape.</param>
    /// <returns>Surest first; each thing once.</returns>
    IReadOnlyList<DetectedObject> Find(SmallFrame picture);
}

/// <summary>A thing in a picture.</summary>
/// <param name="Label">Index of what it is.</param>
/// <param name="Score">How sure that is, 0 to 1, rounded to thousandths so that the last bits decide nothing.</param>
/// <param name="Left">Left edge as a share of the picture's width, 0 to 1.</param>
/// <param name="Top">Upper edge as a share of its height.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Lower edge.</param>
public sealed record DetectedObject(int Label, float Score, float Left, float Top, float Right, float Bottom);
