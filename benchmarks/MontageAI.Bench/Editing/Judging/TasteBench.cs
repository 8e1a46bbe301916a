using System.Globalization;
using MontageAI.Analysis.Montages;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Reframing;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Jobs;
using MontageAI.Reports.Judging;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing.Judging;

/// <summary>
/// What a viewer sees of films of one folder, style by style, and beside each the mean of random montages on the same cuts: smears, cards,
/// black and cuts inside, how many of the best moments, how often shots just begin where a file or a key frame does. Arguments: names of
/// styles; <c>--set M|video|FOLDER</c>; <c>--cards</c> also lists the files that have cards, <c>--moments</c> says where best moments are
/// lost, <c>--seed N</c> plans with another seed.
/// </summary>
internal static class TasteBench
{
    private const int Seeds = 10;

    // To add a figure, add a row: its name, and how it is read off a film.
    private static readonly (string Name, Func<TasteFilm, double?> Of)[] s_figures =
    [
        ("shots", f => f.Timeline.Shots.Count),
        ("smear%", f => 100 * f.Judgement.Pictures?.Smeared),
        ("blur%", f => 100 * f.Judgement.Pictures?.Blurred),
        ("card%", f => 100 * f.Judgement.Pictures?.Cards),
        ("letters%", f => 100 * f.Judgement.Pictures?.Lettering),
        ("black s", f => f.Judgement.Pictures?.BlackInside),
        ("frozen%", f => 100 * f.Judgement.Pictures?.FrozenInside),
        ("cuts/100", f => 100.0 * f.Judgement.Pictures?.HiddenCuts / f.Timeline.Shots.Count),
        ("best%", f => f.Moments.Count == 0 ? null : 100.0 * BestMoments.Shown(f.Timeline, f.Moments) / f.Moments.Count),
        ("clips", f => f.Judgement.Variety.Sources),
        ("idle", f => f.IdleWhileThird()),
        ("row", f => f.LongestRow()),
        ("bars%", f => 100 * f.Bars()),
        ("heads", f => f.Judgement.People?.CutHeads),
        ("away", f => f.Judgement.People?.OutOfView),
        ("faces%", f => 100 * f.Judgement.People?.Faces),
        ("first%", f => 100 * (1 - f.Judgement.Pictures?.OpeningFaults)),
        ("last%", f => 100 * (1 - f.Judgement.Pictures?.EndingFaults)),
        ("short", f => f.ShortBetweenLong()),
        ("atzero%", f => 100 * f.Share(f.StartsTheFile)),
        ("again%", f => 100 * f.Judgement.Variety.RepeatedFrames),
        ("alike%", f => 100 * f.Judgement.Variety.RepeatedPictures),
        ("motion", f => 100 * f.Judgement.Energy?.Motion),
        ("chance", f => 100 * f.Judgement.Energy?.Chance),
    ];

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(EditBenchContext context)
    {
        string[] arguments = [.. context.Arguments];
        string set = Option(arguments, "--set") ?? "M";
        long seed = Option(arguments, "--seed") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 1;
        string[] styles = [.. arguments.Where(a => StyleLibrary.All.Any(s => s.Name == a))];
        styles = styles.Length > 0 ? styles : [.. StyleLibrary.All.Select(s => s.Name)];
        PlanBench bench = await PlanBench
            .OpenAsync(context.Tools, context.Sets, $"taste-{Path.GetFileName(set)}", set)
            .ConfigureAwait(false);
        await using (bench.ConfigureAwait(false))
        {
            Console.WriteLine($"{set}, 60 s of {Path.GetFileName(context.Sets.Song)}; below each style {Seeds} random montages, mean");
            Line("", s_figures.Select(f => f.Name));
            List<double?[]> ours = [],
                chances = [];
            foreach (string style in styles)
            {
                PlanResult plan = await bench.PlanAsync(style, seed).ConfigureAwait(false);
                BestMoment[] moments = await MomentsAsync(bench, plan).ConfigureAwait(false);
                if (ours.Count == 0)
                {
                    Console.WriteLine($"({moments.Length} best moments in {plan.Clips.Count} clips)");
                    if (arguments.Contains("--cards"))
                    {
                        await CardsAsync(bench, plan).ConfigureAwait(false);
                    }
                }

                async Task<TasteFilm> FilmAsync(Timeline timeline) =>
                    new(timeline, await bench.JudgeAsync(timeline, plan).ConfigureAwait(false), plan.Clips, moments);

                TasteFilm film = await FilmAsync(plan.Timeline).ConfigureAwait(false);
                double?[] figures = [.. s_figures.Select(f => f.Of(film))];
                ours.Add(figures);
                Line(style, figures.Select(Number));
                if (arguments.Contains("--moments"))
                {
                    MomentLosses losses = new(plan.Clips, moments);
                    Console.WriteLine(losses.Of(plan.Timeline));
                    foreach (string line in (string[])[.. ours.Count == 1 ? losses.Clips() : [], .. losses.Missed(plan.Timeline)])
                    {
                        Console.WriteLine(line);
                    }
                }

                RandomEdit random = new(plan.Clips);
                List<TasteFilm> films = [];
                for (int s = 0; s < Seeds; s++)
                {
                    films.Add(await FilmAsync(random.Anything(plan.Timeline, s)).ConfigureAwait(false));
                }

                double?[] chance = [.. s_figures.Select(f => Mean(films.Select(f.Of)))];
                chances.Add(chance);
                Line("  random", chance.Select(Number));
            }

            Console.WriteLine();
            Line("mean of styles", s_figures.Select((_, i) => Number(Mean(ours.Select(o => o[i])))));
            Line("mean of random", s_figures.Select((_, i) => Number(Mean(chances.Select(o => o[i])))));
        }
    }

    private static async Task<BestMoment[]> MomentsAsync(PlanBench bench, PlanResult plan) =>
        [
            .. (await bench.SeenAsync(plan.Clips).ConfigureAwait(false))
                .OrderBy(s => s.Key, StringComparer.Ordinal)
                .SelectMany(s => BestMoments.Find(s.Key, s.Value.OfType<ShownStretch>())),
        ];

    private static async Task CardsAsync(PlanBench bench, PlanResult plan)
    {
        IReadOnlyDictionary<string, IReadOnlyList<ShownStretch?>> seen = await bench.SeenAsync(plan.Clips).ConfigureAwait(false);
        foreach (ClipMaterial clip in plan.Clips)
        {
            ShownStretch[] stretches = [.. seen[clip.Id].OfType<ShownStretch>()];
            float[] cards = [.. stretches.SelectMany(s => s.Card)];
            float[] letters = [.. stretches.SelectMany(s => s.Lettering)];
            MontageAI.Editing.Selection.ClipMoments moments = new(
                clip.Analysis.Activity,
                MontageAI.Editing.Selection.StretchFinder.Find([clip], [], [])
            );
            Console.WriteLine(
                "    best  "
                    + string.Join(
                        " ",
                        BestMoments.Find(clip.Id, stretches).OrderBy(b => b.Seconds).Select(b => $"{b.Seconds:0.0}({b.Prominence:0.0})")
                    )
            );
            Console.WriteLine("    peaks " + string.Join(" ", moments.All.Select(b => $"{b.Seconds:0.0}({b.Strength:0.0})")));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {Path.GetFileName(clip.File.Path), -44} cards {cards.Count(c => c >= ShownMeter.CardShare)} of {cards.Length} "
                        + $"frames, most {cards.Max():0.00}; letters {letters.Count(l => l >= PictureFeatures.LetteringLimit)}, most "
                        + $"{letters.Max():0.00}; cuts {stretches.Sum(s => s.Cuts.Count)}; smeared "
                        + $"{stretches.Sum(s => s.Camera.Count(c => c > ShownMeter.SmearSpeed))}"
                )
            );
            Console.WriteLine(
                "    stands "
                    + string.Join(" ", stretches.SelectMany(s => s.Frozen).Select(f => $"{f.Start:0.00}-{f.End:0.00}"))
                    + "; in windows "
                    + string.Join(
                        ", ",
                        clip.Analysis.Rejected.Where(r => r.Reason == RejectReason.Frozen)
                            .Select(r => $"{r.Start.Seconds:0.00}-{r.End.Seconds:0.00} {r.Detail}")
                    )
            );
        }
    }

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;

    private static double? Mean(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? null : known.Average();
    }

    private static void Line(string name, IEnumerable<string> cells) =>
        Console.WriteLine($"{name, -17}{string.Concat(cells.Select(c => c.PadLeft(9)))}".TrimEnd());

    private static string Number(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}

/// <summary>A film whose figures are asked for.</summary>
/// <param name="Timeline">Its timeline.</param>
/// <param name="Judgement">What the judge says.</param>
/// <param name="Clips">All the footage.</param>
/// <param name="Moments">The best moments of the footage.</param>
internal sealed record TasteFilm(
    Timeline Timeline,
    MontageJudgement Judgement,
    IReadOnlyList<ClipMaterial> Clips,
    IReadOnlyList<BestMoment> Moments
)
{
    /// <summary>Share of shots that hold to something.</summary>
    public double Share(Func<TimelineShot, bool> what) => (double)Timeline.Shots.Count(what) / Timeline.Shots.Count;

    /// <summary>Whether a shot begins on a key frame of its file.</summary>
    public bool StartsOnKeyFrame(TimelineShot shot) =>
        ClipOf(shot).Analysis.KeyFrames.Any(k => Math.Abs(k.Time.Seconds - shot.In.Seconds) < 1e-3);

    /// <summary>Whether a shot begins with the first picture of its file.</summary>
    public bool StartsTheFile(TimelineShot shot) => Math.Abs(ClipOf(shot).Analysis.FirstFrame.Seconds - shot.In.Seconds) < 1e-3;

    /// <summary>Clips with a best moment that are not shown at all while another is shown three times and more.</summary>
    public double IdleWhileThird() =>
        Timeline.Shots.GroupBy(s => s.Source).Any(g => g.Count() >= 3)
            ? Moments.Select(m => m.Source).Distinct().Count(id => Timeline.Shots.All(s => s.Source != id))
            : 0;

    /// <summary>Most shots of one clip in a row.</summary>
    public double LongestRow()
    {
        int longest = 1,
            row = 1;
        for (int i = 1; i < Timeline.Shots.Count; i++)
        {
            row = Timeline.Shots[i].Source == Timeline.Shots[i - 1].Source ? row + 1 : 1;
            longest = Math.Max(longest, row);
        }

        return longest;
    }

    /// <summary>Share of time with bars: left by the canvas where a shot is padded, or in the picture and not cut away.</summary>
    public double Bars()
    {
        double bars = 0;
        foreach (TimelineShot shot in Timeline.Shots)
        {
            ClipMaterial clip = ClipOf(shot);
            double picture = (double)clip.Info.MainVideo!.DisplayWidth / clip.Info.MainVideo.DisplayHeight;
            bool other = Math.Abs(Math.Log(picture / Timeline.Aspect.Value)) > 0.04;
            bool padded = other && shot.Camera is null && (shot.Fit ?? Timeline.Fit) == PictureFit.Pad;
            bool inside = shot.Camera is null or [{ Zoom: <= 1 }] && BarsOf(clip) > 0.03;
            bars += padded || inside ? shot.Record.Length : 0;
        }

        return bars / Timeline.Frames;
    }

    /// <summary>Shots under half a second between two of more than a second.</summary>
    public double ShortBetweenLong()
    {
        double[] seconds = [.. Timeline.Shots.Select(s => Timeline.Rate.SecondsAt(s.Record.Length))];
        return Enumerable
            .Range(1, Math.Max(0, seconds.Length - 2))
            .Count(i => seconds[i] < 0.5 && seconds[i - 1] > 1 && seconds[i + 1] > 1);
    }

    /// <summary>Share of a clip's pictures that is bars in all of them.</summary>
    private static double BarsOf(ClipMaterial clip)
    {
        KeyFrame[] seen = [.. clip.Analysis.KeyFrames.Where(k => k.Features.Luma > 0.05)];
        return seen.Length == 0 ? 0 : seen.Min(k => k.Features.Bars?.Share ?? 0);
    }

    private ClipMaterial ClipOf(TimelineShot shot) => Clips.First(c => c.Id == shot.Source);
}
