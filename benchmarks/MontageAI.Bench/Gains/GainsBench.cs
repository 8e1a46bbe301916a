using System.Globalization;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Editing;
using MontageAI.Bench.Features;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Models;
using MontageAI.Bench.Preview;
using MontageAI.Bench.Speed;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Gains;

/// <summary>
/// What each technique gains: on and off, all else equal, interleaved in one run, beside what is expected of it. Arguments: names of parts
/// (all without any); <c>--once</c> measures once instead of three times; <c>--to FOLDER</c> writes gains.md and gains.html there.
/// </summary>
internal sealed class GainsBench(FFmpegTools tools, InputSets sets)
{
    private const int Repeats = 3;

    // To add a technique: a measurement that returns figures, and a row that names the figure.
    private IReadOnlyList<(string Part, Func<string, CancellationToken, Task<IReadOnlyList<PreviewFigure>>> Measure)> Parts =>
        [
            ("keys", (_, ct) => new KeyFrameGains(tools, sets).MeasureAsync(ct)),
            ("sound", (_, ct) => SoundAsync(ct)),
            ("choice", (_, _) => Task.FromResult(Choice())),
            ("models", (_, _) => Task.FromResult(Models())),
            ("intake", (_, ct) => new IntakeFigures(tools, sets).MeasureAsync(1, ct)),
            ("join", (_, ct) => new JoinFigures(tools, sets).MeasureAsync(1, ct)),
            ("io", (_, ct) => new IoFigures(tools, sets).MeasureAsync(1, ct)),
            ("cut", (_, ct) => new CutFigures(tools, sets).MeasureAsync(1, ct)),
            ("decode", (_, ct) => new ProxyFigures(tools, sets).OneDecodeAsync(["02_", "05_"], 1, ct)),
            ("sharing", (_, ct) => SharingAsync(ct)),
            ("program", ProgramAsync),
            ("proxies", (_, ct) => new ReplanFigures(tools, sets).MeasureAsync(1, ct)),
            ("path", PathAsync),
        ];

    /// <summary>Measures and prints.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, InputSets sets, string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        GainsBench bench = new(tools, sets);
        int to = Array.IndexOf(arguments, "--to");
        string? folder = to < 0 ? null : arguments.ElementAtOrDefault(to + 1) ?? throw new ArgumentException("--to wants a folder.");
        string[] known = [.. bench.Parts.Select(p => p.Part)],
            wanted = [.. arguments.Where(known.Contains)];
        if (arguments.Except(known).Except(["--once", "--to", folder ?? "--to"]).FirstOrDefault() is { } other)
        {
            await Console
                .Error.WriteLineAsync($"There is no part '{other}'; the parts are {string.Join(", ", known)}.")
                .ConfigureAwait(false);
            return 2;
        }

        int repeats = arguments.Contains("--once") ? 1 : Repeats;
        Dictionary<string, List<PreviewFigure>> figures = [];
        List<double> loads = [];
        foreach ((string part, Func<string, CancellationToken, Task<IReadOnlyList<PreviewFigure>>> measure) in bench.Parts)
        {
            for (int r = 0; r < repeats && (wanted.Length == 0 || wanted.Contains(part)); r++)
            {
                await Console.Error.WriteLineAsync($"{part}, {r + 1} of {repeats}").ConfigureAwait(false);
                string work = Directory.CreateTempSubdirectory("montage-gains-").FullName;
                try
                {
                    // Where two figures of a measurement have one name ("the same, wall ms"), the first is meant.
                    foreach (
                        PreviewFigure figure in (await measure(work, CancellationToken.None).ConfigureAwait(false)).DistinctBy(f => f.What)
                    )
                    {
                        if (figure.Ratio is { } ratio && double.IsFinite(ratio))
                        {
                            (figures.TryGetValue(figure.What, out List<PreviewFigure>? list) ? list : figures[figure.What] = []).Add(
                                figure
                            );
                        }
                    }
                }
                finally
                {
                    loads.AddRange(await LoadAsync().ConfigureAwait(false));
                    Directory.Delete(work, recursive: true);
                }
            }
        }

        MeasuredGain[] gains =
        [
            .. GainList
                .All.Select(g => new MeasuredGain(
                    g,
                    figures.FirstOrDefault(f => f.Key.StartsWith(g.Figure, StringComparison.Ordinal)).Value ?? []
                ))
                .Where(g => wanted.Length == 0 || g.Repeats.Count > 0),
        ];
        GainPage page = new(gains, repeats, await MachineAsync(tools, loads).ConfigureAwait(false));
        Console.WriteLine(page.Markdown());
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "gains.md"), page.Markdown()).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(folder, "gains.html"), page.Html()).ConfigureAwait(false);
        }

        return 0;
    }

    private async Task<IReadOnlyList<PreviewFigure>> SoundAsync(CancellationToken cancellationToken)
    {
        float[] samples = await BeatsMeasurement.DecodeAsync(tools, sets.Song, cancellationToken).ConfigureAwait(false);
        (double spectral, double energy) = FrontEndSpeed.Costs(samples);
        return [new PreviewFigure("energy, CPU s", spectral, energy, "the whole song, the same samples")];
    }

    private static IReadOnlyList<PreviewFigure> Choice()
    {
        (double scan, double tree) = SelectionFigures.ChoosingFrom(100_000);
        (int places, double scalar, double vector) = SelectionFigures.Scoring(10_000);
        return
        [
            new PreviewFigure("choosing, ms", scan, tree, "a plan of 3 minutes from 100,000 made-up shots, the tree's building included"),
            new PreviewFigure("scoring, us", scalar, vector, $"{places:N0} places for one slot"),
        ];
    }

    private static IReadOnlyList<PreviewFigure> Models() =>
        [
            new PreviewFigure(
                "voice windows, us each",
                1e6 / BatchFigures.VoiceWindows(1),
                1e6 / BatchFigures.VoiceWindows(16),
                "Silero, windows of 32 ms, one thread, 16 at once"
            ),
        ];

    private async Task<IReadOnlyList<PreviewFigure>> SharingAsync(CancellationToken cancellationToken)
    {
        RaceTimes race = await new WorkerRace(tools, BenchPaths.Media, Path.Combine(BenchPaths.Data, "features1"))
            .RunAsync(1, waiting: false, cancellationToken)
            .ConfigureAwait(false);
        string on = $"a clip of 600 s and 20 of 5 to 20 s, 1080p; results {(race.SameBytes ? "the same to the byte" : "DIFFER")}";
        return
        [
            new PreviewFigure("two workers, wall s", race.One.Wall, race.Stealing.Wall, on),
            new PreviewFigure("work stealing, wall s", race.Static.Wall, race.Stealing.Wall, on),
        ];
    }

    // The program as a user starts it.
    private async Task<IReadOnlyList<PreviewFigure>> ProgramAsync(string work, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        PreviewRun program = new(sets, work);
        ProgramRun one = await program.PreviewAsync(clips, "one", "one", 20, cancellationToken, "--cores", "1").ConfigureAwait(false);
        ProgramRun all = await program.PreviewAsync(clips, "all", "all", 20, cancellationToken).ConfigureAwait(false);
        ProgramRun again = await program.PreviewAsync(clips, "again", "all", 20, cancellationToken, "--seed", "2").ConfigureAwait(false);
        return
        [
            new PreviewFigure(
                "cores, wall s",
                one.Seconds,
                all.Seconds,
                $"a cold preview of 20 s of set M, one core and {Environment.ProcessorCount}"
            ),
            new PreviewFigure("second run, wall s", all.Seconds, again.Seconds, "the same clips and song again, another film of them"),
            new PreviewFigure(
                "seen while made, wall s",
                PreviewRun.Playable(all).Whole,
                PreviewRun.Playable(all).Opening,
                "the same preview: when all of it can be played, and when its first ten seconds can"
            ),
        ];
    }

    private async Task<IReadOnlyList<PreviewFigure>> PathAsync(string work, CancellationToken cancellationToken)
    {
        IReadOnlyList<PreviewFigure> plain = await new PreviewBench(tools, sets).PlainAsync(work, cancellationToken).ConfigureAwait(false);
        double? peers = await PeerWay.RunAsync(tools, sets, 60, Path.Combine(work, "peers"), cancellationToken).ConfigureAwait(false);
        return peers is not { } seconds
            ? plain
            :
            [
                .. plain,
                new PreviewFigure(
                    "peers: until something can be seen, s",
                    seconds,
                    plain[0].After,
                    "set M, 60 s: PySceneDetect, aubio, one FFmpeg for each cut; ours: the first ten seconds"
                ),
                new PreviewFigure("peers: until all is done, s", seconds, plain[1].After, "as many seconds of film"),
            ];
    }

    private static async Task<string> MachineAsync(FFmpegTools tools, List<double> loads)
    {
        string model = File.Exists("/proc/cpuinfo")
            ? (await File.ReadAllLinesAsync("/proc/cpuinfo").ConfigureAwait(false))
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[^1]
                .Trim()
                ?? ""
            : "";
        string load = loads.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"; load {loads.Min():0.0} to {loads.Max():0.0}") : "";
        ToolProcess process = await ToolProcess.StartAsync(tools.Command(["-version"]), pipeOutput: true).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            using StreamReader reader = new(process.Output);
            string version = (await reader.ReadToEndAsync().ConfigureAwait(false)).Split('\n')[0].Split(" Copyright")[0];
            await process.ExpectSuccessAsync("Asking FFmpeg's version", CancellationToken.None).ConfigureAwait(false);
            string of = model.Length > 0 ? " of " + model : "";
            return $"{Environment.ProcessorCount} cores{of}, {version}, .NET {Environment.Version}{load}";
        }
    }

    // The mean number of programs that ran or waited in the last minute, where the system tells.
    private static async Task<double[]> LoadAsync()
    {
        if (!File.Exists("/proc/loadavg"))
        {
            return [];
        }

        string text = await File.ReadAllTextAsync("/proc/loadavg").ConfigureAwait(false);
        return [double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture)];
    }
}
