using MontageAI.Editing.Styles;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>
/// Whether the clips are heard, and how. It is no pass, since whoever makes the sound begins before any shot is chosen. Where somebody
/// speaks is found out later, by whoever listens.
/// </summary>
internal static class SoundDecision
{
    /// <summary>Gain of the clips' own sound in decibels: as asked for, else as the style says; null leaves it out.</summary>
    public static double? ClipSoundDb(PlanRequest request) =>
        request.ClipSoundDb ?? (request.Style.Sound.ClipSound >= 0.5 ? request.Style.Sound.ClipSoundDb : null);

    /// <summary>How song and clips are put together; null where the clips are not heard.</summary>
    public static SoundPlan? Of(PlanRequest request)
    {
        SoundStyle style = request.Style.Sound;
        return ClipSoundDb(request) is null
            ? null
            : new SoundPlan
            {
                CrossfadeSeconds = style.CrossfadeSeconds,
                DuckDb = style.DuckDb,
                DuckAttackSeconds = style.DuckAttackSeconds,
                DuckReleaseSeconds = style.DuckReleaseSeconds,
            };
    }
}
