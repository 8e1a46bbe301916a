using MontageAI.Editing.Styles;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>Gives the montage the look of its style, or the one that was asked for. A style that changes nothing gives none.</summary>
internal sealed class LookPass : IFinishingPass
{
    /// <inheritdoc/>
    public Timeline Apply(Timeline timeline, FinishContext context)
    {
        LookStyle style = context.Request.Style.Look;
        PictureLook look = Of(style);
        return timeline with { Look = look == new PictureLook() ? null : look with { Name = style.Name ?? context.Request.Style.Name } };
    }

    /// <summary>The amounts of a style as a plan states them, without a name.</summary>
    public static PictureLook Of(LookStyle style)
    {
        bool hasTable = style is { Lut: not null, LutStrength: > 0 };
        return new PictureLook
        {
            Exposure = style.Exposure,
            Contrast = style.Contrast,
            Saturation = style.Saturation,
            Temperature = style.Temperature,
            Tint = style.Tint,
            Shadows = style.Shadows,
            Highlights = style.Highlights,
            SplitTone = style.SplitTone,
            Vignette = style.Vignette,
            Grain = style.Grain,
            Sharpen = style.Sharpen,
            Denoise = style.Denoise,
            Lut = hasTable ? style.Lut : null,
            LutFingerprint = hasTable ? style.LutFingerprint : null,
            LutStrength = hasTable ? style.LutStrength : 0,
        };
    }
}
