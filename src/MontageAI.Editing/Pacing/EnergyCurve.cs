using MontageAI.Editing.Materials;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Pacing;

/// <summary>
/// The energy that cutting and selection follow, over the montage: the song's loudness spread over 0 to 1 between its quiet (5 %) and loud
/// (95 %) moments of this stretch, mixed with the story arc. A song without dynamics (spread below 0.05) is not spread.
/// </summary>
internal sealed class EnergyCurve
{
    private const double StepSeconds = 0.05;
    private const double MinimumSpread = 0.05;
    private readonly double[] _sums;
    private readonly int[] _counts;
    private readonly double _seconds;
    private readonly double _arcStrength;
    private readonly StoryShape _arc;
    private readonly double _low;
    private readonly double _spread = 1;

    /// <summary>Samples the song along the montage.</summary>
    /// <param name="analysis">The song, or null.</param>
    /// <param name="stretch">Its part, or null.</param>
    /// <param name="seconds">Length of the montage.</param>
    /// <param name="style">The story arc, and how strong it is against the music.</param>
    public EnergyCurve(MusicAnalysis? analysis, SongStretch? stretch, double seconds, PacingStyle style)
    {
        _seconds = seconds;
        _arcStrength = style.ArcStrength;
        _arc = style.Arc;
        int steps = (int)Math.Ceiling(seconds / StepSeconds);
        _sums = new double[steps + 1];
        _counts = new int[steps + 1];
        if (analysis is null || stretch is null || analysis.Energy.HopSeconds <= 0)
        {
            return;
        }

        SongClock clock = stretch.Clock;
        IReadOnlyList<float> values = analysis.Energy.Values;
        for (int i = 0; i < steps; i++)
        {
            double song = clock.SongSecondAt((i + 0.5) * StepSeconds);
            double hop = Math.Floor((song - analysis.AnalysedStart) / analysis.Energy.HopSeconds);
            bool known = hop >= 0 && hop < values.Count && float.IsFinite(values[(int)hop]);
            _sums[i + 1] = _sums[i] + (known ? values[(int)hop] : 0);
            _counts[i + 1] = _counts[i] + (known ? 1 : 0);
        }

        // Loudness per second, so that single drum hits do not set the scale.
        List<double> seconds1 = [];
        for (double t = 0; t < seconds; t += 1)
        {
            if (Raw(t, t + 1) is { } value)
            {
                seconds1.Add(value);
            }
        }

        if (seconds1.Count > 0)
        {
            seconds1.Sort();
            double low = seconds1[(int)(0.05 * (seconds1.Count - 1))];
            double high = seconds1[(int)Math.Ceiling(0.95 * (seconds1.Count - 1))];
            if (high - low >= MinimumSpread)
            {
                (_low, _spread) = (low, high - low);
            }
        }
    }

    /// <summary>Mean energy of [from, to) seconds of the montage, 0 to 1; null where neither the song nor the arc says anything.</summary>
    public double? At(double from, double to)
    {
        double arc = StoryArc.EnergyAt((from + to) / 2 / _seconds, _arc);
        if (Raw(from, to) is not { } raw)
        {
            return _arcStrength > 0 ? arc : null;
        }

        double music = Math.Clamp((raw - _low) / _spread, 0, 1);
        return ((1 - _arcStrength) * music) + (_arcStrength * arc);
    }

    private double? Raw(double from, double to)
    {
        int last = _sums.Length - 1;
        int start = Math.Clamp((int)(from / StepSeconds), 0, last);
        int end = Math.Clamp((int)Math.Ceiling(to / StepSeconds), start, last);
        int count = _counts[end] - _counts[start];
        return count > 0 ? (_sums[end] - _sums[start]) / count : null;
    }
}
