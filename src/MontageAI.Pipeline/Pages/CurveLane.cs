using MontageAI.Results;

namespace MontageAI.Pipeline.Pages;

/// <summary>A clip's features over time, in one lane.</summary>
internal static class CurveLane
{
    /// <summary>What the lines mean, as markup.</summary>
    public const string Legend = "<i class=\"k sharpness\"></i>sharpness <i class=\"k luma\"></i>brightness <i class=\"k motion\"></i>motion ";

    /// <summary>Draws them.</summary>
    /// <param name="svg">Where.</param>
    /// <param name="axis">The clip's seconds, counted from its first frame.</param>
    /// <param name="analysis">The clip.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="height">Height of the value 1.</param>
    public static void Draw(SvgBuilder svg, TimeAxis axis, ClipAnalysis analysis, double top, double height)
    {
        double first = analysis.FirstFrame.Seconds, floor = top + height;
        svg.Add($"<rect class=\"lane\" x=\"0\" y=\"{top}\" width=\"{axis.Width}\" height=\"{height}\"/>");
        foreach (MotionFeatures m in analysis.Motion)
        {
            double x = axis.X(m.Start.Seconds - first), amount = m.Amount * height;
            svg.Add($"<rect class=\"motion\" x=\"{x:0.#}\" y=\"{floor - amount:0.#}\" width=\"{Math.Max(1, axis.X(m.End.Seconds - first) - x):0.#}\" height=\"{amount:0.#}\"><title>motion {m.Amount:0.00}, of things {m.ObjectMotion:0.00}, shake {m.Shake:0.00}</title></rect>");
        }

        svg.Line("luma", analysis.KeyFrames.Select(k => (axis.X(k.Time.Seconds - first), (double)(floor - (k.Features.Luma * height)))));
        svg.Line("sharpness", analysis.KeyFrames.Where(k => k.Features.Sharpness is not null).Select(k => (axis.X(k.Time.Seconds - first), floor - (k.Features.Sharpness!.Value * height))));
        foreach (KeyFrame k in analysis.KeyFrames)
        {
            double x = axis.X(k.Time.Seconds - first);
            svg.Add($"<line class=\"tick\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{floor - 3}\" y2=\"{floor}\"/>");
        }
    }
}
