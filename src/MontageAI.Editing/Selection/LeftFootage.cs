namespace MontageAI.Editing.Selection;

/// <summary>What shots leave of the stretches that they are taken from. Places to start lie on key frames and on a grid, so pieces that are
/// long enough remain between them, and others that are a little too short.</summary>
/// <param name="finder">Describes places.</param>
/// <param name="usage">What is on the timeline.</param>
internal sealed class LeftFootage(CandidateFinder finder, FootageUsage usage)
{
    private readonly HashSet<(int Clip, double Seconds)> _offered = [];

    /// <summary>The longest shot, in seconds, that what is left holds without titles of the footage; 0 where nothing is.</summary>
    public double Longest =>
        finder.Stretches.Where(s => s.Suspicion is null).SelectMany(Left).Select(l => l.Seconds).DefaultIfEmpty().Max();

    /// <summary>The starts of all unused parts that are long enough and show no titles, each offered once.</summary>
    /// <param name="seconds">Length that is looked for.</param>
    /// <param name="wanted">Which are wanted.</param>
    public IReadOnlyList<Candidate> Gaps(double seconds, Func<Candidate, bool> wanted) =>
        [
            .. finder
                .Stretches.SelectMany(s => Left(s).Where(l => l.Seconds >= seconds).Select(l => finder.At(s, l.Start)))
                .Where(c =>
                    seconds <= c.Room + 1e-9
                    && wanted(c)
                    && usage.FreshnessOf(c, seconds) != Freshness.Repeated
                    && _offered.Add((c.Clip, c.InSeconds))
                ),
        ];

    /// <summary>A place shortly before another one, so that nothing is lost between it and the shot before; null where nothing would
    /// be, or what is lost is no good as a start.</summary>
    /// <param name="choice">The place.</param>
    /// <param name="seconds">Length of the shot; a piece as long is no loss.</param>
    /// <param name="wanted">What must be seen from the start on.</param>
    public Candidate? WithoutScrap(Candidate choice, double seconds, Func<Candidate, bool> wanted)
    {
        if (!wanted(choice) || finder.Stretches.FirstOrDefault(s => s.Holds(choice)) is not { } stretch)
        {
            return null;
        }

        double free = usage.FreeFrom(stretch, choice.InSeconds),
            scrap = choice.InSeconds - free;
        if (scrap < 1e-6 || scrap >= seconds)
        {
            return null;
        }

        Candidate earlier = finder.At(stretch, free);
        bool brings = earlier.ShowsLetters(seconds) && !choice.ShowsLetters(seconds);
        return earlier.StartsFile || brings || !wanted(earlier) || usage.FreshnessOf(earlier, seconds) == Freshness.Repeated
            ? null
            : earlier;
    }

    private IEnumerable<(double Start, double Seconds)> Left(UsableStretch stretch) =>
        usage.Left(stretch).SelectMany(l => finder.LetteringOf(stretch.Clip).Without(l.Start, l.Seconds));
}
