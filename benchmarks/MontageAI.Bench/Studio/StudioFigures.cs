using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Preview;
using MontageAI.Bench.Speed;

namespace MontageAI.Bench.Studio;

/// <summary>What somebody waits for at the page: measured over HTTP, against the command line in the same run.</summary>
/// <param name="sets">Where the footage is.</param>
internal sealed class StudioFigures(InputSets sets)
{
    private const int Edits = 60;
    private const int LookEdits = 40;

    /// <summary>The set of footage.</summary>
    public string Set { get; init; } = "M";

    /// <summary>Whether it ends with the first picture; what comes after it takes minutes.</summary>
    public bool FirstOnly { get; init; }

    /// <summary>Measures.</summary>
    /// <param name="work">A folder to work in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(string work, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync(Set, cancellationToken).ConfigureAwait(false);
        PreviewRun program = new(sets, work);
        ProgramRun line = await program.PreviewAsync(clips, "line", "line-store", 60, cancellationToken).ConfigureAwait(false);
        double byLine = PreviewRun.Playable(line).First;
        StudioProcess studio = await StudioProcess.StartAsync([clips, Path.GetDirectoryName(sets.Song)!], work).ConfigureAwait(false);
        await using (studio.ConfigureAwait(false))
        {
            List<PreviewFigure> rows =
            [
                new("the studio is ready, s", null, studio.ReadySeconds, "from the start of its process")
                {
                    Target = "at most 1",
                    Met = studio.ReadySeconds <= 1,
                },
            ];
            await Task.Delay(2000, cancellationToken).ConfigureAwait(false);
            double resting = studio.MemoryMiB;
            rows.Add(
                new("memory at rest, MiB", null, resting, "two seconds after it was ready") { Target = "at most 150", Met = resting <= 150 }
            );
            string project = "";
            double first = await studio
                .FirstPictureAsync(
                    async () =>
                    {
                        project = await studio.ProjectAsync(clips, sets.Song).ConfigureAwait(false);
                        await studio
                            .SendAsync(HttpMethod.Post, project + "/plan", new { settings = new { seconds = 60 } })
                            .ConfigureAwait(false);
                    },
                    tier: 2
                )
                .ConfigureAwait(false);
            rows.Add(
                new($"set {Set} cold: first picture, s", byLine, first, "before: the command line; both from footage and song to a picture")
                {
                    Target = "at most 1.3 times the command line's",
                    Met = first <= 1.3 * byLine,
                }
            );
            Tell(rows);
            if (FirstOnly)
            {
                return rows;
            }

            await studio.RestAsync().ConfigureAwait(false);
            Stopwatch ahead = Stopwatch.StartNew();
            await AheadAsync(studio, cancellationToken).ConfigureAwait(false);
            rows.Add(new("what it makes ahead, s", null, ahead.Elapsed.TotalSeconds, $"proxies, other styles; {TierFigures.Load()}"));
            Tell(rows);
            if (Set == InputSets.Large)
            {
                rows.Add(await LooksAsync(studio, project, cancellationToken).ConfigureAwait(false));
                return rows;
            }

            rows.AddRange(await EditsAsync(studio, project, "60 s", cancellationToken).ConfigureAwait(false));
            Tell(rows);
            rows.Add(await StylesAsync(studio, project).ConfigureAwait(false));
            Tell(rows);
            await studio
                .EndOfAsync(
                    (string)
                        (
                            await studio
                                .SendAsync(HttpMethod.Post, project + "/plan", new { settings = new { seconds = 480, style = "mtv" } })
                                .ConfigureAwait(false)
                        )["job"]!
                )
                .ConfigureAwait(false);
            rows.AddRange(await EditsAsync(studio, project, "480 s", cancellationToken).ConfigureAwait(false));
            rows.Add(new("memory after all of it, MiB", resting, studio.MemoryMiB, "before: at rest"));
            return rows;
        }
    }

    // The whole takes a while; whoever waits sees what there is.
    private static void Tell(List<PreviewFigure> rows) =>
        Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{rows[^1].What}: {rows[^1].After:0.000} ({rows[^1].Note}); {rows.Count} figures")
        );

    // The server makes proxies by itself once it has nothing else to do, and measures what other styles need; all of it is there when its
    // processes have ended.
    private static async Task AheadAsync(StudioProcess studio, CancellationToken cancellationToken)
    {
        int quiet = 0;
        while (quiet < 30)
        {
            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            quiet = studio.HasChildren ? 0 : quiet + 1;
        }

        await studio.RestAsync().ConfigureAwait(false);
    }

    private static async Task<List<PreviewFigure>> EditsAsync(
        StudioProcess studio,
        string project,
        string what,
        CancellationToken cancellationToken
    )
    {
        List<double>[] seconds =
        [
            [],
            [],
            [],
        ];
        List<double> answers = [];
        int shots = 0;
        for (int i = 0; i < Edits; i++)
        {
            JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan").ConfigureAwait(false);
            JsonArray all = plan["shots"]!.AsArray();
            shots = all.Count;
            string id = (string)all[(i * 7 + 2) % (shots - 2)]!["id"]!;
            string word = (i % 3) switch
            {
                0 => $"swap={id}",
                1 => string.Create(CultureInfo.InvariantCulture, $"slip={id}:{(i % 2 == 0 ? "+" : "-")}3"),
                _ => $"swap={id}",
            };
            Stopwatch watch = Stopwatch.StartNew();
            JsonNode answer;
            try
            {
                answer = await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { word } }).ConfigureAwait(false);
            }
            catch (InvalidOperationException e) when (e.Message.Contains("422", StringComparison.Ordinal))
            {
                // There is nothing else for that place.
                continue;
            }

            answers.Add(watch.Elapsed.TotalSeconds);
            foreach (JsonNode? shot in answer["changed"]!.AsArray().Where(s => (string)s!["id"]! == id))
            {
                if ((int?)shot!["tier"] is { } tier)
                {
                    await studio.Client.GetByteArrayAsync((string)shot["shown"]!, cancellationToken).ConfigureAwait(false);
                    seconds[tier].Add(watch.Elapsed.TotalSeconds);
                }
            }
        }

        string on = string.Create(CultureInfo.InvariantCulture, $"{what}, {shots} shots, {answers.Count} edits; {TierFigures.Load()}");
        List<PreviewFigure> rows = [new($"edit to answer, p95, s, film of {what}", null, Percentile(answers), on)];
        foreach ((int tier, double most) in ((int, double)[])[(0, 0.15), (1, 1.0)])
        {
            if (seconds[tier].Count > 0)
            {
                double p95 = Percentile(seconds[tier]);
                rows.Add(
                    new(
                        string.Create(CultureInfo.InvariantCulture, $"edit to pictures of tier {tier} here, p95, s, film of {what}"),
                        null,
                        p95,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{seconds[tier].Count} edits; median {Statistics.Median(seconds[tier]):0.000}"
                        )
                    )
                    {
                        Target = string.Create(CultureInfo.InvariantCulture, $"at most {most}"),
                        Met = p95 <= most,
                    }
                );
            }
        }

        return rows;
    }

    // From an edit until the shot is there in its own look; a draft of it is there long before.
    private static async Task<PreviewFigure> LooksAsync(StudioProcess studio, string project, CancellationToken cancellationToken)
    {
        await studio
            .EndOfAsync(
                (string)
                    (
                        await studio
                            .SendAsync(HttpMethod.Post, project + "/plan", new { settings = new { style = "calm" } })
                            .ConfigureAwait(false)
                    )["job"]!
            )
            .ConfigureAwait(false);
        await studio.RestAsync().ConfigureAwait(false);
        List<double> seconds = [];
        int ready = 0;
        for (int i = 0; i < LookEdits; i++)
        {
            JsonArray all = await ShotsAsync().ConfigureAwait(false);
            string id = (string)all[1 + (i * 5 % (all.Count - 2))]!["id"]!;
            string word = string.Create(CultureInfo.InvariantCulture, $"slip={id}:{(i % 2 == 0 ? "+" : "-")}{7 + i}");
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { word } }).ConfigureAwait(false);
            }
            catch (InvalidOperationException e) when (e.Message.Contains("422", StringComparison.Ordinal))
            {
                // The take has no more pictures on that side.
                continue;
            }

            JsonNode shot = await ShotAsync(id).ConfigureAwait(false);
            ready += (int?)shot["tier"] >= 1 ? 1 : 0;
            while (((int?)shot["tier"] ?? 0) < 1)
            {
                await Task.Delay(30, cancellationToken).ConfigureAwait(false);
                shot = await ShotAsync(id).ConfigureAwait(false);
            }

            await studio.Client.GetByteArrayAsync((string)shot["shown"]!, cancellationToken).ConfigureAwait(false);
            seconds.Add(watch.Elapsed.TotalSeconds);
            await studio.RestAsync().ConfigureAwait(false);
        }

        double p95 = Percentile(seconds);
        string on = string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds.Count} edits, median {Statistics.Median(seconds):0.00}, {ready} at once; {TierFigures.Load()}"
        );
        return new("edit to pictures in their look (tier 1 or better) from 4K, p95, s", null, p95, on)
        {
            Target = "at most 1",
            Met = p95 <= 1,
        };

        async Task<JsonArray> ShotsAsync() =>
            (await studio.SendAsync(HttpMethod.Get, project + "/plan").ConfigureAwait(false))["shots"]!.AsArray();

        async Task<JsonNode> ShotAsync(string id) => (await ShotsAsync().ConfigureAwait(false)).First(s => (string)s!["id"]! == id)!;
    }

    private static async Task<PreviewFigure> StylesAsync(StudioProcess studio, string project)
    {
        List<double> drafts = [];
        foreach (string style in (string[])["calm", "mtv", "documentary", "sport", "vlog"])
        {
            JsonNode? accepted = null;
            drafts.Add(
                await studio
                    .FirstPictureAsync(
                        async () =>
                            accepted = await studio
                                .SendAsync(HttpMethod.Post, project + "/plan", new { settings = new { style } })
                                .ConfigureAwait(false),
                        tier: 0
                    )
                    .ConfigureAwait(false)
            );
            await studio.EndOfAsync((string)accepted!["job"]!).ConfigureAwait(false);
            await studio.RestAsync().ConfigureAwait(false);
        }

        double median = Statistics.Median(drafts);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"another style: first draft here, s, median of {drafts.Count}"),
            null,
            median,
            string.Create(CultureInfo.InvariantCulture, $"best {drafts.Min():0.00}, worst {drafts.Max():0.00}")
        )
        {
            Target = "at most 0.3",
            Met = median <= 0.3,
        };
    }

    private static double Percentile(List<double> values) =>
        values.Count == 0 ? double.NaN : values.Order().ElementAt(Math.Min(values.Count - 1, (int)Math.Ceiling(0.95 * values.Count) - 1));
}
