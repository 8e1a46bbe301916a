using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>Reads a track at several tempi and phases over its whole length and says which one listeners tap.</summary>
internal static class BeatHypotheses
{
    // A reading at another tempo is looked for within this factor.
    private const double Slack = 1.1;

    private static readonly double[] s_ratios = [2, 0.5, 1.5, 2 / 3.0, 3, 1 / 3.0];

    /// <summary>All readings, the best first; none when the track is too short.</summary>
    public static IReadOnlyList<BeatReading> Read(
        Activations activations,
        TrackEvidence evidence,
        TrackerTuning tuning,
        bool mayChangeLevel
    )
    {
        BarTracker tracker = new(SpectralFrontEnd.FrameRate, tuning);
        BarPath first = tracker.Track(activations.Beat, activations.Downbeat);
        if (first.Frames.Length < 4)
        {
            return [];
        }

        List<BeatReading> readings = [Reading(first, 1, false, first.Score)];
        double bpm = readings[0].Bpm;
        foreach (double ratio in mayChangeLevel ? s_ratios : [])
        {
            double low = bpm * ratio / Slack,
                high = bpm * ratio * Slack;
            if (high < tuning.MinBpm || low > tuning.MaxBpm)
            {
                continue;
            }

            BarPath other = new BarTracker(SpectralFrontEnd.FrameRate, tuning with { MinBpm = low, MaxBpm = high }).Track(
                activations.Beat,
                activations.Downbeat
            );
            if (other.Frames.Length >= 4)
            {
                readings.Add(Reading(other, ratio, false, other.Score));
            }
        }

        if (mayChangeLevel)
        {
            BarTracker near = new(SpectralFrontEnd.FrameRate, tuning with { MinBpm = bpm / Slack, MaxBpm = bpm * Slack });
            Activations without = Without(activations, first, tuning.ObservationLambda);
            BarPath shifted = near.Track(without.Beat, without.Downbeat);
            if (shifted.Frames.Length >= 4)
            {
                readings.Add(Reading(shifted, 1, true, near.Score(shifted, activations.Beat, activations.Downbeat)));
            }
        }

        return [.. readings.OrderByDescending(r => r.Score)];

        BeatReading Reading(BarPath path, double ratio, bool offBeat, double score)
        {
            bool tracked = ratio == 1 && !offBeat;
            double[] times =
            [
                .. path.Frames.Zip(path.Intervals, (f, i) => (f + (i / tuning.ObservationLambda / 2)) / SpectralFrontEnd.FrameRate),
            ];
            BarReading bars = DownbeatTracker.Track(
                BeatFeatures.Compute(times, evidence, activations),
                times.Length,
                activations.Downbeat.Length > 0
            );
            double[] features = ReadingFeatures.Of(
                path,
                bars,
                activations,
                evidence.Flux,
                (score - first.Score) * SpectralFrontEnd.FrameRate,
                tracked,
                offBeat
            );
            double sum = 0;
            for (int i = 0; i < tuning.LevelWeights.Count; i++)
            {
                sum += tuning.LevelWeights[i] * features[i];
            }

            return new BeatReading(path, bars, ratio, offBeat, features, sum);
        }
    }

    /// <summary>Share of intervals within 6 % of the median one, 0 to 1.</summary>
    internal static double Steadiness(BarPath path)
    {
        if (path.Intervals.Length == 0)
        {
            return 0;
        }

        int[] sorted = [.. path.Intervals];
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        return path.Intervals.Count(i => Math.Abs((i / median) - 1) <= 0.06) / (double)path.Intervals.Length;
    }

    // The activations with nothing where a path has its beats: what else could be beats?
    private static Activations Without(Activations activations, BarPath path, double observationLambda)
    {
        float[] beat = [.. activations.Beat],
            downbeat = [.. activations.Downbeat];
        for (int i = 0; i < path.Frames.Length; i++)
        {
            int reach = path.Intervals[i] / 6;
            int from = Math.Max(0, path.Frames[i] - reach),
                to = Math.Min(beat.Length, path.Frames[i] + (int)(path.Intervals[i] / observationLambda) + reach + 1);
            for (int j = from; j < to; j++)
            {
                beat[j] = 0;
                if (downbeat.Length > 0)
                {
                    downbeat[j] = 0;
                }
            }
        }

        return activations with
        {
            Beat = beat,
            Downbeat = downbeat,
        };
    }
}
