using MontageAI.Timelines;

namespace MontageAI.Rendering.Looks;

/// <summary>The colours of a shot as a table that other programs read.</summary>
public static class LookTable
{
    /// <summary>The table of a correction and a look together as text of a ".cube" file; null where the colours stay as they are.</summary>
    /// <param name="correction">The shot's; null for none.</param>
    /// <param name="look">The montage's; null for none. A table that it names is read.</param>
    public static string? Of(ShotCorrection? correction, PictureLook? look) =>
        Grade.IsNeutral(correction, look) ? null : new Grade(correction, look).Cube();
}
