using MontageAI.Models;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;

namespace MontageAI.Engine.Maintenance;

/// <summary>Looks at what learned models need: the library that runs them, and the models that came with the program, each by a
/// trial.</summary>
internal static class ModelExamination
{
    /// <summary>Adds what was seen.</summary>
    public static void Examine(LearnedModels models, List<DoctorFinding> findings)
    {
        ModelRuntime runtime = ModelRuntime.Instance;
        findings.Add(
            runtime.Version is { } version
                ? new DoctorFinding("learned models", FindingState.Good, $"ONNX Runtime {version}")
                : new DoctorFinding(
                    "learned models",
                    FindingState.Absent,
                    $"ONNX Runtime cannot be loaded ({runtime.Problem}); speech and faces are found by simpler means."
                )
        );
        findings.Add(
            models.Speech.Problem is { } problem
                ? new DoctorFinding($"model {ShippedModel.Speech.Name}", FindingState.Absent, $"{problem}.")
                : new DoctorFinding(
                    $"model {ShippedModel.Speech.Name}",
                    FindingState.Good,
                    $"speech, {ShippedModel.Speech.Licence}, trial worked"
                )
        );
    }
}
