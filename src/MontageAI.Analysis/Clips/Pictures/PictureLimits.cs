using System.Globalization;
using MontageAI.Results;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>When a single picture is not worth showing. Limits were set so that no real clip of the test media crosses them.</summary>
internal static class PictureLimits
{
    private const float BlackLuma = 0.03f;
    private const float BlackShare = 0.98f;
    private const float WhiteShare = 0.4f;
    private const float FlatContrast = 0.02f;
    private const float BlurAbsolute = 0.28f;
    private const float BlurRelative = 0.45f;
    private const float BlurRelativeCap = 0.4f;

    /// <summary>Tells what is wrong with a picture.</summary>
    /// <param name="picture">Its features.</param>
    /// <param name="usualSharpness">Median sharpness of the clip's pictures; null when unknown.</param>
    /// <returns>Reason and measurement in words, or null when nothing is wrong.</returns>
    public static (RejectReason Reason, string Detail)? Judge(PictureFeatures picture, float? usualSharpness)
    {
        if (picture.BlackShare >= BlackShare && picture.Luma <= BlackLuma)
        {
            return (RejectReason.Black, Text($"{picture.BlackShare:P0} of the picture is black (limit {BlackShare:P0})"));
        }

        if (picture.WhiteShare >= WhiteShare)
        {
            return (RejectReason.Overexposed, Text($"{picture.WhiteShare:P0} of the picture is burnt out (limit {WhiteShare:P0})"));
        }

        if (picture.Contrast < FlatContrast)
        {
            return (RejectReason.Flat, Text($"contrast {picture.Contrast:0.000} (limit {FlatContrast:0.000})"));
        }

        if (picture.Card >= CardMeter.CardShare)
        {
            return (RejectReason.Card, Text($"{picture.Card:P0} of what stands out is writing (limit {CardMeter.CardShare:P0})"));
        }

        if (picture.Sharpness is { } sharpness)
        {
            float limit = Math.Max(BlurAbsolute, Math.Min(BlurRelativeCap, BlurRelative * (usualSharpness ?? 0)));
            if (sharpness < limit)
            {
                return (RejectReason.Blurred, Text($"sharpness {sharpness:0.000} (limit {limit:0.000})"));
            }
        }

        return null;
    }

    /// <summary>Median sharpness of pictures that have structure; null when none has.</summary>
    public static float? UsualSharpness(IEnumerable<PictureFeatures> pictures)
    {
        float[] values = [.. pictures.Select(p => p.Sharpness).OfType<float>().Order()];
        return values.Length == 0 ? null : values[values.Length / 2];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
