using static MontageAI.Reports.Judging.Figures;

namespace MontageAI.Reports.Judging;

/// <summary>How many different things are shown, what is shown twice, and cuts that jump.</summary>
internal static class VarietyJudge
{
    /// <summary>
    /// Bits of 64 up to which two pictures have the same framing. Unrelated pictures differ in 32 on average, standard deviation about 4;
    /// the same view a
    /// moment later in a few. Chosen by eye on real clips.
    /// </summary>
    public const int SameFraming = 12;

    // Bits up to which two pictures are the same moment seen again: rendering and encoding flip few.
    private const int SamePicture = 5;
    private const float SameLuma = 0.06f;

    // Flat pictures have no layout that a fingerprint could tell.
    private const float LeastContrast = 0.03f;

    // So long must a run look like an earlier one: single pictures do by chance.
    private const double RunSeconds = 0.25;

    /// <summary>The figures.</summary>
    public static VarietyFigures Judge(JudgedMontage montage)
    {
        VarietyFigures figures = montage.Shots.All(s => s.Source is not null) ? OfSources(montage) : new VarietyFigures();
        if (montage.Frames is not { } frames || frames.All.All(f => f.Picture is null))
        {
            return figures;
        }

        return figures with
        {
            Looks = Looks(frames),
            RepeatedPictures = Round(Repeated(frames)),
            JumpCuts = [.. JumpCuts(montage, frames)],
        };
    }

    private static VarietyFigures OfSources(JudgedMontage montage)
    {
        Dictionary<string, double> shares = montage
            .Shots.GroupBy(s => s.Source!)
            .ToDictionary(g => g.Key, g => g.Sum(s => s.End - s.Start) / montage.Subject.Seconds);
        double entropy = -shares.Values.Where(s => s > 0).Sum(s => s * Math.Log2(s));
        int changes = montage.Shots.Zip(montage.Shots.Skip(1)).Count(p => p.First.Source != p.Second.Source);
        return new VarietyFigures
        {
            Sources = shares.Count,
            EntropyBits = Round(Math.Max(0, entropy)),
            Evenness = shares.Count < 2 ? null : Round(entropy / Math.Log2(shares.Count)),
            SourceChanges = montage.Shots.Count < 2 ? null : Round((double)changes / (montage.Shots.Count - 1)),
            RepeatedFrames = Round(ShownAgain(montage.Shots) / montage.Subject.Seconds),
            UnseenCuts = montage.Shots.Zip(montage.Shots.Skip(1)).Count(p => PlaysOn(p.First, p.Second, montage.Subject.Rate)),
        };
    }

    // Seconds of film that show moments of a file which an earlier shot, or an earlier part of this one, showed.
    private static double ShownAgain(IReadOnlyList<JudgedShot> shots)
    {
        double again = 0;
        for (int i = 0; i < shots.Count; i++)
        {
            JudgedShot shot = shots[i];
            double length = shot.To - shot.From,
                at = shot.From,
                seen = 0;
            foreach (
                JudgedShot other in shots
                    .Take(i)
                    .Where(o => o.Source == shot.Source && o.To > shot.From && o.From < shot.To)
                    .OrderBy(o => o.From)
            )
            {
                double from = Math.Max(at, other.From),
                    to = Math.Min(shot.To, other.To);
                seen += Math.Max(0, to - from);
                at = Math.Max(at, to);
            }

            again += length <= 0 ? 0 : seen / length * (shot.End - shot.Start);
        }

        return again;
    }

    private static bool PlaysOn(JudgedShot a, JudgedShot b, double rate) => a.Source == b.Source && Math.Abs(b.From - a.To) < 1.5 / rate;

    private static IEnumerable<PictureJump> JumpCuts(JudgedMontage montage, FilmFrames frames)
    {
        foreach ((int shot, double seconds, FilmPicture before, FilmPicture after) in PictureJudge.Across(frames))
        {
            (JudgedShot a, JudgedShot b) = (montage.Shots[shot - 1], montage.Shots[shot]);
            int difference = PictureJudge.Difference(before, after);
            if (
                a.Source == b.Source
                && !(a.Source is not null && PlaysOn(a, b, montage.Subject.Rate))
                && difference <= SameFraming
                && before.Contrast >= LeastContrast
                && after.Contrast >= LeastContrast
            )
            {
                yield return new PictureJump(Round(seconds), difference);
            }
        }
    }

    // Shots whose middle pictures have the same framing are one look, also by way of a third.
    private static int Looks(FilmFrames frames)
    {
        FilmPicture[] middles =
        [
            .. frames
                .All.GroupBy(f => f.Shot)
                .Select(g => g.Select(f => f.Picture).OfType<FilmPicture>().ToArray())
                .Where(p => p.Length > 0)
                .Select(p => p[p.Length / 2]),
        ];
        int[] group = [.. Enumerable.Range(0, middles.Length)];
        int Root(int i) => group[i] == i ? i : group[i] = Root(group[i]);
        for (int i = 0; i < middles.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (PictureJudge.Difference(middles[i], middles[j]) <= SameFraming)
                {
                    group[Root(i)] = Root(j);
                }
            }
        }

        return Enumerable.Range(0, middles.Length).Select(Root).Distinct().Count();
    }

    // A run of frames that looks, frame by frame in the same order, like a run of an earlier shot. Every second frame beyond some 5000
    // frames.
    private static double Repeated(FilmFrames frames)
    {
        int step = Math.Max(1, frames.All.Count / 5000);
        FilmFrame[] all = [.. frames.All.Where((_, i) => i % step == 0)];
        double apart = all.Length < 2 ? 1 : (all[^1].Seconds - all[0].Seconds) / (all.Length - 1);
        int least = Math.Max(3, (int)Math.Ceiling(RunSeconds / Math.Max(1e-3, apart)));
        bool[] repeated = new bool[all.Length];
        for (int lag = 1; lag < all.Length; lag++)
        {
            int run = 0;
            for (int i = lag; i <= all.Length; i++)
            {
                if (i < all.Length && all[i].Shot != all[i - lag].Shot && Same(all[i].Picture, all[i - lag].Picture))
                {
                    run++;
                    continue;
                }

                if (run >= least)
                {
                    repeated.AsSpan(i - run, run).Fill(true);
                }

                run = 0;
            }
        }

        return (double)repeated.Count(r => r) / Math.Max(1, all.Length);
    }

    private static bool Same(FilmPicture? a, FilmPicture? b) =>
        a is not null
        && b is not null
        && PictureJudge.Difference(a, b) <= SamePicture
        && Math.Abs(a.Luma - b.Luma) <= SameLuma
        && a.Contrast >= LeastContrast
        && b.Contrast >= LeastContrast;
}
