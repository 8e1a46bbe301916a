using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing;

/// <summary>What could stand in place of a shot, and what it would change there.</summary>
/// <param name="Source">The clip's id.</param>
/// <param name="In">PTS of the frame that would be shown first.</param>
/// <param name="Better">What it would do better than what stands there, most important first.</param>
/// <param name="Worse">What it would do worse, most important first.</param>
public sealed record ShotOffer(string Source, MediaTime In, IReadOnlyList<ShotReason> Better, IReadOnlyList<ShotReason> Worse);
