using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Detection;

/// <summary>Finds faces in pictures. Deterministic: the same picture gives the same boxes. Safe for threads.</summary>
public interface IFaceDetector
{
    /// <summary>Name and version of the method, the model and what runs it: part of the key under which results are kept.</summary>
    string Algorithm { get; }

    /// <summary>Finds faces.</summary>
    /// <param name="picture">The upright picture, limited range. It is looked at as large as it is; below 160 pixels hardly anything is
    /// found.</param>
    /// <returns>Boxes, the surest first; empty where there is no face.</returns>
    IReadOnlyList<FaceBox> Find(SmallFrame picture);
}
