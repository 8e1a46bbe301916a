using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Storage;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Jobs;

/// <summary>What every stage of a job works with.</summary>
/// <param name="Tools">FFmpeg.</param>
/// <param name="ToolVersion">FFmpeg's version; of it, keys name what changes their results.</param>
/// <param name="Store">What is remembered between runs.</param>
/// <param name="Scratch">Where temporary files go: memory while they fit, else disk.</param>
/// <param name="Budget">How much may run at once.</param>
/// <param name="Recorder">What happens during the run.</param>
/// <param name="Progress">Where the user watches.</param>
internal sealed record JobContext(
    FFmpegTools Tools,
    ToolVersion ToolVersion,
    CacheStore Store,
    ScratchOptions Scratch,
    ResourceBudget Budget,
    RunRecorder Recorder,
    IProgress<JobProgress> Progress
)
{
    /// <summary>The versions that keys name.</summary>
    public RungVersions Rungs { get; init; } = RungVersions.Current;

    /// <summary>Folders of programs beside FFmpeg, as in the PATH variable; null has none.</summary>
    public string? SearchPath { get; init; }
}
