using MontageAI.Detection;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;

namespace MontageAI.Engine.Intake;

/// <summary>What finds faces in a job. Where the learned model is not there nobody looks for any, and the report says so once.</summary>
internal sealed class FaceFinding(JobContext context)
{
    /// <summary>What finds faces; null where nothing does. Loads the model at its first call.</summary>
    public IFaceDetector? Detector
    {
        get
        {
            (IFaceDetector? detector, string? problem) = context.Models.Faces;
            if (detector is null)
            {
                context.Recorder.Degrade(
                    "faces are not looked for",
                    $"{problem}.",
                    "People are told by the colour of skin, and views follow what moves."
                );
            }

            return detector;
        }
    }

    /// <summary>Name of a method for keys of results, so that those with faces and those without never mix.</summary>
    /// <param name="detector">What finds faces; null where nothing does.</param>
    public static string AlgorithmOf(IFaceDetector? detector) => detector?.Algorithm ?? "none";

    /// <summary>Whether what went wrong is that a user's own model was given up: then it helps to begin anew with
    /// <see cref="Detector"/>.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="used">What found faces until then.</param>
    public bool HasLost(MontageException error, IFaceDetector? used) =>
        error.Code == ErrorCode.ModelInvalid && used is not null && Detector != used;
}
