using MontageAI.Dsp.Image;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// Dominant colours of some pictures together: a histogram of colours, then k-means over its bins in OKLab. Seeds are the heaviest bin and
/// then, again and again, the one whose weight times squared distance from the seeds is largest, so the result does not depend on chance.
/// Adding allocates nothing.
/// </summary>
internal sealed class PaletteMeter
{
    private const int Most = 5;
    private const int Rounds = 8;

    // Closer than that in OKLab two colours are one to the eye of somebody who glances; chosen by eye.
    private const float Same = 0.06f;
    private const float LeastShare = 0.02f;
    private const int Bins = 16 * 32 * 32;

    private readonly int[] _counts = new int[Bins];
    private readonly int[] _luma = new int[Bins];
    private readonly int[] _blue = new int[Bins];
    private readonly int[] _red = new int[Bins];

    /// <summary>Adds a picture. O(pixels / 4).</summary>
    public void Add(SmallFrame frame)
    {
        ReadOnlySpan<byte> luma = frame.Luma,
            blue = frame.ChromaBlue,
            red = frame.ChromaRed;
        int across = frame.Width / 2;
        for (int i = 0; i < blue.Length; i++)
        {
            int y = luma[(i / across * 2 * frame.Width) + (i % across * 2)];
            int bin = (y >> 4 << 10) | (blue[i] >> 3 << 5) | (red[i] >> 3);
            _counts[bin]++;
            _luma[bin] += y;
            _blue[bin] += blue[i];
            _red[bin] += red[i];
        }
    }

    /// <summary>The colours of what was added, largest share first; the meter starts anew. Empty when nothing was added.</summary>
    public IReadOnlyList<PaletteColor> Take()
    {
        List<(OkLab Color, int Count)> colors = [];
        long total = 0;
        for (int i = 0; i < Bins; i++)
        {
            if (_counts[i] is > 0 and int n)
            {
                colors.Add((OkLab.FromVideo((float)_luma[i] / n, (float)_blue[i] / n, (float)_red[i] / n), n));
                total += n;
            }
        }

        Array.Clear(_counts);
        Array.Clear(_luma);
        Array.Clear(_blue);
        Array.Clear(_red);
        return
        [
            .. Merge(Cluster(colors))
                .Where(c => c.Count >= LeastShare * total)
                .OrderByDescending(c => c.Count)
                .ThenBy(c => c.Color.L)
                .Select(c => ToColor(c.Color, (float)Math.Round((double)c.Count / total, 4))),
        ];
    }

    private static List<(OkLab Color, long Count)> Cluster(List<(OkLab Color, int Count)> colors)
    {
        List<OkLab> centres = Seeds(colors);
        List<(OkLab, long)> clusters = [];
        Span<double> sums = stackalloc double[4 * Most];
        for (int round = 0; round < Rounds; round++)
        {
            sums.Clear();
            foreach ((OkLab color, int count) in colors)
            {
                int nearest = Nearest(centres, color);
                sums[4 * nearest] += (double)count * color.L;
                sums[(4 * nearest) + 1] += (double)count * color.A;
                sums[(4 * nearest) + 2] += (double)count * color.B;
                sums[(4 * nearest) + 3] += count;
            }

            clusters.Clear();
            for (int i = 0; i < centres.Count; i++)
            {
                double n = sums[(4 * i) + 3];
                centres[i] =
                    n == 0
                        ? centres[i]
                        : new OkLab((float)(sums[4 * i] / n), (float)(sums[(4 * i) + 1] / n), (float)(sums[(4 * i) + 2] / n));
                clusters.Add((centres[i], (long)n));
            }
        }

        return clusters;
    }

    private static List<OkLab> Seeds(List<(OkLab Color, int Count)> colors)
    {
        List<OkLab> seeds = [];
        while (seeds.Count < Math.Min(Most, colors.Count))
        {
            int best = -1;
            double most = 0;
            for (int i = 0; i < colors.Count; i++)
            {
                double worth =
                    colors[i].Count * (seeds.Count == 0 ? 1.0 : colors[i].Color.DistanceSquared(seeds[Nearest(seeds, colors[i].Color)]));
                (best, most) = worth > most ? (i, worth) : (best, most);
            }

            if (best < 0)
            {
                break;
            }

            seeds.Add(colors[best].Color);
        }

        return seeds;
    }

    private static List<(OkLab Color, long Count)> Merge(List<(OkLab Color, long Count)> clusters)
    {
        for (int i = 0; i < clusters.Count; i++)
        {
            for (int j = clusters.Count - 1; j > i; j--)
            {
                ((OkLab a, long m), (OkLab b, long n)) = (clusters[i], clusters[j]);
                if (a.DistanceSquared(b) < Same * Same && m + n > 0)
                {
                    float w = (float)((double)n / (m + n));
                    clusters[i] = (new OkLab(a.L + (w * (b.L - a.L)), a.A + (w * (b.A - a.A)), a.B + (w * (b.B - a.B))), m + n);
                    clusters.RemoveAt(j);
                }
            }
        }

        return clusters;
    }

    private static int Nearest(List<OkLab> centres, OkLab color)
    {
        int nearest = 0;
        for (int i = 1; i < centres.Count; i++)
        {
            nearest = centres[i].DistanceSquared(color) < centres[nearest].DistanceSquared(color) ? i : nearest;
        }

        return nearest;
    }

    private static PaletteColor ToColor(OkLab color, float share)
    {
        (byte red, byte green, byte blue) = color.ToRgb();
        return new PaletteColor(red, green, blue, share);
    }
}
