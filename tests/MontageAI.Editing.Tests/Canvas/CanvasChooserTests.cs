using MontageAI.Editing.Materials;
using MontageAI.Time;

namespace MontageAI.Editing.Canvas;

public sealed class CanvasChooserTests
{
    [Fact]
    public void Choose_MostFootageAt25_Takes25()
    {
        ClipMaterial[] clips =
        [
            Footage.Clip("a", [60], rate: new FrameRate(25)),
            Footage.Clip("b", [10], rate: new FrameRate(30)),
            Footage.Clip("c", [20], rate: new FrameRate(30000, 1001)),
        ];

        CanvasChoice choice = CanvasChooser.Choose(clips, null, null);

        Assert.Equal(new FrameRate(25), choice.Rate);
        Assert.Contains("1 of 3 clips", choice.RateReason, StringComparison.Ordinal);
        Assert.Equal(new Rational(16, 9), choice.Aspect);
    }

    [Theory]
    [InlineData(90000, 27.1, "24000/1001", "27.1 lies nearer to 25 or 30000/1001")]
    [InlineData(240, 240, "60", "slow motion")]
    [InlineData(120, 120, "60", "slow motion")]
    [InlineData(100, 100, "50", "slow motion")]
    [InlineData(15, 15, "30", "each frame of a webcam twice")]
    [InlineData(10, 10, "30", "each frame three times")]
    [InlineData(20, 20, "60", "each frame three times")]
    [InlineData(18, 18, "24000/1001", "no rate shows each frame equally often")]
    public void NearestStandard_OddRates_GoToAStandardOne(double baseRate, double average, string expected, string why)
    {
        ClipMaterial clip = Footage.Clip("a", [10]);
        FrameRate? rate = CanvasChooser.NearestStandard(
            clip.Info.MainVideo! with
            {
                BaseRate = new FrameRate((long)Math.Min(baseRate, 1000)),
                AverageRate = new FrameRate((long)(average * 10), 10),
            }
        );

        Assert.True(average == 27.1 ? rate is { Value: > 24.9 and < 30 } : rate.ToString() == expected, $"{rate}: {why}");
    }

    [Theory]
    [InlineData(25, 2, "25")]
    [InlineData(30000, 2002, "30000/1001")]
    [InlineData(12, 1, "24")]
    public void NearestStandard_SlowSource_IsShownEvenly(long numerator, long denominator, string expected)
    {
        FrameRate own = new(numerator, denominator);

        Assert.Equal(
            expected,
            CanvasChooser.NearestStandard(Footage.Clip("a", [10]).Info.MainVideo! with { BaseRate = own, AverageRate = own }).ToString()
        );
    }

    [Fact]
    public void NearestStandard_PausedRecording_GoesByMostFrames()
    {
        FrameRate? rate = CanvasChooser.NearestStandard(
            Footage.Clip("a", [10]).Info.MainVideo! with
            {
                BaseRate = new FrameRate(30),
                AverageRate = new FrameRate(5),
                UsualRate = new FrameRate(30),
            }
        );

        Assert.Equal(new FrameRate(30), rate);
    }

    [Fact]
    public void Choose_MostlyUprightPhoneFootage_IsUpright()
    {
        ClipMaterial Upright(string id)
        {
            ClipMaterial clip = Footage.Clip(id, [20]);
            return clip with { Info = clip.Info with { Video = [clip.Info.MainVideo! with { Rotation = 90 }] } };
        }

        CanvasChoice choice = CanvasChooser.Choose([Upright("a"), Upright("b"), Footage.Clip("c", [20])], null, null);

        Assert.Equal(new Rational(9, 16), choice.Aspect);
        Assert.Contains("2 of 3 clips", choice.AspectReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_OneLongClipAmongManyShortOnes_GoesByWhatIsShown()
    {
        // 600 s of a drone at 23.976, and 8 times 12 s of people at 30: a film shows little of the one.
        ClipMaterial[] clips =
        [
            Footage.Clip("drone", [600], rate: new FrameRate(24000, 1001)),
            .. Enumerable.Range(0, 8).Select(i => Footage.Clip($"p{i}", [12], rate: new FrameRate(30))),
        ];

        CanvasChoice choice = CanvasChooser.Choose(clips, null, null);

        Assert.Equal(new FrameRate(30), choice.Rate);
        Assert.Contains("8 of 9 clips", choice.RateReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_AskedValues_AreTaken()
    {
        CanvasChoice choice = CanvasChooser.Choose([Footage.Clip("a", [20])], new FrameRate(50), new Rational(1));

        Assert.Equal((new FrameRate(50), new Rational(1)), (choice.Rate, choice.Aspect));
        Assert.Equal("as asked", choice.RateReason);
    }
}
