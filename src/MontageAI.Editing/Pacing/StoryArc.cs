using MontageAI.Editing.Styles;
using MontageAI.Results;

namespace MontageAI.Editing.Pacing;

/// <summary>
/// The shape of a story over a montage, phase by phase. It bends the music's energy and the pace of its sections by the style's arc
/// strength, and stands in for sections where a song has none. Limits and heights were chosen by hand.
/// </summary>
internal static class StoryArc
{
    private static readonly Dictionary<StoryShape, IReadOnlyList<ArcPhase>> s_phases = new()
    {
        [StoryShape.Song] =
        [
            new("intro", SectionKind.Intro, 0, 0.12, 0.3, 0.4),
            new("build", SectionKind.Build, 0.12, 0.4, 0.4, 0.85),
            new("climax", SectionKind.Chorus, 0.4, 0.55, 0.85, 1),
            new("climax", SectionKind.Chorus, 0.55, 0.7, 1, 0.9),
            new("sustain", SectionKind.Verse, 0.7, 0.88, 0.9, 0.6),
            new("outro", SectionKind.Outro, 0.88, 1, 0.6, 0.25),
        ],
        [StoryShape.HeroJourney] =
        [
            new("ordinary world", SectionKind.Intro, 0, 0.15, 0.2, 0.2),
            new("call", SectionKind.Verse, 0.15, 0.3, 0.35, 0.45),
            new("trials", SectionKind.Build, 0.3, 0.65, 0.45, 0.85),
            new("ordeal", SectionKind.Chorus, 0.65, 0.8, 1, 1),
            new("road back", SectionKind.Verse, 0.8, 0.9, 0.6, 0.5),
            new("return", SectionKind.Outro, 0.9, 1, 0.35, 0.25),
        ],
        [StoryShape.ThreeAct] =
        [
            new("setup", SectionKind.Verse, 0, 0.25, 0.3, 0.4),
            new("confrontation", SectionKind.Build, 0.25, 0.5, 0.5, 0.75),
            new("midpoint", SectionKind.Break, 0.5, 0.56, 0.4, 0.4),
            new("rising stakes", SectionKind.Build, 0.56, 0.75, 0.6, 0.9),
            new("climax", SectionKind.Chorus, 0.75, 0.92, 1, 1),
            new("resolution", SectionKind.Outro, 0.92, 1, 0.4, 0.2),
        ],
        [StoryShape.SlowBurn] =
        [
            new("embers", SectionKind.Intro, 0, 0.35, 0.05, 0.15),
            new("smoulder", SectionKind.Verse, 0.35, 0.65, 0.2, 0.45),
            new("kindling", SectionKind.Build, 0.65, 0.85, 0.5, 0.9),
            new("blaze", SectionKind.Chorus, 0.85, 1, 1, 1),
        ],
        [StoryShape.Thriller] =
        [
            new("unease", SectionKind.Intro, 0, 0.12, 0.15, 0.25),
            new("first wave", SectionKind.Build, 0.12, 0.3, 0.3, 0.65),
            new("release", SectionKind.Break, 0.3, 0.38, 0.2, 0.2),
            new("second wave", SectionKind.Build, 0.38, 0.58, 0.4, 0.8),
            new("release", SectionKind.Break, 0.58, 0.66, 0.3, 0.3),
            new("third wave", SectionKind.Build, 0.66, 0.84, 0.5, 0.95),
            new("silence", SectionKind.Verse, 0.84, 0.89, 0.35, 0.35),
            new("shock", SectionKind.Chorus, 0.89, 1, 1, 1),
        ],
        [StoryShape.MtvEnergy] =
        [
            new("hook", SectionKind.Chorus, 0, 0.3, 0.95, 0.9),
            new("dip", SectionKind.Verse, 0.3, 0.36, 0.7, 0.7),
            new("ride", SectionKind.Chorus, 0.36, 0.66, 0.95, 0.95),
            new("dip", SectionKind.Verse, 0.66, 0.72, 0.7, 0.7),
            new("finale", SectionKind.Chorus, 0.72, 1, 1, 1),
        ],
        [StoryShape.Documentary] =
        [
            new("opening", SectionKind.Intro, 0, 0.08, 0.4, 0.45),
            new("first chapter", SectionKind.Verse, 0.08, 0.35, 0.45, 0.58),
            new("second chapter", SectionKind.Verse, 0.35, 0.62, 0.45, 0.6),
            new("third chapter", SectionKind.Verse, 0.62, 0.88, 0.45, 0.6),
            new("closing", SectionKind.Outro, 0.88, 1, 0.45, 0.4),
        ],
        [StoryShape.Constant] = [new("even", SectionKind.Verse, 0, 1, 0.5, 0.5)],
    };

    /// <summary>The phases of an arc in order, from 0 to 1 without gaps.</summary>
    public static IReadOnlyList<ArcPhase> PhasesOf(StoryShape shape) => s_phases[shape];

    /// <summary>Energy of an arc, 0 to 1, at a position from 0 (start) to 1 (end).</summary>
    public static double EnergyAt(double position, StoryShape shape)
    {
        ArcPhase phase = PhaseAt(position, shape);
        return phase.From + (Math.Clamp((position - phase.Start) / (phase.End - phase.Start), 0, 1) * (phase.To - phase.From));
    }

    /// <summary>The phase at a position.</summary>
    public static ArcPhase PhaseAt(double position, StoryShape shape)
    {
        IReadOnlyList<ArcPhase> phases = s_phases[shape];
        foreach (ArcPhase phase in phases)
        {
            if (position < phase.End)
            {
                return phase;
            }
        }

        return phases[^1];
    }
}
