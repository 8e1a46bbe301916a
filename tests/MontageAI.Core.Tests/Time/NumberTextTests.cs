using MontageAI.Time;

namespace MontageAI.Tests.Time;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("4.5", 4.5)]
    [InlineData("-12", -12)]
    [InlineData("+3", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e-3", 0.001)]
    public void TryNumber_ANumber_IsRead(string text, double expected)
    {
        Assert.True(NumberText.TryNumber(text, out double value, out string problem));
        Assert.Equal(expected, value);
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("1:30", 90)]
    [InlineData("1:02:03.25", 3723.25)]
    [InlineData("-0:05", -5)]
    [InlineData("0:00.5", 0.5)]
    public void TrySeconds_ATime_IsRead(string text, double expected)
    {
        Assert.True(NumberText.TrySeconds(text, out double value, out _));
        Assert.Equal(expected, value, 1e-9);
    }

    [Theory]
    [InlineData("4,5", "write 4.5")]
    [InlineData("-1,2", "write -1.2")]
    [InlineData("1,500", "write 1.500 or 1500")]
    [InlineData("30s", "write 30")]
    [InlineData("−12", "write -12")]
    [InlineData("4.5 ", "write 4.5")]
    [InlineData("120bpm", "write 120")]
    public void TryNumber_WrittenOtherwise_IsRefusedWithTheRightSpelling(string text, string remedy)
    {
        Assert.False(NumberText.TryNumber(text, out _, out string problem));
        Assert.EndsWith(remedy, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1:60")]
    [InlineData("1:2:3:4")]
    [InlineData(":30")]
    [InlineData("1:")]
    [InlineData("1.5:30")]
    [InlineData("1:-30")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData(null)]
    public void TrySeconds_NoTime_IsRefused(string? text) => Assert.False(NumberText.TrySeconds(text, out _, out _));

    [Theory]
    [InlineData("4.0")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    [InlineData("0x10")]
    public void TryWhole_NoWholeNumber_IsRefused(string text) => Assert.False(NumberText.TryWhole(text, out _, out _));

    [Fact]
    public void Rational_AtTheEndsOf64Bits_IsRefusedOrComputedWith()
    {
        Assert.False(Rational.TryParse("-9223372036854775808", out _));
        Assert.False(Rational.TryParse("1/-9223372036854775808", out _));
        Assert.True(Rational.TryParse("9223372036854775807/9223372036854775806", out Rational value));
        Assert.True(value > new Rational(1));
    }
}
