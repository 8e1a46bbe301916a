namespace MontageAI.Editing.Selection;

/// <summary>
/// How often each clip should be shown: more where it has more good footage, but every clip that has any before another is shown a third
/// time. Limits chosen by hand.
/// </summary>
internal sealed class ClipBalance
{
    // A clip whose best place is worse has nothing that must be shown. Unmeasured counts as good.
    private const float LeastQuality = 0.4f;

    // Showings that a clip may have beside one that has none.
    private const int MostBesideNone = 2;

    // However long a clip is, it counts as at most so many.
    private const double MostWeight = 3;

    private readonly double[] _weight;
    private readonly double[] _longest;
    private readonly double _sum;

    /// <summary>Weighs the clips.</summary>
    /// <param name="candidates">Places to start.</param>
    /// <param name="stretches">Usable stretches.</param>
    /// <param name="clips">Number of clips.</param>
    public ClipBalance(IReadOnlyList<Candidate> candidates, IReadOnlyList<UsableStretch> stretches, int clips)
    {
        _weight = new double[clips];
        _longest = new double[clips];
        bool[] good = new bool[clips];
        foreach (Candidate candidate in candidates)
        {
            good[candidate.Clip] |= candidate.Suspicion is null && candidate.Quality is null or >= LeastQuality;
        }

        double[] seconds = new double[clips];
        foreach (UsableStretch stretch in stretches.Where(s => s.Clip < clips && good[s.Clip] && s.Suspicion is null))
        {
            seconds[stretch.Clip] += stretch.Room;
            _longest[stretch.Clip] = Math.Max(_longest[stretch.Clip], stretch.Room);
        }

        double[] known = [.. seconds.Where(s => s > 0).Order()];
        double usual = known.Length == 0 ? 1 : known[known.Length / 2];
        for (int clip = 0; clip < clips; clip++)
        {
            _weight[clip] = seconds[clip] <= 0 ? 0 : Math.Clamp(Math.Sqrt(seconds[clip] / usual), 1, MostWeight);
        }

        _sum = Math.Max(1, _weight.Sum());
    }

    /// <summary>Times that each clip would have been shown by now if all had their share.</summary>
    /// <param name="placed">Shots that are placed.</param>
    public IReadOnlyList<double> Fair(int placed) => [.. _weight.Select(w => placed * w / _sum)];

    /// <summary>Which clips have had their share while another, of which something unused lasts as long, has not.</summary>
    /// <param name="usage">What is on the timeline.</param>
    /// <param name="seconds">Length of the shot that is looked for.</param>
    public bool[] Ahead(FootageUsage usage, double seconds)
    {
        double least = double.PositiveInfinity;
        bool untouched = false;
        for (int clip = 0; clip < _weight.Length; clip++)
        {
            if (_weight[clip] > 0 && _longest[clip] >= seconds && usage.LeftOf(clip) >= seconds)
            {
                untouched |= usage.UsesOf(clip) == 0;
                least = Math.Min(least, (usage.UsesOf(clip) + 1) / _weight[clip]);
            }
        }

        bool[] ahead = new bool[_weight.Length];
        for (int clip = 0; clip < ahead.Length; clip++)
        {
            int uses = usage.UsesOf(clip);
            ahead[clip] =
                (untouched && uses >= MostBesideNone) || (uses >= MostBesideNone && uses / Math.Max(1, _weight[clip]) >= least + 1);
        }

        return ahead;
    }
}
