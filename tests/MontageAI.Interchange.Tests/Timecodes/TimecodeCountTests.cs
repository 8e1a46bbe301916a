using CsCheck;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;

namespace MontageAI.Interchange.Tests.Timecodes;

/// <summary>Labels and frames of a day stand for each other (SMPTE ST 12-1).</summary>
public sealed class TimecodeCountTests
{
    public static TheoryData<string, bool> Counts =>
        new()
        {
            { "24000/1001", false },
            { "24", false },
            { "25", false },
            { "30000/1001", false },
            { "30", false },
            { "50", false },
            { "60000/1001", false },
            { "60", false },
            { "30000/1001", true },
            { "60000/1001", true },
        };

    [Theory]
    [MemberData(nameof(Counts))]
    public void LabelsAndFrames_OfADay_AreOneToOne(string rate, bool drop)
    {
        TimecodeCount count = Count(rate, drop);
        // Every frame of the first hour, and of the day those that meet every place in a second and in ten minutes.
        for (long frame = 0; frame < count.PerDay; frame += frame < count.PerDay / 24 ? 1 : 7)
        {
            string label = count.Label(frame);
            if (!count.TryFrame(label, out long back, out string problem) || back != frame)
            {
                Assert.Fail($"frame {frame} is {label}, which is frame {back} {problem}");
            }
        }
    }

    [Theory]
    [InlineData("30000/1001", "00:01:00;02", 1800)]
    [InlineData("30000/1001", "00:10:00;00", 17982)]
    [InlineData("30000/1001", "01:00:00;00", 107892)]
    [InlineData("60000/1001", "01:00:00;00", 215784)]
    [InlineData("60000/1001", "00:01:00;04", 3600)]
    public void DropFrame_KnownLabels_AreTheirFrames(string rate, string label, long frame)
    {
        TimecodeCount count = Count(rate, true);
        Assert.True(count.TryFrame(label, out long found, out _));
        Assert.Equal(frame, found);
        Assert.Equal(label, count.Label(frame));
    }

    [Fact]
    public void DropFrame_ADay_Has2589408Frames() => Assert.Equal(2_589_408, Count("30000/1001", true).PerDay);

    [Theory]
    [InlineData("30000/1001", true, "00:01:00;00")]
    [InlineData("30000/1001", true, "00:01:00;01")]
    [InlineData("60000/1001", true, "00:09:00;03")]
    [InlineData("25", false, "01:00:00:25")]
    [InlineData("24", false, "01:00:60:00")]
    [InlineData("24", false, "24:00:00:00")]
    [InlineData("24", false, "01:00:00")]
    [InlineData("24", false, "-1:00:00:00")]
    [InlineData("24", false, "")]
    [InlineData("24", false, "01:00:00:0x")]
    [InlineData("24", false, "99999999999999999999:00:00:00")]
    public void Labels_ThatDoNotExist_AreRefusedWithWords(string rate, bool drop, string label)
    {
        Assert.False(Count(rate, drop).TryFrame(label, out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Frames_BeyondTheDay_Wrap()
    {
        TimecodeCount count = Count("25", false);
        Assert.Equal("01:00:00:00", count.Label(25L * 3600 * (23 + 2)));
        Assert.Equal("23:59:59:24", count.Label(-1));
    }

    [Fact]
    public void DropFrame_AtOtherRates_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimecodeCount(new FrameRate(24000, 1001), true));

    // Dividing by the rate and cutting off loses frames; rounding does not.
    [Fact]
    public void Seconds_OfAnyFrame_GiveThatFrameBack() =>
        Gen.Select(Gen.Long[0, 10_000_000], Gen.Int[0, Counts.Count - 1])
            .Sample(
                (frame, rate) =>
                {
                    FrameRate grid = Count(Counts.ElementAt(rate).Data.Item1, false).Rate;
                    Assert.Equal(frame, grid.FrameAt(grid.SecondsAt(frame)));
                }
            );

    private static TimecodeCount Count(string rate, bool drop) =>
        new(FrameRate.TryParse(rate, out FrameRate parsed) ? parsed : throw new ArgumentException(rate), drop);
}
