using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.Containers.Joining;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Bench.Preview;

/// <summary>
/// W1: the picture of a new 60 s plan of set M, from its timeline to a joined file, put together from proxies against rendered from the
/// clips. Planning and sound are not in it.
/// </summary>
internal sealed class ReplanFigures(FFmpegTools tools, InputSets sets)
{
    private readonly string _program = Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai");

    /// <summary>Measures; makes the proxies of set M first where the store lacks them (some minutes).</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        string folder = Path.Combine(BenchPaths.Data, "proxies1"),
            store = Path.Combine(folder, "store");
        Directory.CreateDirectory(folder);
        await ProgramRun.StartAsync(_program, ["proxies", "--clips", clips, "--cache-dir", store], cancellationToken).ConfigureAwait(false);
        ToolVersion version = await ToolVersion.ReadAsync(tools, cancellationToken).ConfigureAwait(false);
        List<(double Wall, double Cpu)> before = [],
            after = [];
        List<double> lookups = [],
            picks = [],
            likeness = [];
        int shots = 0,
            missing = 0;
        string plan = Path.Combine(folder, "plan.montage.json");
        string[] styles = ["mtv", "calm", "dynamic", "documentary"];
        for (int r = 0; r < repeats; r++)
        {
            await ProgramRun
                .StartAsync(
                    _program,
                    [
                        "plan",
                        "--clips",
                        clips,
                        "--music",
                        sets.Song,
                        "--duration",
                        "60",
                        "--style",
                        styles[r % styles.Length],
                        "--output",
                        plan,
                        "--overwrite",
                        "--cache-dir",
                        store,
                    ],
                    cancellationToken
                )
                .ConfigureAwait(false);
            Timeline timeline = TimelineJson.Read(await File.ReadAllTextAsync(plan, cancellationToken).ConfigureAwait(false), plan);
            Dictionary<string, (TimelineSource Source, MediaInfo Info)> media = [];
            foreach (TimelineSource source in timeline.Sources)
            {
                media[source.Id] = (source, await new MediaProbe(tools).ProbeAsync(source.Path, cancellationToken).ConfigureAwait(false));
            }

            FilmFormat format = new(timeline.Rate, Canvas.For(timeline.Aspect, RenderProfile.Preview), RenderProfile.Preview);
            string work = Directory.CreateTempSubdirectory("montage-replan-").FullName;
            try
            {
                ((double Wall, double Cpu) time, int without, double lookup, double pick) = await FromProxiesAsync(
                        timeline,
                        media,
                        format,
                        store,
                        version,
                        work,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                after.Add(time);
                before.Add(
                    await ProxyFigures
                        .TimeAsync(() => FromClipsAsync(timeline, media, format, work, cancellationToken))
                        .ConfigureAwait(false)
                );
                likeness.AddRange(
                    await LikenessAsync(Path.Combine(work, "clips.mp4"), Path.Combine(work, "proxies.mp4"), cancellationToken)
                        .ConfigureAwait(false)
                );
                shots += timeline.Shots.Count;
                missing += without;
                lookups.Add(lookup);
                picks.Add(pick);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        string on = string.Create(
            CultureInfo.InvariantCulture,
            $"60 s of set M at 360p, {shots / repeats} shots, picture only, plan ready, median of {repeats} styles"
        );
        return
        [
            new PreviewFigure(
                "W1 joined picture of a new plan, seconds that passed: rendered from clips, put together from proxies",
                Median(before, wall: true),
                Median(after, wall: true),
                on
            ),
            new PreviewFigure("W1 the same, processor seconds", Median(before, wall: false), Median(after, wall: false), on),
            new PreviewFigure("W1 SSIM of the two films, mean over all frames", null, likeness.Average(), on),
            new PreviewFigure("W1 SSIM of the two films, worst frame", null, likeness.Min(), on),
            new PreviewFigure("W1 shots that proxies do not hold, %", null, 100.0 * missing / shots, on),
            new PreviewFigure("W1 milliseconds to find and open one proxy in the store", null, Statistics.Median(lookups), on),
            new PreviewFigure("W1 milliseconds to pick one shot's pictures", null, Statistics.Median(picks), on),
        ];
    }

    private static double Median(List<(double Wall, double Cpu)> times, bool wall) =>
        Statistics.Median(times.Select(t => wall ? t.Wall : t.Cpu));

    private async Task<((double Wall, double Cpu) Time, int Missing, double LookupMs, double PickMs)> FromProxiesAsync(
        Timeline timeline,
        Dictionary<string, (TimelineSource Source, MediaInfo Info)> media,
        FilmFormat format,
        string folder,
        ToolVersion version,
        string work,
        CancellationToken cancellationToken
    )
    {
        CacheStore store = new(new StoreOptions { Folder = folder });
        await using ConfiguredAsyncDisposable ending = store.ConfigureAwait(false);
        using ResourceBudget budget = new();
        ScratchOptions scratch = new() { DiskFolder = work };
        ProxyStage stage = new(new JobContext(tools, version, store, scratch, budget, new RunRecorder(TimeProvider.System)));
        using IArtifactLease lease = store.Artifacts.BeginJob();

        IReadOnlyList<JoinPart?> parts = [];
        (double Wall, double Cpu) time = await ProxyFigures
            .TimeAsync(async () =>
            {
                ProxyShots shots = new(stage, format, lease);
                List<JoinPart?> taken = [];
                foreach (TimelineShot shot in timeline.Shots)
                {
                    (TimelineSource source, MediaInfo info) = media[shot.Source];
                    taken.Add(
                        await shots
                            .TryTakeAsync(shot, source.Fingerprint, info.Video.First(v => v.Index == source.VideoStream))
                            .ConfigureAwait(false)
                    );
                }

                parts = taken;
                await new Joiner()
                    .JoinAsync(
                        new JoinRequest
                        {
                            Rate = format.Rate,
                            Parts = [.. parts.OfType<JoinPart>()],
                            OutputPath = Path.Combine(work, "proxies.mp4"),
                        },
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            })
            .ConfigureAwait(false);

        // Each alone, now that everything is compiled.
        Dictionary<string, ProxyIndex?> found = [];
        Stopwatch watch = Stopwatch.StartNew();
        foreach ((string id, (TimelineSource source, MediaInfo info)) in media)
        {
            found[id] = await stage
                .TryGetAsync(source.Fingerprint, info.Video.First(v => v.Index == source.VideoStream), format, lease, cancellationToken)
                .ConfigureAwait(false);
        }

        double lookup = watch.Elapsed.TotalMilliseconds / media.Count;
        watch.Restart();
        foreach (TimelineShot shot in timeline.Shots)
        {
            found[shot.Source]?.Pick(shot, media[shot.Source].Info.MainVideo!, format);
        }

        return (time, parts.Count(p => p is null), lookup, watch.Elapsed.TotalMilliseconds / timeline.Shots.Count);
    }

    // Frame by frame; a wrong picture anywhere would stand out.
    private async Task<IEnumerable<double>> LikenessAsync(string a, string b, CancellationToken cancellationToken)
    {
        ToolCommand command = tools.Command(["-i", a, "-i", b, "-filter_complex", "[0:v][1:v]ssim=stats_file=-", "-f", "null", "-"]);
        string text = Encoding.ASCII.GetString(
            await ToolProcess.ReadOutputAsync("Comparing films", command, 64 << 20, cancellationToken).ConfigureAwait(false)
        );
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
                double.Parse(line[(line.IndexOf("All:", StringComparison.Ordinal) + 4)..].Split(' ')[0], CultureInfo.InvariantCulture)
            );
    }

    private async Task FromClipsAsync(
        Timeline timeline,
        Dictionary<string, (TimelineSource Source, MediaInfo Info)> media,
        FilmFormat format,
        string work,
        CancellationToken cancellationToken
    )
    {
        ShotRequest[] jobs =
        [
            .. timeline.Shots.Select(
                (shot, i) =>
                    new ShotRequest
                    {
                        Index = i,
                        SourcePath = media[shot.Source].Info.Path,
                        Container = media[shot.Source].Info.Container,
                        Video = media[shot.Source].Info.Video.First(v => v.Index == media[shot.Source].Source.VideoStream),
                        Shot = shot,
                        OutputPath = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"{i:0000}.mp4")),
                    }
            ),
        ];
        IReadOnlyList<RenderedShot> shots = await new ShotRenderer(tools)
            .RenderAsync(jobs, format, null, null, cancellationToken)
            .ConfigureAwait(false);
        await new Joiner()
            .JoinAsync(
                new JoinRequest
                {
                    Rate = format.Rate,
                    Parts = [.. shots.Select(s => new JoinPart(s.Path, s.Frames))],
                    OutputPath = Path.Combine(work, "clips.mp4"),
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
