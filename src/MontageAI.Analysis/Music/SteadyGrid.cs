using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>A steady grid of beats laid where a track's onsets are.</summary>
internal static class SteadyGrid
{
    /// <summary>Tempo within a slack of the asked one, and the time of the first beat, for which the onsets lie closest to the
    /// grid.</summary>
    /// <param name="analysis">A track; without onsets its moments count, without those the grid begins at the start.</param>
    /// <param name="bpm">Beats per minute.</param>
    /// <param name="slack">Share by which the tempo may be off.</param>
    /// <remarks>Maximises |sum of exp(2 pi i t f)| over onsets t, the first Fourier coefficient of the onsets' phases.</remarks>
    public static (double Bpm, double First) Fit(MusicAnalysis analysis, double bpm, double slack)
    {
        IReadOnlyList<double> onsets = analysis.Onsets.Count > 0 ? analysis.Onsets : [.. analysis.Beats.Select(b => b.Time)];
        if (onsets.Count == 0)
        {
            return (bpm, analysis.AnalysedStart);
        }

        double length = Math.Max(1, onsets[^1] - onsets[0]);
        // Steps fine enough that over the whole track the phase moves by less than a twentieth of a beat.
        int steps = (int)Math.Ceiling(slack * length * bpm / 60 * 20);
        (double Bpm, double Angle, double Score) best = (bpm, 0, -1);
        for (int s = 0; s <= 2 * steps; s++)
        {
            // 0, +1, -1, +2, ...: the asked tempo wins among equals.
            int step = s % 2 == 1 ? (s + 1) / 2 : -s / 2;
            double tempo = bpm * (1 + (steps == 0 ? 0 : slack * step / steps));
            double re = 0,
                im = 0;
            foreach (double onset in onsets)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * onset * tempo / 60);
                re += cos;
                im += sin;
            }

            double score = Math.Sqrt((re * re) + (im * im));
            if (score > best.Score * 1.0001)
            {
                best = (tempo, Math.Atan2(im, re), score);
            }
        }

        double period = 60 / best.Bpm;
        double phase = best.Angle / (2 * Math.PI) * period;
        return (best.Bpm, phase + (Math.Ceiling((analysis.AnalysedStart - phase - 1e-9) / period) * period));
    }

    /// <summary>Beats of a grid, with the bars of the analysis carried over where it has any.</summary>
    public static Beat[] Beats(MusicAnalysis analysis, double bpm, double first)
    {
        double period = 60 / bpm;
        int count = Math.Max(0, (int)Math.Ceiling((analysis.AnalysedEnd - first) / period));
        int meter = analysis.BeatsPerBar ?? 0;
        int[] votes = new int[Math.Max(1, meter)];
        foreach (Beat beat in analysis.Beats.Where(b => meter > 0 && b.BarPosition == 1))
        {
            int nearest = (int)Math.Round((beat.Time - first) / period);
            votes[((nearest % meter) + meter) % meter]++;
        }

        int downbeat = Array.IndexOf(votes, votes.Max());
        Beat[] beats = new Beat[count];
        for (int i = 0; i < count; i++)
        {
            int position = meter == 0 ? 0 : ((((i - downbeat) % meter) + meter) % meter) + 1;
            beats[i] = new Beat(first + (i * period), position, 1);
        }

        return beats;
    }
}
