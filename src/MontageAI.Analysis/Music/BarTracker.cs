using System.Runtime.Intrinsics;

namespace MontageAI.Analysis.Music;

/// <summary>
/// Beats and bars decided together: the most probable path of a bar pointer through bars of four or three beats, one tempo state per whole
/// frame of interval (Krebs, Boeck and Widmer, ISMIR 2015; with downbeats after Boeck, Krebs and Widmer, "Joint beat and downbeat tracking
/// with recurrent neural networks", ISMIR 2016).
/// </summary>
/// <remarks>
/// In that model the pointer runs through a beat without choice and may change its tempo only at the end, so the path over all pointer
/// positions equals one over beats: D[t, k, s] = best log score of a beat at frame t that lasts k frames and has place s in its bar. The
/// eight lanes of a vector are the places: four of 4/4, three of 3/4, one spare. The likelihood of a frame without beat is the same for
/// every path and is left out, so an interval counts only the frames of its beat. A tempo change from k' to k costs lambda |ln(k/k')|,
/// which is additive over steps: the best origin for every k is found in two sweeps, whatever the distance. Time: frames x intervals.
/// Memory: 10 bytes per interval and frame over the last <see cref="Lag"/> frames; what is older is decided by the then best path (a fixed
/// lag: 160 s and more at 100 frames a second).
/// </remarks>
internal sealed class BarTracker
{
    /// <summary>Frames whose choices are kept before the older half is settled.</summary>
    internal const int Lag = 16384;

    private const int Lanes = 8;
    private const int Renormalise = 2048;
    private const float Never = -1e30f;

    // Where each lane comes from, its metre and its place: lanes 0-3 are 4/4, 4-6 are 3/4.
    private static readonly int[] s_before = [3, 0, 1, 2, 6, 4, 5, 7];
    private static readonly byte[] s_place = [1, 2, 3, 4, 1, 2, 3, 0];
    private static readonly byte[] s_metre = [4, 4, 4, 4, 3, 3, 3, 0];

    private readonly int _min;
    private readonly int _count;
    private readonly float[] _step;
    private readonly float[] _prior;
    private readonly int[] _region;
    private readonly TrackerTuning _tuning;
    private readonly Vector256<float>[] _arrive;
    private readonly Vector256<float>[] _slower;
    private readonly Vector256<int>[] _slowerFrom;

    /// <summary>Creates the model.</summary>
    /// <param name="frameRate">Activation values per second.</param>
    /// <param name="tuning">Tempo range and costs.</param>
    public BarTracker(double frameRate, TrackerTuning tuning)
    {
        _tuning = tuning;
        _min = Math.Max(4, (int)Math.Floor(60 * frameRate / tuning.MaxBpm));
        int max = Math.Min(_min + 255, (int)Math.Ceiling(60 * frameRate / tuning.MinBpm));
        _count = max - _min + 1;
        _step = new float[_count + 1];
        _prior = new float[_count];
        _region = new int[_count];
        for (int k = 0; k < _count; k++)
        {
            double seconds = (_min + k) / frameRate;
            double octaves = Math.Log2(60 / seconds / tuning.PriorBpm) / tuning.PriorOctaves;
            _prior[k] = (float)(-tuning.PriorWeight * seconds * octaves * octaves);
            _step[k] = k == 0 ? 0 : (float)(tuning.TransitionLambda * Math.Log((_min + k) / (_min + k - 1.0)));
            _region[k] = (int)Math.Ceiling((_min + k) / tuning.ObservationLambda);
        }

        _arrive = new Vector256<float>[_count];
        _slower = new Vector256<float>[_count];
        _slowerFrom = new Vector256<int>[_count];
    }

    /// <summary>Longest interval in frames.</summary>
    public int MaxInterval => _min + _count - 1;

    /// <summary>Finds beats and bars.</summary>
    /// <param name="beat">Probability in [0, 1] per frame that it holds a beat, downbeats included.</param>
    /// <param name="downbeat">Probability per frame that it holds a downbeat; empty when nothing is known of bars.</param>
    /// <returns>Beats in ascending order; none when the track is shorter than two of the longest intervals.</returns>
    public BarPath Track(ReadOnlySpan<float> beat, ReadOnlySpan<float> downbeat)
    {
        int frames = beat.Length;
        if (frames < 2 * MaxInterval)
        {
            return BarPath.Empty;
        }

        (float[] onBeat, float[] onDownbeat) = Gains(beat, downbeat);
        int rows = MaxInterval + 1;
        Vector256<float>[] ring = new Vector256<float>[rows * _count];
        Begin(ring, onBeat, onDownbeat);
        Trace trace = new(_count, Math.Min(frames, Lag));
        List<(int Frame, int Interval, int Lane)> settled = [];
        Vector256<float>[] gains = new Vector256<float>[_region[^1] + 1];
        double origin = 0;
        for (int t = 0; t < frames; t++)
        {
            if (t > 0 && t % Renormalise == 0)
            {
                origin += Lower(ring);
            }

            if (t - trace.Start >= Lag)
            {
                settled.AddRange(Settle(trace, ring, rows, t, t - (Lag / 2)));
                trace.Start = t - (Lag / 2);
            }

            Gain(t, onBeat, onDownbeat, gains);
            Step(t, ring.AsSpan(t % rows * _count, _count), ring, rows, gains, trace);
        }

        return Path(trace, ring, rows, frames, origin, settled, frames);
    }

    /// <summary>Log likelihood per frame of given beats, over that of no beat anywhere, without costs of tempo.</summary>
    public double Score(BarPath path, ReadOnlySpan<float> beat, ReadOnlySpan<float> downbeat)
    {
        (float[] onBeat, float[] onDownbeat) = Gains(beat, downbeat);
        double sum = 0;
        for (int i = 0; i < path.Frames.Length; i++)
        {
            float[] gains = path.Positions[i] == 1 ? onDownbeat : onBeat;
            int region = _region[Math.Clamp(path.Intervals[i] - _min, 0, _count - 1)];
            for (int t = path.Frames[i]; t < Math.Min(beat.Length, path.Frames[i] + region); t++)
            {
                sum += gains[t];
            }
        }

        return sum / Math.Max(1, beat.Length);
    }

    // Per frame: log likelihood as part of a beat (or downbeat) less that as no beat.
    private (float[] OnBeat, float[] OnDownbeat) Gains(ReadOnlySpan<float> beat, ReadOnlySpan<float> downbeat)
    {
        float[] onBeat = new float[beat.Length],
            onDownbeat = new float[beat.Length];
        double usual = Math.Log(_tuning.ObservationLambda - 1);
        for (int t = 0; t < beat.Length; t++)
        {
            double b = Math.Clamp(beat[t], 1e-4f, 1 - 1e-4f);
            double gain = Math.Log(b / (1 - b)) + usual;
            onBeat[t] = onDownbeat[t] = (float)gain;
            if (!downbeat.IsEmpty)
            {
                double share = Math.Clamp(downbeat[t] / b, _tuning.DownbeatFloor, 1 - _tuning.DownbeatFloor);
                onBeat[t] += (float)(_tuning.DownbeatWeight * Math.Log(1 - share));
                onDownbeat[t] += (float)(_tuning.DownbeatWeight * Math.Log(share));
            }
        }

        return (onBeat, onDownbeat);
    }

    // Beats under way when the track begins: what of their region lies within it counts.
    private void Begin(Vector256<float>[] ring, float[] onBeat, float[] onDownbeat)
    {
        Array.Fill(ring, Vector256.Create(Never));
        Vector256<float> metre = Vector256.Create(
            0,
            0,
            0,
            0,
            (float)-_tuning.TripleCost,
            (float)-_tuning.TripleCost,
            (float)-_tuning.TripleCost,
            Never
        );
        for (int k = 0; k < _count; k++)
        {
            for (int arrival = 0; arrival < _min + k; arrival++)
            {
                float b = 0,
                    d = 0;
                for (int t = 0; t < arrival - _min - k + _region[k]; t++)
                {
                    b += onBeat[t];
                    d += onDownbeat[t];
                }

                ring[(arrival * _count) + k] = metre + Places(b, d);
            }
        }
    }

    private static Vector256<float> Places(float beat, float downbeat) =>
        Vector256.Create(downbeat, beat, beat, beat, downbeat, beat, beat, 0);

    private static void Gain(int t, float[] onBeat, float[] onDownbeat, Vector256<float>[] gains)
    {
        float b = 0,
            d = 0;
        for (int r = 1; r < gains.Length; r++)
        {
            int at = t + r - 1;
            if (at < onBeat.Length)
            {
                b += onBeat[at];
                d += onDownbeat[at];
            }

            gains[r] = Places(b, d);
        }
    }

    private void Step(int t, ReadOnlySpan<Vector256<float>> row, Vector256<float>[] ring, int rows, Vector256<float>[] gains, Trace trace)
    {
        Vector256<int> before = Vector256.Create(s_before);
        Vector256<float> slip = Vector256.Create((float)_tuning.SlipCost).WithElement(Lanes - 1, -4 * Never);
        Span<byte> jumps = trace.Jumps(t),
            sources = trace.Sources(t);
        Vector256<float> best = Vector256.Create(Never);
        Vector256<int> from = Vector256<int>.Zero;
        for (int k = 0; k < _count; k++)
        {
            Vector256<float> ended = row[k];
            Vector256<float> top = Vector256.Max(ended, Vector256.Shuffle(ended, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
            top = Vector256.Max(top, Vector256.Shuffle(top, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
            top = Vector256.Max(top, Vector256.Shuffle(top, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
            Vector256<float> regular = Vector256.Shuffle(ended, before);
            Vector256<float> slipped = top - slip;
            Vector256<float> jumped = Vector256.GreaterThan(slipped, regular);
            uint mask = jumped.ExtractMostSignificantBits();
            jumps[k] = (byte)mask;
            if (mask != 0)
            {
                sources[k] = (byte)
                    System.Numerics.BitOperations.TrailingZeroCount(Vector256.Equals(ended, top).ExtractMostSignificantBits());
                regular = Vector256.ConditionalSelect(jumped, slipped, regular);
            }

            _arrive[k] = regular;
            Vector256<float> carried = best - Vector256.Create(_step[k]);
            Vector256<float> stay = Vector256.GreaterThanOrEqual(regular, carried);
            best = Vector256.ConditionalSelect(stay, regular, carried);
            from = Vector256.ConditionalSelect(stay.AsInt32(), Vector256.Create(k), from);
            _slower[k] = best;
            _slowerFrom[k] = from;
        }

        best = Vector256.Create(Never);
        from = Vector256<int>.Zero;
        int slot = (t + _min + _count - 1) % rows;
        for (int k = _count - 1; k >= 0; k--)
        {
            Vector256<float> carried = best - Vector256.Create(_step[k + 1]);
            Vector256<float> stay = Vector256.GreaterThanOrEqual(_arrive[k], carried);
            best = Vector256.ConditionalSelect(stay, _arrive[k], carried);
            from = Vector256.ConditionalSelect(stay.AsInt32(), Vector256.Create(k), from);
            Vector256<float> faster = Vector256.GreaterThan(best, _slower[k]);
            trace.From(t, k, Vector256.ConditionalSelect(faster.AsInt32(), from, _slowerFrom[k]));
            ring[(slot * _count) + k] =
                Vector256.ConditionalSelect(faster, best, _slower[k]) + gains[_region[k]] + Vector256.Create(_prior[k]);
            slot = slot == 0 ? rows - 1 : slot - 1;
        }
    }

    // Takes the largest score from all, so that single precision suffices for any length.
    private static float Lower(Vector256<float>[] ring)
    {
        Vector256<float> top = Vector256.Create(Never);
        foreach (Vector256<float> v in ring)
        {
            top = Vector256.Max(top, v);
        }

        float largest = Never;
        for (int lane = 0; lane < Lanes; lane++)
        {
            largest = Math.Max(largest, top[lane]);
        }

        for (int i = 0; i < ring.Length; i++)
        {
            ring[i] = Vector256.Max(ring[i] - Vector256.Create(largest), Vector256.Create(Never));
        }

        return largest;
    }

    // Beats of the best path so far that lie before a frame, oldest first.
    private List<(int Frame, int Interval, int Lane)> Settle(Trace trace, Vector256<float>[] ring, int rows, int now, int before)
    {
        (int at, int k, int lane, _) = Best(ring, rows, now);
        List<(int Frame, int Interval, int Lane)> beats = Follow(trace, at, k, lane);
        return [.. beats.Where(b => b.Frame < before)];
    }

    // The best beat under way at a frame: it began before and ends at that frame or after.
    private (int Frame, int Interval, int Lane, float Score) Best(Vector256<float>[] ring, int rows, int now)
    {
        (int Frame, int Interval, int Lane, float Score) best = (-1, 0, 0, float.NegativeInfinity);
        for (int arrival = now; arrival < now + MaxInterval; arrival++)
        {
            for (int k = 0; k < _count; k++)
            {
                int began = arrival - _min - k;
                Vector256<float> scores = ring[(arrival % rows * _count) + k];
                for (int lane = 0; began >= 0 && began < now && lane < Lanes - 1; lane++)
                {
                    best = scores[lane] > best.Score ? (began, k, lane, scores[lane]) : best;
                }
            }
        }

        return best;
    }

    private List<(int Frame, int Interval, int Lane)> Follow(Trace trace, int at, int k, int lane)
    {
        List<(int Frame, int Interval, int Lane)> beats = [];
        while (at >= trace.Start)
        {
            beats.Add((at, k, lane));
            int from = trace.Origin(at, k, lane);
            lane = trace.Jumped(at, from, lane) ?? s_before[lane];
            k = from;
            at -= _min + k;
        }

        beats.Reverse();
        return beats;
    }

    private BarPath Path(
        Trace trace,
        Vector256<float>[] ring,
        int rows,
        int now,
        double origin,
        List<(int Frame, int Interval, int Lane)> settled,
        int frames
    )
    {
        (int at, int k, int lane, float score) = Best(ring, rows, now);
        List<(int Frame, int Interval, int Lane)> beats = settled;
        foreach ((int Frame, int Interval, int Lane) beat in Follow(trace, at, k, lane))
        {
            if (beats.Count == 0 || beat.Frame > beats[^1].Frame + (_min / 2))
            {
                beats.Add(beat);
            }
        }

        int triple = beats.Count(b => s_metre[b.Lane] == 3);
        return new BarPath(
            [.. beats.Select(b => b.Frame)],
            [.. beats.Select(b => _min + b.Interval)],
            [.. beats.Select(b => s_place[b.Lane])],
            2 * triple > beats.Count ? 3 : 4,
            (origin + score) / frames
        );
    }

    // Choices of the last frames, in a ring.
    private sealed class Trace(int count, int capacity)
    {
        private readonly byte[] _from = new byte[capacity * count * Lanes];
        private readonly byte[] _jumps = new byte[capacity * count];
        private readonly byte[] _sources = new byte[capacity * count];

        /// <summary>First frame that is still known.</summary>
        public int Start { get; set; }

        public Span<byte> Jumps(int t) => _jumps.AsSpan(t % capacity * count, count);

        public Span<byte> Sources(int t) => _sources.AsSpan(t % capacity * count, count);

        public void From(int t, int k, Vector256<int> from)
        {
            Vector128<short> words = Vector128.Narrow(from.GetLower(), from.GetUpper());
            Vector128.Narrow(words.AsUInt16(), words.AsUInt16()).GetLower().CopyTo(_from, ((t % capacity * count) + k) * Lanes);
        }

        public int Origin(int t, int k, int lane) => _from[(((t % capacity * count) + k) * Lanes) + lane];

        public int? Jumped(int t, int k, int lane) =>
            ((_jumps[(t % capacity * count) + k] >> lane) & 1) == 0 ? null : _sources[(t % capacity * count) + k];
    }
}
