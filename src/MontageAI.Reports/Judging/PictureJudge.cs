using System.Numerics;
using MontageAI.Analysis.Montages;
using MontageAI.Results;
using static MontageAI.Reports.Judging.Figures;

namespace MontageAI.Reports.Judging;

/// <summary>What the pictures are like, and how they follow the music.</summary>
internal static class PictureJudge
{
    // As in the analysis: nearly all of it black, and nothing bright left.
    private const float BlackShare = 0.98f;
    private const float BlackLuma = 0.03f;
    private const double FrozenSeconds = 0.5;

    // Change from picture to picture from which on a blurred picture is smeared by it.
    private const float SmearChange = 0.25f;

    private const double FaultSeconds = 0.2;
    private const double EdgeSeconds = 1;

    // Less of the picture is no bar that anybody sees.
    private const float LeastBars = 0.03f;

    /// <summary>Means and shares over the frames; null where none could be looked at.</summary>
    public static PictureFigures? Judge(JudgedMontage montage)
    {
        if (montage.Frames is not { } frames)
        {
            return null;
        }

        FilmPicture[] known = [.. frames.All.Select(f => f.Picture).OfType<FilmPicture>()];
        if (known.Length == 0)
        {
            return null;
        }

        bool[] frozen = Frozen(frames);
        float[] shakes = [.. known.Select(p => p.Shake).OfType<float>()],
            sharps = [.. known.Select(p => p.Sharpness).OfType<float>()];
        float[] motion = [.. known.Where(p => !p.First).Select(p => p.Amount)];
        double[] steps = [.. Across(frames).Select(a => (double)Math.Abs(a.Before.Luma - a.After.Luma))];
        return new PictureFigures
        {
            Measured = Round((double)known.Length / frames.All.Count),
            Shaken = shakes.Length == 0 ? null : Round((double)shakes.Count(s => s > ShownMeter.ShakeLimit) / shakes.Length),
            Shake = shakes.Length == 0 ? null : Round((double)shakes.Average()),
            Blurred = sharps.Length == 0 ? null : Round((double)sharps.Count(s => s < ShownMeter.BlurLimit) / sharps.Length),
            Sharpness = sharps.Length == 0 ? null : Round((double)sharps.Average()),
            Smeared = Round((double)known.Count(IsSmeared) / known.Length),
            Cards = Round((double)known.Count(IsCard) / known.Length),
            Lettering = Round((double)known.Count(IsLettered) / known.Length),
            Bars = Round((double)known.Count(p => p.Bars >= LeastBars) / known.Length),
            OpeningFaults = Round(FaultsBetween(frames, 0, EdgeSeconds)),
            EndingFaults = Round(FaultsBetween(frames, frames.All[^1].Seconds - EdgeSeconds, double.MaxValue)),
            HiddenCuts = known.Count(p => p.Cut),
            Black = Round((double)known.Count(IsBlack) / known.Length),
            BlackInside = Round(BlackInside(frames)),
            Frozen = Round((double)frozen.Count(f => f) / known.Length),
            FrozenInside = Round((double)known.Count(p => p.Frozen) / known.Length),
            Motion = motion.Length == 0 ? null : Round((double)motion.Average()),
            Luma = Round((double)known.Average(p => p.Luma)),
            Saturation = Round((double)known.Average(p => p.Saturation)),
            White = Round((double)known.Average(p => p.White)),
            Crushed = Round((double)known.Average(p => p.Black)),
            Faults =
            [
                .. new[]
                {
                    Runs(frames, "shaken", (p, _) => p.Shake > ShownMeter.ShakeLimit),
                    Runs(frames, "smeared", (p, _) => IsSmeared(p)),
                    Runs(frames, "blurred", (p, _) => p.Sharpness < ShownMeter.BlurLimit),
                    Runs(frames, "card", (p, _) => IsCard(p)),
                    Runs(frames, "letters", (p, _) => IsLettered(p)),
                    Runs(frames, "black", (p, _) => IsBlack(p)),
                    Runs(frames, "bars", (p, _) => p.Bars >= LeastBars),
                    Runs(frames, "frozen", (p, i) => frozen[i] || p.Frozen),
                }
                    .SelectMany(f => f)
                    .OrderBy(f => f.From)
                    .ThenBy(f => f.Kind, StringComparer.Ordinal),
            ],
            LumaStep = steps.Length == 0 ? null : Round(steps.Average()),
        };
    }

    /// <summary>How motion and pace follow the music; null without either.</summary>
    public static EnergyFigures? Energy(JudgedMontage montage)
    {
        if (montage.Music is not { Energy.Count: > 0 } music)
        {
            return null;
        }

        int seconds = (int)Math.Ceiling(montage.Subject.Seconds - 0.25);
        double?[] picture = Motion(montage.Frames, seconds);
        double[] cuts = [.. montage.Cuts];
        List<(double, double)> motion = [],
            pace = [];
        for (int s = 0; s < seconds && s < music.Energy.Count; s++)
        {
            if (music.Energy[s] is not { } loud)
            {
                continue;
            }

            if (picture[s] is { } change)
            {
                motion.Add((loud, change));
            }

            double middle = s + 0.5,
                from = Math.Max(0, middle - 2.5),
                to = Math.Min(montage.Subject.Seconds, middle + 2.5);
            pace.Add((loud, cuts.Count(c => c >= from && c < to) / (to - from)));
        }

        return new EnergyFigures
        {
            Motion = Round(Spearman(motion)),
            Pace = Round(Spearman(pace)),
            Chance = pace.Count < 8 ? null : Round(1.96 / Math.Sqrt(pace.Count - 1)),
            Music = [.. music.Energy.Take(seconds).Select(Round)],
            Picture = [.. picture.Select(Round)],
        };
    }

    /// <summary>Change from picture to picture in each second, the first frame of each shot left out; null where nothing is
    /// known.</summary>
    public static double?[] Motion(FilmFrames? frames, int seconds)
    {
        double[] sums = new double[seconds];
        int[] counts = new int[seconds];
        foreach (FilmFrame frame in frames?.All ?? [])
        {
            int s = (int)frame.Seconds;
            if (s >= 0 && s < seconds && frame.Picture is { First: false } picture)
            {
                sums[s] += picture.Amount;
                counts[s]++;
            }
        }

        return [.. sums.Select((sum, i) => counts[i] == 0 ? (double?)null : sum / counts[i])];
    }

    /// <summary>The last picture before and the first after each cut, where both are known.</summary>
    public static IEnumerable<(int Shot, double Seconds, FilmPicture Before, FilmPicture After)> Across(FilmFrames frames)
    {
        for (int i = 1; i < frames.All.Count; i++)
        {
            (FilmFrame a, FilmFrame b) = (frames.All[i - 1], frames.All[i]);
            if (a.Shot != b.Shot && a.Picture is { } before && b.Picture is { } after)
            {
                yield return (b.Shot, b.Seconds, before, after);
            }
        }
    }

    /// <summary>Bits in which two pictures' fingerprints differ, 0 to 64.</summary>
    public static int Difference(FilmPicture a, FilmPicture b) => BitOperations.PopCount(a.Fingerprint ^ b.Fingerprint);

    private static bool IsBlack(FilmPicture picture) => picture.Black >= BlackShare && picture.Luma <= BlackLuma;

    // A picture that is blurred because it moves, or that the camera passes by faster than the eye follows.
    private static bool IsSmeared(FilmPicture picture) =>
        picture.Camera > ShownMeter.SmearSpeed || (picture.Sharpness < ShownMeter.BlurLimit && picture.Amount > SmearChange);

    private static bool IsCard(FilmPicture picture) => picture.Card >= ShownMeter.CardShare;

    private static bool IsLettered(FilmPicture picture) => picture.Lettering >= PictureFeatures.LetteringLimit;

    private static double FaultsBetween(FilmFrames frames, double from, double to)
    {
        FilmPicture[] there = [.. frames.All.Where(f => f.Seconds >= from && f.Seconds < to).Select(f => f.Picture).OfType<FilmPicture>()];
        return there.Length == 0
            ? 0
            : (double)there.Count(p => IsBlack(p) || IsSmeared(p) || IsCard(p) || p.Sharpness < ShownMeter.BlurLimit) / there.Length;
    }

    // A film may begin and end with black.
    private static double BlackInside(FilmFrames frames)
    {
        int from = 0,
            to = frames.All.Count;
        while (from < to && frames.All[from].Picture is { } first && IsBlack(first))
        {
            from++;
        }

        while (to > from && frames.All[to - 1].Picture is { } last && IsBlack(last))
        {
            to--;
        }

        double step = frames.All.Count < 2 ? 0 : (frames.All[^1].Seconds - frames.All[0].Seconds) / (frames.All.Count - 1);
        return step * frames.All.Skip(from).Take(to - from).Count(f => f.Picture is { } picture && IsBlack(picture));
    }

    // Runs within a shot.
    private static IEnumerable<PictureFault> Runs(FilmFrames frames, string kind, Func<FilmPicture, int, bool> bad)
    {
        IReadOnlyList<FilmFrame> all = frames.All;
        double step = all.Count < 2 ? 0 : (all[^1].Seconds - all[0].Seconds) / (all.Count - 1);
        for (int i = 0; i < all.Count; )
        {
            int end = i;
            while (end < all.Count && all[end].Shot == all[i].Shot && all[end].Picture is { } picture && bad(picture, end))
            {
                end++;
            }

            if (end > i && all[end - 1].Seconds + step - all[i].Seconds >= FaultSeconds - 1e-6)
            {
                yield return new PictureFault(kind, all[i].Shot + 1, Round(all[i].Seconds), Round(all[end - 1].Seconds + step));
            }

            i = Math.Max(end, i + 1);
        }
    }

    // A picture that equals the one before it stands still, and so does the one that it equals.
    private static bool[] Frozen(FilmFrames frames)
    {
        bool[] frozen = new bool[frames.All.Count];
        int run = 0;
        for (int i = 1; i <= frames.All.Count; i++)
        {
            if (
                i < frames.All.Count
                && frames.All[i].Shot == frames.All[i - 1].Shot
                && frames.All[i].Picture is { First: false, Amount: 0 } picture
                && !IsBlack(picture)
            )
            {
                run = run == 0 ? 2 : run + 1;
                continue;
            }

            if (run > 1 && frames.All[i - 1].Seconds - frames.All[i - run].Seconds >= FrozenSeconds - 1e-6)
            {
                frozen.AsSpan(i - run, run).Fill(true);
            }

            run = 0;
        }

        return frozen;
    }
}
