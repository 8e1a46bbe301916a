using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>Numbers from measured features. Each uses only what was measured; nothing measured gives null.</summary>
internal static class PictureScores
{
    /// <summary>Shake at which steadiness is 0, picture widths per second; chosen by hand.</summary>
    private const float UnwatchableShake = 0.3f;

    /// <summary>Contrast (standard deviation of luma) from which on more is no better; chosen by hand.</summary>
    private const float GoodContrast = 0.18f;

    /// <summary>How long after a cut motion still belongs to it.</summary>
    private const double StartSeconds = 0.25;

    /// <summary>How much of a shot tells how sharp it is.</summary>
    private const double SharpSeconds = 1;

    /// <summary>Quality, 0 to 1: mean of the parts that are known, sharpness counting twice.</summary>
    /// <param name="picture">The nearest key frame of the shot, or null.</param>
    /// <param name="sharpnessRank">Rank of its sharpness in the footage, 0 to 1, or null.</param>
    /// <param name="motion">Measured motion there, or null.</param>
    public static float? Quality(PictureFeatures? picture, float? sharpnessRank, MotionFeatures? motion)
    {
        float sum = 0;
        float weight = 0;
        if (picture is not null)
        {
            // Exposure: burnt-out or crushed pixels cost, and so does a mean far from the middle.
            float exposure = Math.Clamp(
                1 - picture.WhiteShare - (0.5f * picture.BlackShare) - Math.Max(0, Math.Abs(picture.Luma - 0.45f) - 0.2f),
                0,
                1
            );
            sum += exposure + Math.Min(1, picture.Contrast / GoodContrast);
            weight += 2;
        }

        if (sharpnessRank is { } sharp)
        {
            sum += 2 * sharp;
            weight += 2;
        }

        if (motion is not null)
        {
            sum += 1 - Math.Min(1, motion.Shake / UnwatchableShake);
            weight += 1;
        }

        return weight > 0 ? sum / weight : null;
    }

    /// <summary>How lively a picture is, in arbitrary units that only serve ranking: change per second, colour and contrast.</summary>
    public static float Liveliness(PictureFeatures picture, float? changePerSecond) =>
        (2 * (changePerSecond ?? 0)) + (0.5f * picture.Saturation) + picture.Contrast;

    /// <summary>Strongest motion of the first quarter of a second after a moment, and how long after it; null where that is not
    /// measured.</summary>
    public static (float Strength, float After)? StartMotion(WindowCurves curves, double seconds)
    {
        (float Strength, float After)? best = null;
        for (int i = 1; i < curves.Seconds.Count; i++)
        {
            double after = curves.Seconds[i] - seconds;
            float strength = curves.Objects[i] + (curves.Amount[i] / 2);
            if (after is >= -1e-4 and <= StartSeconds && (best is null || strength > best.Value.Strength))
            {
                best = (strength, (float)Math.Max(0, after));
            }
        }

        return best;
    }

    /// <summary>Mean sharpness of a second after a moment; null where that is not measured.</summary>
    public static float? Sharpness(WindowCurves curves, double seconds)
    {
        float sum = 0;
        int count = 0;
        for (int i = 0; i < curves.Seconds.Count; i++)
        {
            if (curves.Seconds[i] - seconds is >= -1e-4 and <= SharpSeconds && curves.Sharpness[i] is { } sharp)
            {
                sum += sharp;
                count++;
            }
        }

        return count == 0 ? null : sum / count;
    }

    /// <summary>Amount of measured motion in arbitrary units that only serve ranking.</summary>
    public static float Motion(MotionFeatures motion) =>
        motion.Amount + motion.ObjectMotion + (0.5f * MathF.Sqrt((motion.PanX * motion.PanX) + (motion.PanY * motion.PanY)));
}
