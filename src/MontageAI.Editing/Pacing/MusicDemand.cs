using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Pacing;

/// <summary>What a style demands of the part of a song that it is set to.</summary>
/// <param name="Course">How the energy should go from the montage's beginning to its end, 0 to 1 at even steps.</param>
/// <param name="Strength">How much that counts, 0 to 1.</param>
/// <param name="NeedsDrop">Whether a build and a drop must lie inside.</param>
public sealed record MusicDemand(IReadOnlyList<double> Course, double Strength, bool NeedsDrop)
{
    private const int Steps = 16;

    // A style with so much weight on the drop's action, or with so strong an arc that has its climax late, promises a drop.
    private const double PromisingAction = 2;
    private const double PromisingArc = 0.5;

    /// <summary>The demands of a style.</summary>
    public static MusicDemand Of(Style style)
    {
        ArgumentNullException.ThrowIfNull(style);
        PacingStyle pacing = style.Pacing;
        bool climbs = pacing.Arc is StoryShape.HeroJourney or StoryShape.ThreeAct or StoryShape.SlowBurn or StoryShape.Thriller;
        return new MusicDemand(
            [.. Enumerable.Range(0, Steps).Select(i => StoryArc.EnergyAt((i + 0.5) / Steps, pacing.Arc))],
            pacing.ArcStrength,
            style.Craft.DropAction >= PromisingAction || (climbs && pacing.ArcStrength >= PromisingArc)
        );
    }
}
