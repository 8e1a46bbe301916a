using MontageAI.Engine.Analysing;
using MontageAI.Results;

namespace MontageAI.Reports.Pages;

/// <summary>A clip's features over time, in one lane.</summary>
internal static class CurveLane
{
    /// <summary>What the lines mean, as markup.</summary>
    public const string Legend =
        "<i class=\"k motion\"></i>change <i class=\"k camera\"></i>camera speed <i class=\"k things\"></i>motion of things <i class=\"k "
        + "sharpness\"></i>sharpness <i class=\"k luma\"></i>brightness ";

    // A picture width per second fills the lane.
    private const float FastestCamera = 1;

    /// <summary>Draws them.</summary>
    /// <param name="svg">Where.</param>
    /// <param name="axis">The clip's seconds, counted from its first frame.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="height">Height of the value 1.</param>
    public static void Draw(SvgBuilder svg, TimeAxis axis, AnalyzedClip clip, double top, double height)
    {
        ClipAnalysis analysis = clip.Analysis;
        double first = analysis.FirstFrame.Seconds,
            floor = top + height;
        svg.Add($"<rect class=\"lane\" x=\"0\" y=\"{top}\" width=\"{axis.Width}\" height=\"{height}\"/>");
        foreach (WindowCurves curves in clip.Curves?.Stretches ?? [])
        {
            (double, double)[] Points(IReadOnlyList<float> values, float most) =>
                [.. Thinned(curves, values, axis, first).Select(p => (p.X, floor - (Math.Clamp(p.Value / most, 0, 1) * height)))];
            (double X, double Y)[] amount = Points(curves.Amount, 1);
            if (amount.Length > 0)
            {
                svg.Line("motion", [(amount[0].X, floor), .. amount, (amount[^1].X, floor)]);
            }

            svg.Line("camera", Points(curves.Camera, FastestCamera));
            svg.Line("things", Points(curves.Objects, 1));
        }

        // Key frames tell brightness and sharpness everywhere; whole curves tell them finer.
        if (clip.Curves is { IsWhole: true, Stretches: [WindowCurves whole, ..] })
        {
            svg.Line("luma", Thinned(whole, whole.Luma, axis, first).Select(p => (p.X, floor - (p.Value * height))));
            svg.Line(
                "sharpness",
                Thinned(whole, [.. whole.Sharpness.Select(s => s ?? 0)], axis, first).Select(p => (p.X, floor - (p.Value * height)))
            );
        }
        else
        {
            svg.Line(
                "luma",
                analysis.KeyFrames.Select(k => (axis.X(k.Time.Seconds - first), (double)(floor - (k.Features.Luma * height))))
            );
            svg.Line(
                "sharpness",
                analysis
                    .KeyFrames.Where(k => k.Features.Sharpness is not null)
                    .Select(k => (axis.X(k.Time.Seconds - first), (double)(floor - (k.Features.Sharpness!.Value * height))))
            );
        }

        foreach (MotionFeatures m in clip.Curves?.Windows ?? [])
        {
            double x = axis.X(m.Start.Seconds - first);
            svg.Add(
                $"<rect class=\"window\" x=\"{x:0.#}\" y=\"{top}\" width=\"{Math.Max(1, axis.X(m.End.Seconds - first) - x):0.#}\" ",
                $"height=\"{height}\"><title>{m.Start.Seconds:0.00} to {m.End.Seconds:0.00} s: change {m.Amount:0.00}, things ",
                $"{m.ObjectMotion:0.00}; camera {m.CameraSpeed ?? 0:0.00} widths/s (pan {m.PanX:+0.00;-0.00}, tilt ",
                $"{m.PanY:+0.00;-0.00}, zoom {m.Zoom ?? 0:+0.00;-0.00}), shake {m.Shake:0.000}; sharpness ",
                $"{m.Look?.Sharpness ?? 0:0.00}</title></rect>"
            );
        }
    }

    // One point per pixel at most: the first frame that falls on it.
    private static IEnumerable<(double X, double Value)> Thinned(
        WindowCurves curves,
        IReadOnlyList<float> values,
        TimeAxis axis,
        double first
    )
    {
        double last = double.NegativeInfinity;
        for (int i = 0; i < values.Count; i++)
        {
            double x = axis.X(curves.Seconds[i] - first);
            if (x - last >= 0.7)
            {
                last = x;
                yield return (x, values[i]);
            }
        }
    }
}
