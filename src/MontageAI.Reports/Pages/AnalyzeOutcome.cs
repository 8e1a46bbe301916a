using MontageAI.Engine.Analysing;
using MontageAI.Engine.Reporting;

namespace MontageAI.Reports.Pages;

/// <summary>Everything that an analysis found, file by file.</summary>
/// <param name="Tracks">Sound, by path.</param>
/// <param name="Clips">Moving pictures, by path.</param>
/// <param name="SetAside">Files that could not be used, with reason and remedy.</param>
/// <param name="Degradations">What was done otherwise than asked for.</param>
/// <param name="Seconds">Time it took, program start included.</param>
/// <param name="Report">The page that was written, or null.</param>
public sealed record AnalyzeOutcome(
    IReadOnlyList<AnalyzedTrack> Tracks,
    IReadOnlyList<AnalyzedClip> Clips,
    IReadOnlyList<SetAsideFile> SetAside,
    IReadOnlyList<Degradation> Degradations,
    double Seconds,
    string? Report
);
