using MontageAI.Engine.Listening;
using MontageAI.Engine.Planning;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.Listening;

/// <summary>Sentences that a shot cuts are heard on under its neighbours. 30 frames a second; each shot is heard from 5 s before it to 7 s
/// after it.</summary>
public sealed class WholeSentencesTests
{
    private const double Lead = 5;

    private static readonly Rational s_base = new(1, 1000);

    [Fact]
    public void Of_SentenceEndsAfterItsShot_IsHeardOn()
    {
        Timeline timeline = Plan(("a", 10, 60), ("b", 0, 60), ("c", 0, 60));

        SpokenPlan spoken = Heard(timeline, [(0.5, 3.5)], [], []);

        Sentence sentence = Assert.Single(spoken.Sentences);
        Assert.Equal("a", sentence.Source);
        Assert.Equal((12, 111), (sentence.Record.Start, sentence.Record.End));
        Assert.Equal(10.4, sentence.In.Seconds, 0.01);
        Assert.Equal([new FrameRange(12, 111)], spoken.Speech);
        Assert.Equal(0, spoken.Cut);
    }

    [Fact]
    public void Of_SentenceBeginsBeforeItsShot_IsHeardBefore()
    {
        Timeline timeline = Plan(("b", 0, 90), ("a", 10, 60));

        SpokenPlan spoken = Heard(timeline, [], [(-1, 1)]);

        Sentence sentence = Assert.Single(spoken.Sentences);
        Assert.Equal((57, 126), (sentence.Record.Start, sentence.Record.End));
        Assert.Equal(8.9, sentence.In.Seconds, 0.01);
    }

    [Fact]
    public void Of_SentenceWithinItsShot_StaysThere()
    {
        SpokenPlan spoken = Heard(Plan(("a", 10, 90), ("b", 0, 60)), [(0.5, 2)], []);

        Assert.Empty(spoken.Sentences);
        Assert.Equal([new FrameRange(15, 60)], spoken.Speech);
    }

    // Nobody is talked over: the first sentence stops before the second begins, and that is told.
    [Fact]
    public void Of_SomebodyElseSpeaksNext_StopsBeforeAndSaysSo()
    {
        Timeline timeline = Plan(("a", 10, 60), ("b", 0, 90));

        SpokenPlan spoken = Heard(timeline, [(0.5, 4.5)], [(1, 2)]);

        Assert.InRange(Assert.Single(spoken.Sentences).Record.End, 80, 90);
        Assert.Equal(1, spoken.Cut);
        Assert.All(spoken.Speech.Zip(spoken.Speech.Skip(1)), p => Assert.True(p.First.End <= p.Second.Start));
    }

    [Fact]
    public void Of_NextShotGoesOnInTheSameRecording_NothingIsCut()
    {
        SpokenPlan spoken = Heard(Plan(("a", 10, 60), ("a", 12, 60)), [(0.5, 4)], [(-1.5, 2)]);

        Assert.DoesNotContain(spoken.Sentences, s => s.Record.Start < 60 && s.Record.End < 100);
        Assert.Equal(0, spoken.Cut);
    }

    [Fact]
    public void Of_EndOfTheMontage_IsTheEnd()
    {
        SpokenPlan spoken = Heard(Plan(("b", 0, 60), ("a", 10, 60)), [], [(1, 5)]);

        Assert.All(spoken.Sentences, s => Assert.InRange(s.Record.End, 0, 120));
        Assert.Equal(1, spoken.Cut);
    }

    private static SpokenPlan Heard(Timeline timeline, params (double From, double To)[][] spoken) =>
        new WholeSentences(timeline).Of([
            .. timeline.Shots.Zip(
                spoken,
                (shot, found) =>
                    (
                        new ShotSound(shot, new SoundToHear(new SoundRange(shot.Source, shot.In.Seconds - Lead, 20), ""), Lead),
                        (IReadOnlyList<SpeechStretch>)[.. found.Select(f => new SpeechStretch(Lead + f.From, Lead + f.To, 1))]
                    )
            ),
        ]);

    private static Timeline Plan(params (string Source, double In, long Frames)[] shots)
    {
        List<TimelineShot> made = [];
        long at = 0;
        foreach ((string source, double second, long frames) in shots)
        {
            made.Add(
                new TimelineShot
                {
                    Record = new FrameRange(at, at + frames),
                    Source = source,
                    In = MediaTime.FromSeconds(second, s_base),
                    Speed = new Rational(1),
                }
            );
            at += frames;
        }

        return new Timeline
        {
            Rate = new FrameRate(30),
            Frames = at,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 1,
            Sources = [],
            Shots = made,
        };
    }
}
