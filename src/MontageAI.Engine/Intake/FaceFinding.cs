using MontageAI.Detection;
using MontageAI.Engine.Jobs;

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

    /// <summary>Name of the method for keys of results, so that those with faces and those without never mix.</summary>
    public string Algorithm => Detector?.Algorithm ?? "none";
}
