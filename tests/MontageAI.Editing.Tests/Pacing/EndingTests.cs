using MontageAI.Editing.Planning;
using MontageAI.Timelines;

namespace MontageAI.Editing.Pacing;

public sealed class EndingTests
{
    /// <summary>The last picture is seen before it fades.</summary>
    [Theory]
    [InlineData("wedding")]
    [InlineData("calm")]
    [InlineData("travel")]
    [InlineData("cinema_trailer")]
    public void Plan_StyleThatFadesOut_ShowsItsLastShotBefore(string style)
    {
        Timeline timeline = new Planner(Footage.Request(style, 50), Footage.Takes(40, 12), Footage.Song()).Plan();

        TimelineShot last = timeline.Shots[^1];
        Assert.NotNull(timeline.Ending);
        Assert.True(
            timeline.Ending.Half <= 0.45 * last.Record.Length,
            $"the fade has {timeline.Ending.Half} of the last shot's {last.Record.Length} frames"
        );
    }

    [Fact]
    public void Plan_AllStyles_HaveNoBlinkBetweenLongShots()
    {
        foreach (Styles.Style style in Styles.StyleLibrary.All)
        {
            for (int seed = 1; seed <= 3; seed++)
            {
                Timeline timeline = new Planner(
                    Footage.Request(style.Name, 45, seed: seed),
                    Footage.Takes(30, 4),
                    Footage.Song(bpm: 118)
                ).Plan();
                double[] seconds = [.. timeline.Shots.Select(s => timeline.Rate.SecondsAt(s.Record.Length))];
                for (int i = 1; i < seconds.Length - 1; i++)
                {
                    Assert.False(
                        seconds[i] < 0.5 && seconds[i - 1] > 1 && seconds[i + 1] > 1,
                        $"{style.Name}: shot {i + 1} of {seconds[i]:0.00} s"
                    );
                }
            }
        }
    }
}
