using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Tests;

/// <summary>What is measured of a machine.</summary>
public sealed class SpeedBookTests
{
    [Fact]
    public void Speed_OfSomeTasks_IsAMovingAverageForEachKindOfWork()
    {
        SpeedBook book = new();
        book.Worked("a", 100, 10);
        book.Worked("a", 100, 5);
        book.Worked("b", 50, 1);

        Assert.Equal(13, book.Facts.Speeds["a"], 3);
        Assert.Equal(50, book.Facts.Speeds["b"], 3);
        Assert.Null(book.Facts.BytesPerSecond);
    }

    [Fact]
    public void Rate_OfFewBytes_IsNotMeasured()
    {
        SpeedBook book = new();
        book.Fetched(1000, 1);
        double? little = book.Facts.BytesPerSecond;
        book.Fetched(10_000_000, 1);
        book.Fetched(20_000_000, 1);

        Assert.Null(little);
        Assert.Equal(13_000_000, book.Facts.BytesPerSecond);
    }

    [Fact]
    public void Book_ThatGoesOn_KnowsWhatWasMeasuredBeforeAndStaysSmall()
    {
        SpeedBook book = new();
        book.Begin(new SpeedFacts(new Dictionary<string, double> { ["a"] = 10, ["broken"] = -1 }, 5e6));
        book.Worked("a", 20, 1);
        double speed = book.Facts.Speeds["a"];
        for (int i = 0; i < 100; i++)
        {
            book.Worked($"other {i}", 10, 1);
        }

        Assert.Equal(13, speed, 3);
        Assert.Equal(5e6, book.Facts.BytesPerSecond);
        Assert.DoesNotContain("broken", book.Facts.Speeds.Keys);
        Assert.Equal(32, book.Facts.Speeds.Count);
        Assert.Contains("other 99", book.Facts.Speeds.Keys);
    }
}
