using MontageAI.Editing;
using MontageAI.Editing.Canvas;
using MontageAI.Editing.Materials;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>What is settled before the first shot is chosen and holds for the whole montage.</summary>
/// <param name="Request">Rate, shape, length, style.</param>
/// <param name="Music">The song with the stretch of it that is used, or null.</param>
/// <param name="Canvas">Why rate and shape are what they are.</param>
/// <param name="DurationReason">Why the length is what it is; null when it was asked for.</param>
/// <param name="Fit">How pictures of another shape are put on the canvas, as timelines say it.</param>
internal sealed record PlanBasis(PlanRequest Request, MusicMaterial? Music, CanvasChoice Canvas, string? DurationReason, PictureFit? Fit)
{
    /// <summary>What the reader of the plan should know of what was asked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
