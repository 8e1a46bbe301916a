using System.Globalization;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Sequences;

/// <summary>What is said of a shot in its note: why it was chosen, and what is done to its picture.</summary>
public static class ShotNotes
{
    /// <summary>A line each.</summary>
    internal static IEnumerable<string> Of(Timeline timeline, int index)
    {
        TimelineShot shot = timeline.Shots[index];
        foreach (ShotReason reason in shot.Reasons)
        {
            yield return reason.Sentence;
        }

        if (shot.Correction is { } correction)
        {
            yield return "corrected: " + Correction(correction);
        }

        if (timeline.Look is { } look && shot.Correction?.WithoutLook != true)
        {
            yield return "look: " + Look(look);
        }

        if (shot.Camera is { Count: > 0 } camera)
        {
            yield return "camera: " + Camera(camera);
        }

        if (shot.Ramp is { Count: > 0 } ramp)
        {
            yield return "speed: " + string.Join(", ", ramp.Select(p => Invariant($"{p.Speed:0.###} at frame {p.Frame}")));
        }

        if (shot.Entry is { } entry)
        {
            yield return Invariant($"entered by {ShotLosses.Word(entry.Kind)}, {entry.Frames} frames");
        }
    }

    /// <summary>A look in words and numbers.</summary>
    public static string Look(PictureLook look) =>
        Amounts(
            look.Name ?? "own",
            ("exposure", look.Exposure),
            ("contrast", look.Contrast),
            ("saturation", look.Saturation),
            ("temperature", look.Temperature),
            ("tint", look.Tint),
            ("shadows", look.Shadows),
            ("highlights", look.Highlights),
            ("split tone", look.SplitTone),
            ("table", look.Lut is null ? 0 : look.LutStrength),
            ("vignette", look.Vignette),
            ("grain", look.Grain),
            ("sharpen", look.Sharpen),
            ("denoise", look.Denoise)
        );

    /// <summary>A correction in words and numbers.</summary>
    public static string Correction(ShotCorrection correction) =>
        Amounts(
            correction.LogCurve is { } curve ? "from " + curve : "",
            ("exposure", correction.Exposure),
            ("red", correction.Red),
            ("blue", correction.Blue),
            ("contrast", correction.Contrast),
            ("saturation", correction.Saturation),
            ("steadied", correction.Stabilise),
            ("denoise", correction.Denoise),
            ("sharpen", correction.Sharpen)
        );

    /// <summary>A camera path in words and numbers.</summary>
    public static string Camera(IReadOnlyList<CameraKey> keys) =>
        string.Join(", ", keys.Select(k => Invariant($"frame {k.Frame}: zoom {k.Zoom:0.###} at {k.X:0.###}/{k.Y:0.###}")));

    private static string Amounts(string name, params IEnumerable<(string Name, double Amount)> amounts) =>
        string.Join(
            ", ",
            amounts
                .Where(a => a.Amount != 0)
                .Select(a => Invariant($"{a.Name} {a.Amount:+0.###;-0.###}"))
                .Prepend(name)
                .Where(t => t.Length > 0)
        );

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
