using MontageAI.Analysis.Music.Spectra;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>Cuts a track into sections where its timbre, harmony and loudness change for good, and says what each is like.</summary>
/// <remarks>
/// Units are bars (or two seconds without bars). Novelty of a boundary between units = distance of the mean features of the 4 (and 8) units
/// before from those after; peaks of it are boundaries (after Foote, "Automatic audio segmentation using a measure of audio novelty", ICME
/// 2000, with means in place of the checkerboard kernel). Cost grows with the number of units.
/// </remarks>
internal static class SectionFinder
{
    // Shortest section.
    private const double MinSeconds = 5;
    private const int MinUnits = 4;

    // Sections shorter than this need ends that are alike in novelty, at least by this share.
    private const int UsualUnits = 8;
    private const double UsualSeconds = 12;
    private const double ShortShare = 0.5;
    private const double UnitSeconds = 2;

    // In a longer track nothing is compared with everything.
    private const int MostUnits = 1000;

    // How much a change of what is heard again counts, in novelties of the median boundary: it is known to a few bars only, so it decides
    // little, but in what is too long for one section, where nothing else tells much.
    private const double RepetitionWeight = 0.3;
    private const double RepetitionInLong = 1;

    // A longer section is parted; boundaries that lie whole phrases of four or eight units from its start are worth more.
    private const double LongestSeconds = 40;
    private const double PhraseWorth = 1.2;

    // What parts them changes at least this share of what changes at the median boundary.
    private const double PartingShare = 0.3;

    // A boundary's novelty over the median one.
    private const double Prominence = 1.35;

    // Weights of one dimension of pitch class, of timbre, and of level, after standardising; chosen by hand on the full songs of the test
    // media.
    private const double HarmonyWeight = 0.35;
    private const double TimbreWeight = 0.7;
    private const double LevelWeight = 2.5;

    private const int Width = HarmonyFrontEnd.Width + 1;

    /// <summary>Finds sections.</summary>
    /// <param name="evidence">Measurements of the track.</param>
    /// <param name="downbeats">Where boundaries may lie, ascending; empty allows one every two seconds.</param>
    /// <returns>Sections in order without gaps; empty for a track under 8 s.</returns>
    public static IReadOnlyList<MusicSection> Find(TrackEvidence evidence, double[] downbeats)
    {
        if (evidence.Seconds < 8)
        {
            return [];
        }

        double[] edges = Edges(evidence.Seconds, downbeats);
        double[] features = UnitFeatures(evidence, edges);
        (double[] near, double[] novelty) = Novelty(features, edges.Length - 1);
        SelfLikeness? likeness = edges.Length - 1 <= MostUnits ? SelfLikeness.Of(features, Width) : null;
        double[] changes = likeness?.Changes() ?? new double[novelty.Length];
        List<int> cuts = Parted(
            Boundaries(near, WithRepetition(novelty, changes, RepetitionWeight), edges),
            WithRepetition(novelty, changes, RepetitionInLong),
            edges
        );
        double[] starts = [0, .. cuts.Select(c => edges[c]), evidence.Seconds];
        int[] units = [0, .. cuts, edges.Length - 1];
        return SectionKinds.Classify(
            evidence,
            starts,
            likeness is null ? null : (a, b) => likeness.Of(units[a], units[a + 1], units[b], units[b + 1])
        );
    }

    // Sections of a song that is loud throughout are told from each other by what is heard again; what is still too long for one is parted
    // where most changes, in whole phrases from its start where that is nearly as good.
    private static List<int> Parted(List<int> cuts, double[] novelty, double[] edges)
    {
        List<int> result = [.. cuts];
        double least = cuts.Count == 0 ? 0 : PartingShare * cuts.Select(c => novelty[c]).Order().ElementAt(cuts.Count / 2);
        Stack<(int From, int To)> open = new();
        int[] all = [0, .. cuts, edges.Length - 1];
        for (int i = 0; i + 1 < all.Length; i++)
        {
            open.Push((all[i], all[i + 1]));
        }

        while (open.TryPop(out (int From, int To) section))
        {
            if (edges[section.To] - edges[section.From] <= LongestSeconds)
            {
                continue;
            }

            int best = -1;
            double most = 0;
            for (int u = section.From + MinUnits; u <= section.To - MinUnits; u++)
            {
                if (Math.Min(edges[u] - edges[section.From], edges[section.To] - edges[u]) < UsualSeconds)
                {
                    continue;
                }

                int place = u - section.From;
                double worth =
                    novelty[u]
                    * (
                        place % UsualUnits == 0 ? PhraseWorth * PhraseWorth
                        : place % MinUnits == 0 ? PhraseWorth
                        : 1
                    );
                if (worth > most && IsPeak(novelty, u))
                {
                    (best, most) = (u, worth);
                }
            }

            if (best > 0 && novelty[best] >= least)
            {
                result.Add(best);
                open.Push((section.From, best));
                open.Push((best, section.To));
            }
        }

        result.Sort();
        return result;
    }

    private static double[] Edges(double seconds, double[] downbeats)
    {
        if (downbeats.Length < 2)
        {
            int count = (int)Math.Floor(seconds / UnitSeconds);
            return [.. Enumerable.Range(0, count).Select(i => i * UnitSeconds), seconds];
        }

        // A bar that is cut off at the beginning or the end belongs to its neighbour.
        return [0, .. downbeats.Skip(downbeats[0] < 0.5 ? 1 : 0).Where(d => d < seconds - 0.5), seconds];
    }

    private static double[] UnitFeatures(TrackEvidence evidence, double[] edges)
    {
        int units = edges.Length - 1;
        const double Rate = SpectralFrontEnd.SampleRate / (double)HarmonyFrontEnd.Hop;
        int frames = evidence.Harmony.Count / HarmonyFrontEnd.Width;
        ReadOnlySpan<float> all = evidence.Harmony.Span;
        double[] features = new double[units * Width];
        for (int u = 0; u < units; u++)
        {
            Span<double> unit = features.AsSpan(u * Width, Width);
            int from = Math.Min((int)(edges[u] * Rate), frames - 1),
                to = Math.Clamp((int)(edges[u + 1] * Rate), from + 1, frames);
            for (int f = from; f < to; f++)
            {
                for (int v = 0; v < HarmonyFrontEnd.Width; v++)
                {
                    unit[v] += all[(f * HarmonyFrontEnd.Width) + v] / (to - from);
                }
            }

            unit[Width - 1] = Math.Log(1e-4 + SectionKinds.Level(evidence.Rms, edges[u], edges[u + 1]));
        }

        Standardise(features, units);
        return features;
    }

    private static void Standardise(double[] features, int units)
    {
        for (int v = 0; v < Width; v++)
        {
            double mean = 0,
                power = 0;
            for (int u = 0; u < units; u++)
            {
                mean += features[(u * Width) + v] / units;
            }

            for (int u = 0; u < units; u++)
            {
                double x = features[(u * Width) + v] - mean;
                power += x * x / units;
            }

            double weight =
                v < HarmonyFrontEnd.PitchClasses ? HarmonyWeight
                : v < Width - 1 ? TimbreWeight
                : LevelWeight;
            double scale = power < 1e-12 ? 0 : weight / Math.Sqrt(power);
            for (int u = 0; u < units; u++)
            {
                // A silent end must not make all else look the same.
                features[(u * Width) + v] = Math.Clamp((features[(u * Width) + v] - mean) * scale, -2 * weight, 2 * weight);
            }
        }
    }

    // Element u: novelty of the boundary before unit u, by the units near it alone and by those further off as well; 0 near the ends.
    private static (double[] Near, double[] All) Novelty(double[] features, int units)
    {
        double[] near = new double[units],
            all = new double[units];
        for (int u = 2; u < units - 1; u++)
        {
            near[u] = Change(features, units, u, 4);
            all[u] = near[u] + Change(features, units, u, 8);
        }

        return (near, all);
    }

    private static double[] WithRepetition(double[] novelty, double[] changes, double weight)
    {
        double[] sorted = [.. novelty];
        Array.Sort(sorted);
        double usual = sorted[sorted.Length / 2];
        return [.. novelty.Zip(changes, (n, c) => n == 0 ? 0 : n + (weight * usual * c))];
    }

    // Distance of the means over a number of units before and after.
    private static double Change(double[] features, int units, int u, int reach)
    {
        int before = Math.Min(reach, u),
            after = Math.Min(reach, units - u);
        double sum = 0;
        for (int v = 0; v < Width; v++)
        {
            double a = 0,
                b = 0;
            for (int j = 0; j < before; j++)
            {
                b += features[((u - 1 - j) * Width) + v] / before;
            }

            for (int j = 0; j < after; j++)
            {
                a += features[((u + j) * Width) + v] / after;
            }

            sum += (a - b) * (a - b);
        }

        // Means of fewer units vary more; the factor makes short reaches at the ends comparable.
        return Math.Sqrt(sum) * Math.Sqrt(before * after / (double)(reach * reach));
    }

    private static List<int> Boundaries(double[] near, double[] novelty, double[] edges)
    {
        double[] sorted = [.. novelty];
        Array.Sort(sorted);
        double usual = sorted[sorted.Length / 2];
        List<int> cuts = [];
        foreach (int u in Enumerable.Range(0, novelty.Length).OrderByDescending(u => novelty[u]).ThenBy(u => u))
        {
            if (novelty[u] < Prominence * usual)
            {
                break;
            }

            bool free = edges[u] >= MinSeconds && edges[^1] - edges[u] >= MinSeconds && IsPeak(novelty, u);
            foreach (int other in cuts)
            {
                int apart = Math.Abs(other - u);
                // Between them lies a short section: its other end must stand out as well, or it is a slope of the first.
                free &=
                    apart >= MinUnits
                    && Math.Abs(edges[other] - edges[u]) >= MinSeconds
                    && (apart >= UsualUnits || Math.Abs(edges[other] - edges[u]) >= UsualSeconds || near[u] >= ShortShare * near[other]);
            }

            if (free && novelty[u] > 0)
            {
                cuts.Add(u);
            }
        }

        cuts.Sort();
        return cuts;
    }

    private static bool IsPeak(double[] novelty, int u)
    {
        double largest = 0;
        for (int j = Math.Max(0, u - 1); j <= Math.Min(novelty.Length - 1, u + 1); j++)
        {
            largest = Math.Max(largest, novelty[j]);
        }

        return novelty[u] >= largest;
    }
}
