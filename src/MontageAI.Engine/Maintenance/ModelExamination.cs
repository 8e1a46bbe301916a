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
        findings.Add(Finding(ShippedModel.Speech, "speech", models.Speech.Problem, null));
        findings.Add(Finding(ShippedModel.Faces, "faces", models.Faces.Problem, models.Faces.Detector?.Algorithm));
    }

    private static DoctorFinding Finding(ShippedModel model, string purpose, string? problem, string? used) =>
        problem is not null ? new DoctorFinding($"model {model.Name}", FindingState.Absent, $"{problem}.")
        : used?.StartsWith(model.Name, StringComparison.Ordinal) == false
            ? new DoctorFinding($"model for {purpose}", FindingState.Good, $"the one that was added, {used.Split('/')[0]}, trial worked")
        : new DoctorFinding($"model {model.Name}", FindingState.Good, $"{purpose}, {model.Licence}, trial worked");
}
