using System.Numerics;

namespace MontageAI.Analysis.Music;

/// <summary>
/// The most probable sequence of beats under the bar-pointer model with a tempo state per whole number of frames (Krebs, Boeck and Widmer, "An
/// efficient state-space model for joint tempo and meter tracking", ISMIR 2015).
/// </summary>
/// <remarks>
/// In that model a pointer runs through a beat without choice and may change tempo only at its end, so the Viterbi path over all
/// pointer positions equals one over beats alone: D[t, k] = best log score of a beat at frame t whose interval is k frames, with the
/// observations of a whole interval taken from running sums. The result is that of the full state space; the work per frame is
/// one pass over intervals and their neighbours, vectorised over intervals. Memory: one byte per frame and interval.
/// </remarks>
internal sealed class BeatTracker
{
    private const float Never = -1e30f;

    private readonly int _min;
    private readonly int _count;
    private readonly int _reach;
    private readonly int _stride;
    private readonly float[][] _transition;
    private readonly float[] _prior;
    private readonly double _lambda;

    /// <summary>Creates the model.</summary>
    /// <param name="frameRate">Activation values per second.</param>
    /// <param name="tuning">Tempo range and costs.</param>
    public BeatTracker(double frameRate, TrackerTuning tuning)
    {
        _min = Math.Max(4, (int)Math.Floor(60 * frameRate / tuning.MaxBpm));
        int max = (int)Math.Ceiling(60 * frameRate / tuning.MinBpm);
        _count = max - _min + 1;
        _lambda = tuning.ObservationLambda;
        // A change that costs more than 30 nats never pays; the reach follows from that at the slowest tempo.
        _reach = Math.Clamp((int)(30 / tuning.TransitionLambda * max), 1, Math.Min(16, _count));
        _stride = (_count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _transition = new float[(2 * _reach) + 1][];
        for (int d = -_reach; d <= _reach; d++)
        {
            float[] row = new float[_stride];
            Array.Fill(row, Never);
            for (int k = 0; k < _count; k++)
            {
                int from = k + d;
                if (from >= 0 && from < _count)
                {
                    row[k] = (float)(-tuning.TransitionLambda * Math.Abs(((_min + k) / (double)(_min + from)) - 1));
                }
            }

            _transition[d + _reach] = row;
        }

        _prior = new float[_count];
        for (int k = 0; k < _count; k++)
        {
            double seconds = (_min + k) / frameRate;
            double octaves = Math.Log2(60 / seconds / tuning.PriorBpm) / tuning.PriorOctaves;
            _prior[k] = (float)(-tuning.PriorWeight * seconds * octaves * octaves);
        }
    }

    /// <summary>Shortest interval in frames.</summary>
    public int MinInterval => _min;

    /// <summary>Longest interval in frames.</summary>
    public int MaxInterval => _min + _count - 1;

    /// <summary>Finds the beats.</summary>
    /// <param name="activation">One value in [0, 1) per frame.</param>
    /// <returns>Frames where beats begin, ascending, and the log score per frame; empty when shorter than two intervals.</returns>
    public BeatPath Track(ReadOnlySpan<float> activation)
    {
        int frames = activation.Length;
        if (frames < 2 * MaxInterval)
        {
            return new BeatPath([], [], 0);
        }

        (double[] beat, double[] rest) = Observe(activation);
        int rows = MaxInterval + 1;
        float[] ring = new float[rows * _stride];
        byte[] back = new byte[(long)frames * _count];
        float[] arrive = new float[_stride + (2 * _reach) + Vector<float>.Count];
        int[] best = new int[_stride];
        // Scores grow with time; each row is kept relative to the best score of its frame, so that single precision suffices.
        double[] origin = new double[frames];
        for (int t = 0; t < frames; t++)
        {
            Arrive(t, beat, rest, ring, origin, rows, arrive);
            float top = Never;
            for (int k = 0; k < _count; k++)
            {
                top = Math.Max(top, arrive[_reach + k]);
            }

            Span<float> row = ring.AsSpan(t % rows * _stride, _stride);
            Depart(arrive, row, best);
            origin[t] = top + (t > 0 ? origin[t - 1] : 0);
            for (int k = 0; k < _count; k++)
            {
                row[k] -= top;
                back[((long)t * _count) + k] = (byte)best[k];
            }

            for (int k = _count; k < _stride; k++)
            {
                row[k] = Never;
            }
        }

        return Follow(frames, beat, rest, ring, origin, rows, back);
    }

    private (double[] OnBeat, double[] OffBeat) Observe(ReadOnlySpan<float> activation)
    {
        double[] beat = new double[activation.Length + 1];
        double[] rest = new double[activation.Length + 1];
        for (int t = 0; t < activation.Length; t++)
        {
            double a = Math.Clamp(activation[t], 1e-4f, 1 - 1e-4f);
            beat[t + 1] = beat[t] + Math.Log(a);
            rest[t + 1] = rest[t] + Math.Log((1 - a) / (_lambda - 1));
        }

        return (beat, rest);
    }

    // Log likelihood of frames [start, start + interval) as one beat, cut to [0, frames).
    private double Interval(int start, int k, double[] beat, double[] rest)
    {
        int frames = beat.Length - 1;
        int interval = _min + k;
        int region = (int)Math.Ceiling(interval / _lambda);
        int a = Math.Clamp(start, 0, frames), b = Math.Clamp(start + region, 0, frames), c = Math.Clamp(start + interval, 0, frames);
        return beat[b] - beat[a] + rest[c] - rest[b] + _prior[k];
    }

    private void Arrive(int t, double[] beat, double[] rest, float[] ring, double[] origin, int rows, float[] arrive)
    {
        Array.Fill(arrive, Never);
        double reference = t > 0 ? origin[t - 1] : 0;
        for (int k = 0; k < _count; k++)
        {
            int start = t - _min - k;
            double before = start < 0 ? 0 : origin[start] + ring[(start % rows * _stride) + k];
            arrive[_reach + k] = (float)(before + Interval(start, k, beat, rest) - reference);
        }
    }

    private void Depart(float[] arrive, Span<float> row, int[] best)
    {
        int width = Vector<float>.Count;
        for (int k = 0; k < _stride; k += width)
        {
            Vector<float> top = new(Never);
            Vector<int> from = Vector<int>.Zero;
            for (int d = 0; d <= 2 * _reach; d++)
            {
                Vector<float> candidate = new Vector<float>(arrive, k + d) + new Vector<float>(_transition[d], k);
                Vector<int> better = Vector.GreaterThan(candidate, top);
                top = Vector.ConditionalSelect(better, candidate, top);
                from = Vector.ConditionalSelect(better, new Vector<int>(d), from);
            }

            top.CopyTo(row[k..]);
            from.CopyTo(best, k);
        }
    }

    private BeatPath Follow(int frames, double[] beat, double[] rest, float[] ring, double[] origin, int rows, byte[] back)
    {
        double bestScore = double.NegativeInfinity;
        int at = 0, interval = 0;
        for (int t = frames - MaxInterval; t < frames; t++)
        {
            for (int k = 0; k < _count; k++)
            {
                if (t + _min + k < frames)
                {
                    continue;
                }

                double score = origin[t] + ring[(t % rows * _stride) + k] + Interval(t, k, beat, rest);
                if (score > bestScore)
                {
                    (bestScore, at, interval) = (score, t, k);
                }
            }
        }

        List<int> beats = [], intervals = [];
        while (at >= 0)
        {
            beats.Add(at);
            intervals.Add(_min + interval);
            int from = interval + back[((long)at * _count) + interval] - _reach;
            interval = from;
            at -= _min + from;
        }

        beats.Reverse();
        intervals.Reverse();
        return new BeatPath([.. beats], [.. intervals], bestScore / frames);
    }
}

/// <summary>A sequence of beats.</summary>
/// <param name="Frames">Frame where each beat begins.</param>
/// <param name="Intervals">Frames from each beat to the next as the model had it.</param>
/// <param name="Score">Log score per frame.</param>
internal sealed record BeatPath(int[] Frames, int[] Intervals, double Score);
