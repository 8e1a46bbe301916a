using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>Turns samples of frames into curves.</summary>
internal static class CurveBuilder
{
    // A flash lasts a few frames: the luma of so many to either side is what is usual.
    private const int FlashReach = 6;

    /// <summary>Builds the curves of a stretch.</summary>
    public static WindowCurves Build(MediaTime start, MediaTime end, IReadOnlyList<FrameSample> samples) =>
        new()
        {
            Start = start,
            End = end,
            Seconds = [.. samples.Select(s => Math.Round(s.Seconds, 7))],
            Amount = [.. samples.Select(s => Round(s.Amount))],
            Camera = [.. samples.Select(s => Round(s.Camera))],
            Objects = [.. samples.Select(s => Round(s.Objects))],
            Sharpness = [.. samples.Select(s => s.Sharpness is { } sharp ? Round(sharp) : (float?)null)],
            Luma = [.. samples.Select(s => Round(s.Luma))],
            Flash = [.. Enumerable.Range(0, samples.Count).Select(i => Round(Flash(samples, i)))],
            SaliencyX = [.. samples.Select(s => Round(s.SaliencyX))],
            SaliencyY = [.. samples.Select(s => Round(s.SaliencyY))],
        };

    // Distance from the median around, but no more than from the nearer of both sides: a step to another brightness that stays is no flash.
    private static float Flash(IReadOnlyList<FrameSample> samples, int at)
    {
        float here = samples[at].Luma;
        float before = Median(samples, Math.Max(0, at - FlashReach), at),
            after = Median(samples, at + 1, Math.Min(samples.Count, at + 1 + FlashReach));
        float off = here - before,
            offAfter = here - after;
        return float.IsNaN(off) || float.IsNaN(offAfter) || Math.Sign(off) != Math.Sign(offAfter)
            ? 0
            : Math.Min(Math.Abs(off), Math.Abs(offAfter));
    }

    // NaN where there is none.
    private static float Median(IReadOnlyList<FrameSample> samples, int from, int to)
    {
        if (to <= from)
        {
            return float.NaN;
        }

        Span<float> values = stackalloc float[FlashReach];
        for (int i = from; i < to; i++)
        {
            values[i - from] = samples[i].Luma;
        }

        values = values[..(to - from)];
        values.Sort();
        return values[values.Length / 2];
    }

    private static float Round(float value) => (float)Math.Round(value, 4);
}
