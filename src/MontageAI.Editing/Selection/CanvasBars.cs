using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>How much of the canvas a picture leaves black.</summary>
internal static class CanvasBars
{
    // A picture of which no more would be lost is cropped to fill the canvas, unless bars are asked for; as the renderer does it.
    private const double Cropped = 0.16;

    /// <summary>Part of the canvas without picture, 0 to 1; 0 where pictures are cropped, or where there is no moving picture.</summary>
    public static float Of(VideoStreamInfo? video, PlanRequest request)
    {
        if (video is null || request.Fit == PictureFit.Fill || video.DisplayWidth <= 0 || video.DisplayHeight <= 0)
        {
            return 0;
        }

        double ratio = (double)video.DisplayWidth / video.DisplayHeight / request.Aspect.Value,
            bars = 1 - Math.Min(ratio, 1 / ratio);
        return bars <= Cropped && request.Fit is null ? 0 : (float)bars;
    }
}
