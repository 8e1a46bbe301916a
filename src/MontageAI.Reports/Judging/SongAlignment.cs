using MontageAI.Results;

namespace MontageAI.Reports.Judging;

/// <summary>Finds where in a song the sound of a film begins, by what begins in both: cross-correlation of their onset strength.</summary>
internal static class SongAlignment
{
    /// <summary>Correlation from which on the two are taken for the same music. The same excerpt encoded again has 0.9 and more, other
    /// songs of the same tempo reach 0.4.</summary>
    public const double LeastLikeness = 0.6;

    // The two must overlap for so long, or for half of the shorter.
    private const double LeastOverlapSeconds = 8;
    private const int Coarse = 4;

    /// <summary>Aligns.</summary>
    /// <returns>Second of the song at the film's second 0 (negative where the film begins before it), and the correlation there; null when
    /// there is nothing to compare.</returns>
    public static (double Offset, double Likeness)? Find(OnsetStrength film, OnsetStrength song)
    {
        float[] coarseFilm = Thin(film.Values),
            coarseSong = Thin(song.Values);
        int least = (int)Math.Min(LeastOverlapSeconds / (film.HopSeconds * Coarse), Math.Min(coarseFilm.Length, coarseSong.Length) / 2.0);
        if (least < 8)
        {
            return null;
        }

        (int lag, _) = Best(coarseFilm, coarseSong, least - coarseFilm.Length, coarseSong.Length - least, least);
        float[] fineFilm = [.. film.Values],
            fineSong = [.. song.Values];
        (int fine, double likeness) = Best(fineFilm, fineSong, (lag - 2) * Coarse, (lag + 2) * Coarse, least);
        double before = Likeness(fineFilm, fineSong, fine - 1),
            after = Likeness(fineFilm, fineSong, fine + 1);

        // The peak lies between hops: a parabola through it and its neighbours.
        double bend = before - (2 * likeness) + after;
        double part = bend < -1e-9 ? Math.Clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
        return ((fine + part) * film.HopSeconds, likeness);
    }

    private static (int Lag, double Likeness) Best(float[] film, float[] song, int from, int to, int least)
    {
        (int Lag, double Likeness) best = (from, -1);
        for (int lag = from; lag <= to; lag++)
        {
            if (Math.Min(film.Length, song.Length - lag) - Math.Max(0, -lag) < least)
            {
                continue;
            }

            double likeness = Likeness(film, song, lag);
            best = likeness > best.Likeness ? (lag, likeness) : best;
        }

        return best;
    }

    // Pearson's correlation where both are known.
    private static double Likeness(float[] film, float[] song, int lag)
    {
        int from = Math.Max(0, -lag),
            to = Math.Min(film.Length, song.Length - lag),
            n = to - from;
        if (n < 2)
        {
            return -1;
        }

        double a = 0,
            b = 0,
            aa = 0,
            bb = 0,
            ab = 0;
        for (int i = from; i < to; i++)
        {
            double x = film[i],
                y = song[i + lag];
            a += x;
            b += y;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }

        double va = aa - (a * a / n),
            vb = bb - (b * b / n);
        return va > 1e-9 && vb > 1e-9 ? (ab - (a * b / n)) / Math.Sqrt(va * vb) : -1;
    }

    private static float[] Thin(IReadOnlyList<float> values)
    {
        float[] thin = new float[values.Count / Coarse];
        for (int i = 0; i < thin.Length; i++)
        {
            for (int k = 0; k < Coarse; k++)
            {
                thin[i] += values[(i * Coarse) + k] / Coarse;
            }
        }

        return thin;
    }
}
