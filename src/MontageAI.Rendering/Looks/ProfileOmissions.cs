using MontageAI.Rendering.Profiles;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Looks;

/// <summary>What a plan asks for and a profile does not do, or does in part: never cuts, colours, camera, speed or transitions.</summary>
public static class ProfileOmissions
{
    /// <summary>Names of what is left out, in words; empty when nothing is.</summary>
    /// <param name="shots">The shots.</param>
    /// <param name="look">The montage's look; null for none.</param>
    /// <param name="profile">The profile.</param>
    public static IEnumerable<string> Of(IEnumerable<TimelineShot> shots, PictureLook? look, RenderProfile profile)
    {
        ArgumentNullException.ThrowIfNull(shots);
        ArgumentNullException.ThrowIfNull(profile);
        TimelineShot[] all = [.. shots];
        if (profile.Enhancement == EnhancementLevel.None && all.Any(s => s.Correction is { Stabilise: > 0 }))
        {
            yield return "steadying";
        }

        if (profile.SharpenShare < 1 && (look is { Sharpen: > 0 } || all.Any(s => s.Correction is { Sharpen: > 0 })))
        {
            yield return profile.SharpenShare == 0 ? "sharpening" : "half of the sharpening";
        }

        if (profile.Enhancement != EnhancementLevel.Full && (look is { Denoise: > 0 } || all.Any(s => s.Correction is { Denoise: > 0 })))
        {
            yield return "removal of noise";
        }

        if (profile.Enhancement != EnhancementLevel.Full && look is { Grain: > 0 })
        {
            yield return "grain";
        }
    }

    /// <summary>Log curves that a plan names and that are not known, so that those shots stay as they are.</summary>
    public static IEnumerable<string> UnknownCurves(IEnumerable<TimelineShot> shots) =>
        shots.Select(s => s.Correction?.LogCurve).OfType<string>().Where(name => LogCurve.ByName(name) is null).Distinct();
}
