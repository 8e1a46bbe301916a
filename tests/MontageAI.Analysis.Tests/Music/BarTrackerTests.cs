using MontageAI.Analysis.Music;

namespace MontageAI.Analysis.Tests.Music;

public sealed class BarTrackerTests
{
    // Where each place comes from: 0-3 are 4/4, 4-6 are 3/4.
    private static readonly int[] s_before = [3, 0, 1, 2, 6, 4, 5];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Track_RandomActivation_EqualsViterbiOverTheFullStateSpace(int seed)
    {
        Random random = new(seed);
        float[] beat =
        [
            .. Enumerable
                .Range(0, 240)
                .Select(i => (float)Math.Clamp((random.NextDouble() * 0.3) + (i % (13 + (i / 80)) == seed ? 0.6 : 0), 0, 0.95)),
        ];
        float[] downbeat = [.. beat.Select(b => (float)(b * random.NextDouble()))];
        TrackerTuning tuning = new()
        {
            MinBpm = 300,
            MaxBpm = 600,
            TransitionLambda = 60,
            ObservationLambda = 8,
            PriorWeight = 0,
            SlipCost = 3,
            DownbeatWeight = 1,
        };

        BarPath path = new BarTracker(100, tuning).Track(beat, downbeat);

        Assert.Equal(FullStateSpace(beat, downbeat, 10, 20, tuning), path.Score * beat.Length, 0.01);
        Assert.Equal(path.Frames.Skip(1), path.Frames.Zip(path.Intervals, (f, i) => f + i).Take(path.Frames.Length - 1));
    }

    [Fact]
    public void Track_TooShort_FindsNothing() => Assert.Empty(new BarTracker(100, new TrackerTuning()).Track(new float[150], []).Frames);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Track_PulseWithDownbeats_GivesBars(int metre)
    {
        (float[] beat, float[] downbeat) = Pulse(6000, 50, metre);

        BarPath path = new BarTracker(100, new TrackerTuning()).Track(beat, downbeat);

        Assert.Equal(metre, path.BeatsPerBar);
        Assert.Equal(119, path.Frames.Length, 2.0);
        Assert.All(path.Frames.Zip(path.Positions), b => Assert.Equal((b.First + 3) % (50 * metre) < 6, b.Second == 1));
    }

    // Longer than the choices that are kept: the path has to be settled on the way, and no beat may be lost or doubled there.
    [Fact]
    public void Track_LongerThanItsMemory_HasNoSeam()
    {
        int frames = (2 * BarTracker.Lag) + 5000;
        (float[] beat, float[] downbeat) = Pulse(frames, 47, 4);

        BarPath path = new BarTracker(100, new TrackerTuning()).Track(beat, downbeat);

        Assert.Equal(frames / 47, path.Frames.Length, 2.0);
        Assert.All(path.Frames.Skip(1).Zip(path.Frames, (b, a) => b - a), step => Assert.Equal(47, step, 2.0));
        Assert.All(path.Positions.Skip(1).Zip(path.Positions, (b, a) => (a % 4) + 1 - b), difference => Assert.Equal(0, difference));
    }

    private static (float[] Beat, float[] Downbeat) Pulse(int frames, int interval, int metre)
    {
        float[] beat = new float[frames],
            downbeat = new float[frames];
        for (int i = 0; i < frames; i++)
        {
            beat[i] = i % interval is 0 or 1 ? 0.8f : 0.02f;
            downbeat[i] = i % (interval * metre) is 0 or 1 ? 0.7f : 0.01f;
        }

        return (beat, downbeat);
    }

    // The plain definition: one state per tempo, place in the bar and position in the beat, every frame a step. Less the likelihood of no
    // beat anywhere.
    private static double FullStateSpace(float[] beat, float[] downbeat, int min, int max, TrackerTuning tuning)
    {
        Dictionary<(int Interval, int Position, int Place), double> score = [];
        for (int t = 0; t < beat.Length; t++)
        {
            Dictionary<(int Interval, int Position, int Place), double> next = [];
            for (int k = min; k <= max; k++)
            {
                for (int place = 0; place < 7; place++)
                {
                    for (int p = 0; p < k; p++)
                    {
                        double before =
                            t == 0 ? (place < 4 ? 0 : -tuning.TripleCost)
                            : p > 0 ? score[(k, p - 1, place)]
                            : Enumerable
                                .Range(min, max - min + 1)
                                .Max(j => Ended(score, j, place, tuning) - (tuning.TransitionLambda * Math.Abs(Math.Log(k / (double)j))));
                        next[(k, p, place)] = before + Gain(beat[t], downbeat[t], k, p, place, tuning);
                    }
                }
            }

            score = next;
        }

        return score.Values.Max();
    }

    private static double Ended(
        Dictionary<(int Interval, int Position, int Place), double> score,
        int j,
        int place,
        TrackerTuning tuning
    ) => Math.Max(score[(j, j - 1, s_before[place])], Enumerable.Range(0, 7).Max(q => score[(j, j - 1, q)]) - tuning.SlipCost);

    private static double Gain(float beat, float downbeat, int interval, int position, int place, TrackerTuning tuning)
    {
        if (position >= Math.Ceiling(interval / tuning.ObservationLambda))
        {
            return 0;
        }

        double b = Math.Clamp(beat, 1e-4f, 1 - 1e-4f);
        double share = Math.Clamp(downbeat / b, tuning.DownbeatFloor, 1 - tuning.DownbeatFloor);
        return Math.Log(b / ((1 - b) / (tuning.ObservationLambda - 1)))
            + (tuning.DownbeatWeight * Math.Log(place is 0 or 4 ? share : 1 - share));
    }
}
