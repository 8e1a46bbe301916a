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

    /// <summary>Score from which on a box alone is taken for a face, 0 to 1.</summary>
    float Sure => 0;

    /// <summary>Finds faces and what may be one, for those who know from other pictures where a face must be.</summary>
    /// <param name="picture">As for <see cref="Find"/>.</param>
    /// <returns>Boxes, the surest first; those below <see cref="Sure"/> are as often something else.</returns>
    IReadOnlyList<FaceBox> FindFaint(SmallFrame picture) => Find(picture);
}
