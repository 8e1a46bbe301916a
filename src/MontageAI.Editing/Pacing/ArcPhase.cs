using MontageAI.Results;

namespace MontageAI.Editing.Pacing;

/// <summary>A phase of a story arc.</summary>
/// <param name="Name">What storytellers call it.</param>
/// <param name="Kind">The kind of section that it is closest to.</param>
/// <param name="Start">Where it begins, 0 to 1 of the montage.</param>
/// <param name="End">Where it ends.</param>
/// <param name="From">Energy at its start, 0 to 1.</param>
/// <param name="To">Energy at its end.</param>
internal sealed record ArcPhase(string Name, SectionKind Kind, double Start, double End, double From, double To);
