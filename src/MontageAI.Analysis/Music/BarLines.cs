using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>Where a part of a song may end: on bar lines, and where that cuts off a voice, on the beats between them.</summary>
/// <param name="analysis">The song.</param>
/// <param name="downbeats">Downbeats of the part, ascending.</param>
/// <param name="songEnd">Where the part ends.</param>
internal sealed class BarLines(MusicAnalysis analysis, double[] downbeats, double songEnd)
{
    private const double Same = 0.02;

    // Lines are at most half a bar from what is wanted, and this much, since bars differ.
    private const double Slack = 0.05;

    private readonly double[] _lines = [.. Lines(downbeats, songEnd)];

    /// <summary>Ends near a wanted one, the nearest bar line first, then beats; none where the song ends before.</summary>
    public IEnumerable<double> Near(double start, double wanted)
    {
        double line = Nearest(start, wanted);
        if (double.IsNaN(line))
        {
            yield break;
        }

        yield return line;
        if (analysis.Voices.Count == 0)
        {
            yield break;
        }

        double half = BarSeconds(wanted) / 2;
        foreach (Beat beat in analysis.Beats)
        {
            if (beat.Time > start && Math.Abs(beat.Time - wanted) <= half && Math.Abs(beat.Time - line) > Same)
            {
                yield return beat.Time;
            }
        }
    }

    /// <summary>Whether a bar begins at a moment.</summary>
    public bool IsLine(double time) => _lines.Any(l => Math.Abs(l - time) < Same);

    /// <summary>Length of the bar that a moment lies in, or of the nearest.</summary>
    public double BarSeconds(double time)
    {
        int after = Array.FindIndex(downbeats, d => d > time + Same);
        int last = Math.Clamp(after < 0 ? downbeats.Length - 1 : after, 1, downbeats.Length - 1);
        return downbeats[last] - downbeats[last - 1];
    }

    // The bar line nearest to a wanted end.
    private double Nearest(double start, double wanted)
    {
        double best = double.NaN;
        foreach (double line in _lines)
        {
            best = line > start && !(Math.Abs(line - wanted) >= Math.Abs(best - wanted)) ? line : best;
        }

        return Math.Abs(best - wanted) <= (BarSeconds(wanted) / 2) + Slack ? best : double.NaN;
    }

    // Past the last downbeat bars go on at the last one's length while the song lasts.
    private static IEnumerable<double> Lines(double[] downbeats, double songEnd)
    {
        foreach (double line in downbeats)
        {
            yield return line;
        }

        if (downbeats.Length < 2)
        {
            yield break;
        }

        double bar = downbeats[^1] - downbeats[^2];
        for (double line = downbeats[^1] + bar; line <= songEnd + 1e-9; line += bar)
        {
            yield return line;
        }
    }
}
