using MontageAI.Time;

namespace MontageAI.Editing.Materials;

/// <summary>How well a picture of a clip fits each wish of a <see cref="PlanRequest"/>.</summary>
/// <param name="Shot">Index of its shot in the clip.</param>
/// <param name="Time">Its PTS.</param>
/// <param name="Scores">A score for each wish, in their order; higher is better, and only the scores of one wish compare.</param>
public sealed record WishedPicture(int Shot, MediaTime Time, IReadOnlyList<float> Scores);
