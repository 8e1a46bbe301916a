using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Processes;
using MontageAI.Storage;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Jobs;

/// <summary>What every stage of a job works with.</summary>
/// <param name="Tools">FFmpeg.</param>
/// <param name="ToolVersion">FFmpeg's version line, part of the keys of everything that FFmpeg makes.</param>
/// <param name="Store">What is remembered between runs.</param>
/// <param name="Scratch">Where temporary files go: memory while they fit, else disk.</param>
/// <param name="Budget">How much may run at once.</param>
/// <param name="Recorder">What happens during the run.</param>
/// <param name="Progress">Where the user watches.</param>
internal sealed record JobContext(
    FFmpegTools Tools,
    string ToolVersion,
    CacheStore Store,
    ScratchOptions Scratch,
    ResourceBudget Budget,
    RunRecorder Recorder,
    IProgress<JobProgress> Progress
)
{
    /// <summary>Folders of programs beside FFmpeg, as in the PATH variable; null has none.</summary>
    public string? SearchPath { get; init; }
}
