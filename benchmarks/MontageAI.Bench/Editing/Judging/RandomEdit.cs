using MontageAI.Editing.Materials;
using MontageAI.Editing.Selection;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing.Judging;

/// <summary>Montages by chance: what a plan has to beat.</summary>
internal sealed class RandomEdit(IReadOnlyList<ClipMaterial> clips)
{
    private readonly IReadOnlyList<UsableStretch> _usable = StretchFinder.Find(clips, [], []);
    private readonly IReadOnlyList<TimelineSource> _sources = PlanBench.Sources(clips);

    /// <summary>The same cuts, each shot a random usable window of a random clip: what is avoided as black or blurred stays
    /// avoided.</summary>
    public Timeline Usable(Timeline plan, int seed) =>
        Fill(
            plan,
            new Random(seed),
            (random, length) =>
            {
                UsableStretch[] fit = [.. _usable.Where(u => u.Room >= length)];
                UsableStretch stretch = Weighted(fit, u => u.Room - length + 0.05, random);
                return (
                    clips[stretch.Clip].Id,
                    MediaTime.FromSeconds(stretch.Start.Seconds + (random.NextDouble() * (stretch.Room - length)), stretch.Start.TimeBase)
                );
            }
        );

    /// <summary>The same cuts, each shot a random moment of a random clip, as a program does that does not look at footage.</summary>
    public Timeline Anything(Timeline plan, int seed) =>
        Fill(
            plan,
            new Random(seed),
            (random, length) =>
            {
                ClipMaterial[] fit = [.. clips.Where(c => Seconds(c) > length + 0.2)];
                ClipMaterial clip = fit[random.Next(fit.Length)];
                double at = clip.Analysis.FirstFrame.Seconds + (random.NextDouble() * (Seconds(clip) - length - 0.1));
                return (clip.Id, MediaTime.FromSeconds(at, clip.Info.MainVideo!.TimeBase));
            }
        );

    /// <summary>As many cuts at random frames, filled with random moments.</summary>
    public Timeline Cuts(Timeline plan, int seed)
    {
        Random random = new(seed + 1000);
        SortedSet<long> cuts = [];
        while (cuts.Count < plan.Shots.Count - 1)
        {
            cuts.Add(random.NextInt64(1, plan.Frames));
        }

        long[] edges = [0, .. cuts, plan.Frames];
        return Anything(
            plan with
            {
                Shots = [.. edges.Zip(edges.Skip(1), (a, b) => plan.Shots[0] with { Record = new FrameRange(a, b) })],
            },
            seed
        );
    }

    private Timeline Fill(Timeline plan, Random random, Func<Random, double, (string Clip, MediaTime In)> choose) =>
        plan with
        {
            Sources = _sources,
            Ending = null,
            Shots =
            [
                .. plan.Shots.Select(s =>
                {
                    (string clip, MediaTime at) = choose(random, plan.Rate.SecondsAt(s.Record.Length));
                    return new TimelineShot
                    {
                        Record = s.Record,
                        Source = clip,
                        In = at,
                    };
                }),
            ],
        };

    private static double Seconds(ClipMaterial clip) => clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds;

    private static T Weighted<T>(T[] items, Func<T, double> weight, Random random)
    {
        double at = random.NextDouble() * items.Sum(weight);
        foreach (T item in items)
        {
            at -= weight(item);
            if (at <= 0)
            {
                return item;
            }
        }

        return items[^1];
    }
}
