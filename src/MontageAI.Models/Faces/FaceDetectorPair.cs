using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Models.Faces;

/// <summary>
/// A detector, and another that is asked where faces are followed and the first sees none: YuNet misses faces of a thirtieth of a small
/// picture that BlazeFace finds, as it looks at the picture enlarged.
/// </summary>
/// <param name="first">Decides wherever it finds anything. Disposed with this.</param>
/// <param name="second">Asked by <see cref="FindFaint"/> only. Disposed with this.</param>
internal sealed class FaceDetectorPair(IFaceDetector first, IFaceDetector second) : IFaceDetector, IDisposable
{
    /// <inheritdoc/>
    public string Algorithm { get; } = $"{first.Algorithm}, then {second.Algorithm}";

    /// <inheritdoc/>
    public float Sure => first.Sure;

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> Find(SmallFrame picture) => first.Find(picture);

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> FindFaint(SmallFrame picture)
    {
        IReadOnlyList<FaceBox> found = first.FindFaint(picture);
        // Scores count from the limit of the first.
        float scale = second.Sure > 0 ? first.Sure / second.Sure : 1;
        return found.Count > 0 ? found : [.. second.FindFaint(picture).Select(b => b with { Score = Math.Min(1, b.Score * scale) })];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (first as IDisposable)?.Dispose();
        (second as IDisposable)?.Dispose();
    }
}
