using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Intake;

/// <summary>What was found where clips were looked for.</summary>
/// <param name="Files">The clips, in order.</param>
/// <param name="PassedOver">What lies there and is no footage, and folders that cannot be read.</param>
public sealed record FoundClips(IReadOnlyList<string> Files, IReadOnlyList<SetAsideFile> PassedOver)
{
    /// <summary>Says what was passed over, in the report of a job.</summary>
    /// <param name="recorder">The job's.</param>
    /// <returns>The clips.</returns>
    public IReadOnlyList<string> Tell(RunRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        foreach (SetAsideFile file in PassedOver)
        {
            recorder.PutAside(file.Path, file.Reason, file.Remedy);
        }

        return Files;
    }
}
