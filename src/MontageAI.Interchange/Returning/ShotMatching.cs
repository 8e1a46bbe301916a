using MontageAI.Interchange.Sequences;
using MontageAI.Time;

namespace MontageAI.Interchange.Returning;

/// <summary>
/// Which shot of a timeline each shot of an edited sequence was: by the name that our export wrote where it survived, else by file,
/// overlapping stretch and order (longest common subsequence), and last by file and stretch alone, for shots that were moved.
/// </summary>
internal static class ShotMatching
{
    // A shot can be looked for among this many; the nearest in the sequence are.
    private const int MostCandidates = 64;

    /// <summary>Matches.</summary>
    /// <returns>For each shot the place of its origin in the base, or -1; no origin is given twice.</returns>
    public static int[] Match(IReadOnlyList<ReturnedShot> shots, IReadOnlyList<SequenceClip> origins, FrameRate grid)
    {
        int[] match = new int[shots.Count];
        Array.Fill(match, -1);
        bool[] taken = new bool[origins.Count];
        Dictionary<string, int> names = [];
        for (int j = 0; j < origins.Count; j++)
        {
            names.TryAdd(origins[j].Shot, j);
        }

        for (int i = 0; i < shots.Count; i++)
        {
            if (shots[i].Shot is { } name && names.TryGetValue(name, out int j) && !taken[j] && Same(shots[i], origins[j]))
            {
                (match[i], taken[j]) = (j, true);
            }
        }

        double[] ends = [.. origins.Select(o => (double)o.In + o.SourceLength(o.Record.Length))];
        ILookup<string, int> byMedia = Enumerable.Range(0, origins.Count).Where(j => !taken[j]).ToLookup(j => origins[j].Media.Fingerprint);
        int[][] candidates = new int[shots.Count][];
        for (int i = 0; i < shots.Count; i++)
        {
            ReturnedShot shot = shots[i];
            double end = shot.End(grid);
            candidates[i] =
                match[i] >= 0
                    ? []
                    :
                    [
                        .. byMedia[shot.Source.Fingerprint]
                            .Where(j => Math.Min(end, ends[j]) > Math.Max(shot.In, origins[j].In))
                            .OrderBy(j => Math.Abs(origins[j].Record.Start - shot.Record.Start))
                            .Take(MostCandidates),
                    ];
        }

        foreach ((int i, int j) in InOrder(candidates))
        {
            (match[i], taken[j]) = (j, true);
        }

        for (int i = 0; i < shots.Count; i++)
        {
            if (match[i] >= 0)
            {
                continue;
            }

            int best = candidates[i].Where(j => !taken[j]).OrderBy(j => Math.Abs(origins[j].In - shots[i].In)).FirstOrDefault(-1);
            if (best >= 0)
            {
                (match[i], taken[best]) = (best, true);
            }
        }

        return match;
    }

    private static bool Same(ReturnedShot shot, SequenceClip origin) => origin.Media.Fingerprint == shot.Source.Fingerprint;

    // Longest subsequence common to both, by the longest ascending one of all pairs (Hunt and Szymanski 1977).
    private static List<(int Shot, int Origin)> InOrder(int[][] candidates)
    {
        List<(int Origin, int Shot, int Before)> pairs = [];
        List<int> ends = [];
        for (int i = 0; i < candidates.Length; i++)
        {
            foreach (int j in candidates[i].OrderDescending())
            {
                int low = 0,
                    high = ends.Count;
                while (low < high)
                {
                    int middle = (low + high) / 2;
                    (low, high) = pairs[ends[middle]].Origin < j ? (middle + 1, high) : (low, middle);
                }

                pairs.Add((j, i, low > 0 ? ends[low - 1] : -1));
                if (low == ends.Count)
                {
                    ends.Add(pairs.Count - 1);
                }
                else
                {
                    ends[low] = pairs.Count - 1;
                }
            }
        }

        List<(int, int)> chosen = [];
        for (int at = ends.Count > 0 ? ends[^1] : -1; at >= 0; at = pairs[at].Before)
        {
            chosen.Add((pairs[at].Shot, pairs[at].Origin));
        }

        return chosen;
    }
}
