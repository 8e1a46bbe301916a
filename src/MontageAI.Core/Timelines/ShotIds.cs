using System.Globalization;

namespace MontageAI.Timelines;

/// <summary>Names of shots: "s1", "s2" ... in the order in which they came to be. A name is given once in the life of a timeline.</summary>
public static class ShotIds
{
    /// <summary>Gives names to the shots that have none.</summary>
    public static Timeline Complete(Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        int given = Given(timeline);
        TimelineShot[] shots = new TimelineShot[timeline.Shots.Count];
        for (int i = 0; i < shots.Length; i++)
        {
            TimelineShot shot = timeline.Shots[i];
            shots[i] = shot.Id.Length > 0 ? shot : shot with { Id = Name(++given) };
        }

        return timeline with
        {
            Shots = shots,
            ShotsNamed = given,
        };
    }

    /// <summary>A name for one more shot of a timeline; whoever uses it counts it in <see cref="Timeline.ShotsNamed"/>.</summary>
    public static string Next(Timeline timeline) => Name(Given(timeline) + 1);

    /// <summary>Names given so far.</summary>
    public static int Given(Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        return Math.Max(timeline.ShotsNamed, timeline.Shots.Select(s => Number(s.Id)).DefaultIfEmpty().Max());
    }

    private static string Name(int number) => "s" + number.ToString(CultureInfo.InvariantCulture);

    // Names that somebody wrote by hand count only where they look like ours.
    private static int Number(string id) =>
        id.StartsWith('s') && int.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? Math.Min(number, int.MaxValue - 100_000)
            : 0;
}
