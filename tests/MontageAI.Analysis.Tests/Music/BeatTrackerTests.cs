using MontageAI.Analysis.Music;

namespace MontageAI.Analysis.Tests.Music;

public sealed class BeatTrackerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Track_RandomActivation_EqualsViterbiOverTheFullStateSpace(int seed)
    {
        Random random = new(seed);
        float[] activation = [.. Enumerable.Range(0, 240).Select(i => (float)Math.Clamp((random.NextDouble() * 0.3) + (i % (13 + (i / 80)) == seed ? 0.6 : 0), 0, 0.95))];
        TrackerTuning tuning = new() { MinBpm = 300, MaxBpm = 600, TransitionLambda = 60, ObservationLambda = 8, PriorWeight = 0 };
        BeatTracker tracker = new(100, tuning);

        BeatPath path = tracker.Track(activation);

        Assert.Equal(FullStateSpace(activation, tracker.MinInterval, tracker.MaxInterval, tuning), path.Score * activation.Length, 0.01);
        Assert.Equal(path.Frames.Skip(1), path.Frames.Zip(path.Intervals, (f, i) => f + i).Take(path.Frames.Length - 1));
    }

    [Fact]
    public void Track_TooShort_FindsNothing() => Assert.Empty(new BeatTracker(100, new TrackerTuning()).Track(new float[150]).Frames);

    // The plain definition: one state per tempo and position in the beat, every frame a step.
    private static double FullStateSpace(float[] activation, int min, int max, TrackerTuning tuning)
    {
        Dictionary<(int Interval, int Position), double> score = [];
        for (int k = min; k <= max; k++)
        {
            for (int p = 0; p < k; p++)
            {
                score[(k, p)] = Observation(activation[0], k, p, tuning);
            }
        }

        for (int t = 1; t < activation.Length; t++)
        {
            Dictionary<(int Interval, int Position), double> next = [];
            for (int k = min; k <= max; k++)
            {
                for (int p = 0; p < k; p++)
                {
                    double before = p > 0
                        ? score[(k, p - 1)]
                        : Enumerable.Range(min, max - min + 1).Max(j => score[(j, j - 1)] - (tuning.TransitionLambda * Math.Abs((k / (double)j) - 1)));
                    next[(k, p)] = before + Observation(activation[t], k, p, tuning);
                }
            }

            score = next;
        }

        return score.Values.Max();
    }

    private static double Observation(float activation, int interval, int position, TrackerTuning tuning) =>
        position < Math.Ceiling(interval / tuning.ObservationLambda)
            ? Math.Log(Math.Max(activation, 1e-4f))
            : Math.Log((1 - Math.Max(activation, 1e-4f)) / (tuning.ObservationLambda - 1));
}
