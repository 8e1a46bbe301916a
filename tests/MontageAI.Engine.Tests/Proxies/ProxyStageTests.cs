using MontageAI.Containers.Joining;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Stores;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.Proxies;

public sealed class ProxyStageTests
{
    private static readonly FilmFormat s_format = new(new FrameRate(25), new Canvas(640, 360), RenderProfile.Preview);

    [Fact]
    public async Task Parts_SomeSourcesWithProxies_ComeFromThemAndStartNoProcess()
    {
        using TempFolder folder = new();
        await using CacheStore store = new(new StoreOptions { Folder = folder.File("store") });
        using ResourceBudget budget = new(1);
        JobContext context = await ContextAsync(folder, store, budget);
        IReadOnlyList<ClipMaterial> clips = await new ClipIntake(context).LookAsync(
            ClipFile.Name(TestClips.Make(folder.File("clips"), 2, 3, "25")),
            Urgency.Work,
            begin: false,
            CancellationToken.None
        );
        ProxyStage stage = new(context);
        await stage.MakeAsync([clips[0]], s_format, CancellationToken.None);
        Timeline timeline = Plan(clips);
        Dictionary<string, MediaInfo> media = clips.ToDictionary(c => c.Id, c => c.Info);
        using IArtifactLease lease = store.Artifacts.BeginJob();
        int processes = context.Children.Started;

        IReadOnlyList<JoinPart?> parts = await PartsAsync(timeline, media, new ProxyShots(stage, s_format, lease));
        IReadOnlyList<JoinPart?> others = await PartsAsync(
            timeline,
            media,
            new ProxyShots(stage, s_format with { Fit = PictureFit.Fill, Canvas = new Canvas(360, 640) }, lease)
        );

        Assert.Equal(processes, context.Children.Started);
        Assert.Equal([true, false, true], parts.Select(p => p is not null));
        Assert.Equal(Enumerable.Range(10, 20), parts[0]!.Samples!);
        Assert.Equal(Enumerable.Range(30, 10), parts[2]!.Samples!);
        Assert.All(others, Assert.Null);
    }

    [Fact]
    public async Task TryGet_ProxyDamagedInTheStore_IsNoneAndSaidSo()
    {
        using TempFolder folder = new();
        await using CacheStore store = new(new StoreOptions { Folder = folder.File("store") });
        using ResourceBudget budget = new(1);
        JobContext context = await ContextAsync(folder, store, budget);
        IReadOnlyList<ClipMaterial> clips = await new ClipIntake(context).LookAsync(
            ClipFile.Name(TestClips.Make(folder.File("clips"), 1, 2, "25")),
            Urgency.Work,
            begin: false,
            CancellationToken.None
        );
        ProxyStage stage = new(context);
        await stage.MakeAsync(clips, s_format, CancellationToken.None);
        string proxy = Directory.GetFiles(Path.Combine(store.Folder, "artifacts"), "*.mp4", SearchOption.AllDirectories).Single();
        DateTime modified = File.GetLastWriteTimeUtc(proxy);
        using (FileStream file = new(proxy, FileMode.Open))
        {
            // Same length and same time, so that the store itself cannot know.
            file.Position = file.Length - 60;
            file.Write(new byte[60]);
        }

        File.SetLastWriteTimeUtc(proxy, modified);
        using IArtifactLease lease = store.Artifacts.BeginJob();

        Assert.Null(await stage.TryGetAsync(clips[0].File.Fingerprint, clips[0].Info.MainVideo!, s_format, lease, CancellationToken.None));
        Assert.Contains("proxy", Assert.Single(context.Recorder.Degradations).What, StringComparison.Ordinal);
        // It does not stay: the next that makes proxies makes this one too.
        Assert.False(File.Exists(proxy));
        Assert.False(Assert.Single(await stage.MakeAsync(clips, s_format, CancellationToken.None)).FromStore);
    }

    private static async Task<IReadOnlyList<JoinPart?>> PartsAsync(Timeline timeline, Dictionary<string, MediaInfo> media, ProxyShots shots)
    {
        List<JoinPart?> parts = [];
        foreach (TimelineShot shot in timeline.Shots)
        {
            TimelineSource source = timeline.Sources.Single(s => s.Id == shot.Source);
            parts.Add(await shots.TryTakeAsync(shot, source.Fingerprint, media[source.Id].Video.First(v => v.Index == source.VideoStream)));
        }

        return parts;
    }

    private static Timeline Plan(IReadOnlyList<ClipMaterial> clips)
    {
        TimelineShot Shot(int clip, long from, int start, int frames) =>
            new()
            {
                Record = new FrameRange(start, start + frames),
                Source = clips[clip].Id,
                In = MediaTime.FromSeconds(from / 25.0, clips[clip].Info.MainVideo!.TimeBase),
            };
        return new Timeline
        {
            Rate = s_format.Rate,
            Frames = 40,
            Aspect = new Rational(16, 9),
            Style = "test",
            Seed = 1,
            Sources =
            [
                .. clips.Select(c => new TimelineSource
                {
                    Id = c.Id,
                    Path = c.File.Path,
                    Fingerprint = c.File.Fingerprint,
                    VideoStream = c.Info.MainVideo!.Index,
                    AvailableStart = c.Analysis.FirstFrame,
                    AvailableEnd = c.Analysis.End,
                }),
            ],
            Shots = [Shot(0, 10, 0, 20), Shot(1, 5, 20, 10), Shot(0, 30, 30, 10)],
        };
    }

    private static async Task<JobContext> ContextAsync(TempFolder folder, CacheStore store, ResourceBudget budget)
    {
        FFmpegTools tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
        ToolVersion version = await ToolVersion.ReadAsync(tools, CancellationToken.None);
        return new JobContext(
            tools,
            version,
            store,
            new ScratchOptions { DiskFolder = folder.File("scratch") },
            budget,
            new RunRecorder(TimeProvider.System)
        );
    }
}
