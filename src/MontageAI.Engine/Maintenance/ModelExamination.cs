using System.Globalization;
using MontageAI.Models;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;

namespace MontageAI.Engine.Maintenance;

/// <summary>Looks at what learned models need: the library that runs them, what they can run on, and the models that came with the program,
/// each by a trial.</summary>
internal static class ModelExamination
{
    private static readonly ModelDevice[] s_devices =
    [
        ModelDevice.Cpu,
        ModelDevice.Cuda,
        ModelDevice.TensorRT,
        ModelDevice.DirectML,
        ModelDevice.CoreML,
    ];

    /// <summary>Adds what was seen.</summary>
    public static void Examine(LearnedModels models, List<DoctorFinding> findings)
    {
        ModelRuntime runtime = ModelRuntime.Instance;
        findings.Add(
            runtime.Version is { } version
                ? new DoctorFinding(
                    "learned models",
                    FindingState.Good,
                    $"ONNX Runtime {version} ({runtime.Library ?? "came with the program"})"
                )
                : new DoctorFinding(
                    "learned models",
                    FindingState.Absent,
                    $"ONNX Runtime cannot be loaded ({runtime.Problem}); speech and faces are found by simpler means."
                )
        );
        if (runtime.LibraryProblem is { } unusable)
        {
            findings.Add(new DoctorFinding("installed ONNX Runtime", FindingState.Absent, $"not used: {unusable}."));
        }

        if (runtime.Version is not null)
        {
            findings.AddRange(s_devices.Select(d => Of(ProviderTrial.Of(d, runtime))));
            findings.Add(new DoctorFinding("models run on", FindingState.Good, models.DescribePlace()));
        }

        findings.Add(Finding(ShippedModel.Speech, "speech", models.Speech.Problem, null));
        findings.Add(Finding(ShippedModel.Faces, "faces", models.Faces.Problem, models.Faces.Detector?.Algorithm));
        // Each with the sentence that a report has for it.
        findings.AddRange(models.Departures.Select(d => new DoctorFinding("models", FindingState.Absent, $"{d.What}: {d.Why}")));
        findings.AddRange(
            models.Installed.All.Select(m => new DoctorFinding(
                $"model {m.Name}",
                FindingState.Good,
                $"added, for {m.Kind.ToString().ToLowerInvariant()}, {m.Licence ?? "your own"}"
            ))
        );
    }

    private static DoctorFinding Finding(ShippedModel model, string purpose, string? problem, string? used) =>
        problem is not null ? new DoctorFinding($"model {model.Name}", FindingState.Absent, $"{problem}.")
        : used?.StartsWith(model.Name, StringComparison.Ordinal) == false
            ? new DoctorFinding($"model for {purpose}", FindingState.Good, $"the one that was added, {used.Split('/')[0]}, trial worked")
        : new DoctorFinding($"model {model.Name}", FindingState.Good, $"{purpose}, {model.Licence}, trial worked");

    private static DoctorFinding Of(ProviderTrial trial) =>
        new(
            $"models on {ProviderTrial.NameOf(trial.Device)}",
            trial.Problem is null ? FindingState.Good : FindingState.Absent,
            trial.Problem ?? string.Create(CultureInfo.InvariantCulture, $"trial worked, {trial.Milliseconds:0.00} ms")
        );
}
