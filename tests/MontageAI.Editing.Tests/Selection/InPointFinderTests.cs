using MontageAI.Editing.Selection;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Tests.Selection;

public sealed class InPointFinderTests
{
    private const double Rate = 25;

    [Fact]
    public void Find_ActionPeak_StartsJustBeforeIt()
    {
        InPoint found = InPointFinder.Find(Curves(75, objects: i => i is >= 40 and <= 43 ? 0.8f : 0.1f), 0, 2, 1, 0, [])!;

        // The peak lies from 1.60 to 1.72 s.
        Assert.InRange(found.Seconds, 1.1, 1.56);
        Assert.True(found.Gain > 0.1);
        Assert.Contains("action peaks", found.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NothingBetterAnywhere_StaysWhereAsked()
    {
        InPoint found = InPointFinder.Find(Curves(75), 0, 2, 1, 0.4, [])!;

        Assert.Equal((0.4, 0.0), (found.Seconds, found.Gain), Same);
        Assert.Empty(found.Reasons);
    }

    [Fact]
    public void Find_CutInside_StartsAtOrAfterIt()
    {
        InPoint found = InPointFinder.Find(Curves(100, objects: i => i == 12 ? 0.9f : 0.1f), 0, 2, 1, 0, [0.8])!;

        Assert.True(found.Seconds >= 0.8 - 1e-6 || found.Seconds + 1 <= 0.8 + 1e-6, $"{found.Seconds}");
        Assert.Null(InPointFinder.Find(Curves(100), 0, 0.5, 1, 0, [0.8]));
    }

    [Fact]
    public void Find_FlashAtTheBeginning_IsLeftOut()
    {
        InPoint found = InPointFinder.Find(Curves(75, flash: i => i is 3 or 4 ? 0.5f : 0), 0, 1.5, 1, 0, [])!;

        Assert.InRange(found.Seconds, 5 / Rate, 1.5);
        Assert.Contains("no flash inside", found.Reasons);
    }

    [Fact]
    public void Find_JerkyAndBlurredBeginning_WaitsForTheSteadySharpPart()
    {
        InPoint found = InPointFinder.Find(
            Curves(75, camera: i => i < 20 ? i % 2 * 0.8f : 0.1f, sharpness: i => i < 20 ? 0.2f : 0.9f),
            0,
            1.5,
            1,
            0,
            []
        )!;

        Assert.InRange(found.Seconds, 0.7, 1.5);
        Assert.Contains(found.Reasons, r => r.Contains("steadier", StringComparison.Ordinal));
        Assert.Contains(found.Reasons, r => r.Contains("sharper", StringComparison.Ordinal));
    }

    [Fact]
    public void Find_DearLateStart_IsWeighedAgainstItsGain()
    {
        WindowCurves curves = Curves(75, objects: i => i is >= 40 and <= 43 ? 0.4f : 0.3f);

        Assert.True(InPointFinder.Find(curves, 0, 2, 1, 0, [])!.Seconds > 0.5);
        Assert.Equal(0, InPointFinder.Find(curves, 0, 2, 1, 0, [], costPerSecond: 1)!.Seconds, 6);
    }

    private static bool Same((double, double) a, (double, double) b) =>
        Math.Abs(a.Item1 - b.Item1) < 1e-6 && Math.Abs(a.Item2 - b.Item2) < 1e-6;

    private static WindowCurves Curves(
        int frames,
        Func<int, float>? objects = null,
        Func<int, float>? camera = null,
        Func<int, float>? sharpness = null,
        Func<int, float>? flash = null
    )
    {
        int[] all = [.. Enumerable.Range(0, frames)];
        Rational timeBase = new(1, 25);
        return new WindowCurves
        {
            Start = new MediaTime(0, timeBase),
            End = new MediaTime(frames, timeBase),
            Seconds = [.. all.Select(i => i / Rate)],
            Amount = [.. all.Select(i => objects?.Invoke(i) ?? 0.1f)],
            Objects = [.. all.Select(i => objects?.Invoke(i) ?? 0.1f)],
            Camera = [.. all.Select(i => camera?.Invoke(i) ?? 0)],
            Sharpness = [.. all.Select(i => (float?)(sharpness?.Invoke(i) ?? 0.8f))],
            Luma = [.. all.Select(_ => 0.5f)],
            Flash = [.. all.Select(i => flash?.Invoke(i) ?? 0)],
            SaliencyX = [.. all.Select(_ => 0.5f)],
            SaliencyY = [.. all.Select(_ => 0.5f)],
        };
    }
}
