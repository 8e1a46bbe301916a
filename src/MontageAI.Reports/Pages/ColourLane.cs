using MontageAI.Engine.Analysing;
using MontageAI.Results;

namespace MontageAI.Reports.Pages;

/// <summary>The dominant colours of a clip's measured windows, each with its share.</summary>
internal static class ColourLane
{
    /// <summary>Draws them; nothing for clips whose windows were not measured.</summary>
    public static void Draw(SvgBuilder svg, TimeAxis axis, AnalyzedClip clip, double top, double height)
    {
        double first = clip.Analysis.FirstFrame.Seconds;
        foreach (MotionFeatures window in clip.Curves?.Windows ?? [])
        {
            double x = axis.X(window.Start.Seconds - first),
                width = Math.Max(1, axis.X(window.End.Seconds - first) - x),
                y = top;
            foreach (PaletteColor colour in window.Look?.Palette ?? [])
            {
                double share = colour.Share * height;
                svg.Add(
                    $"<rect x=\"{x:0.#}\" y=\"{y:0.##}\" width=\"{width:0.#}\" height=\"{share:0.##}\" ",
                    $"fill=\"rgb({colour.Red},{colour.Green},{colour.Blue})\"/>"
                );
                y += share;
            }
        }
    }
}
