using MontageAI.Results;

namespace MontageAI.Editing.Pacing;

/// <summary>
/// The shape of a story over a montage: intro, build, climax, sustain, outro. It bends the music's energy by the style's arc strength, and stands in for
/// sections where a song has none. Limits and heights were chosen by hand.
/// </summary>
internal static class StoryArc
{
    private static readonly (double At, double Energy)[] Heights =
        [(0, 0.3), (0.12, 0.4), (0.4, 0.85), (0.55, 1), (0.7, 0.9), (0.88, 0.6), (1, 0.25)];

    /// <summary>Energy of the arc, 0 to 1, at a position from 0 (start) to 1 (end).</summary>
    public static double EnergyAt(double position)
    {
        for (int i = 1; i < Heights.Length; i++)
        {
            if (position <= Heights[i].At)
            {
                double share = Math.Max(0, position - Heights[i - 1].At) / (Heights[i].At - Heights[i - 1].At);
                return Heights[i - 1].Energy + (share * (Heights[i].Energy - Heights[i - 1].Energy));
            }
        }

        return Heights[^1].Energy;
    }

    /// <summary>The kind of section that the arc's phase at a position is closest to, with the phase's limits.</summary>
    public static (SectionKind Kind, double Start, double End) PhaseAt(double position) => position switch
    {
        < 0.12 => (SectionKind.Intro, 0, 0.12),
        < 0.4 => (SectionKind.Build, 0.12, 0.4),
        < 0.7 => (SectionKind.Chorus, 0.4, 0.7),
        < 0.88 => (SectionKind.Verse, 0.7, 0.88),
        _ => (SectionKind.Outro, 0.88, 1),
    };
}
