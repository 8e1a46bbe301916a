using MontageAI.Time;

namespace MontageAI.Tests.Time;

public sealed class FrameRateTests
{
    [Theory]
    [InlineData("23.976", 24000, 1001)]
    [InlineData("29.97", 30000, 1001)]
    [InlineData("59.94", 60000, 1001)]
    [InlineData("25", 25, 1)]
    [InlineData("30.0", 30, 1)]
    [InlineData("30000/1001", 30000, 1001)]
    [InlineData("12.5", 25, 2)]
    public void TryParse_KnownRates_AreExact(string text, long numerator, long denominator)
    {
        Assert.True(FrameRate.TryParse(text, out FrameRate rate));
        Assert.Equal(new FrameRate(numerator, denominator), rate);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-25")]
    [InlineData("1/0")]
    [InlineData("fast")]
    [InlineData("5000")]
    public void TryParse_NoRate_IsRefused(string text) => Assert.False(FrameRate.TryParse(text, out _));

    [Fact]
    public void FrameAt_AfterTwelveHours_IsStillWithinHalfAFrame()
    {
        FrameRate rate = new(30000, 1001);
        for (double seconds = 43000; seconds < 43200; seconds += 0.317)
        {
            Assert.True(Math.Abs(rate.SecondsAt(rate.FrameAt(seconds)) - seconds) <= 0.5 / rate.Value + 1e-9);
        }
    }
}
