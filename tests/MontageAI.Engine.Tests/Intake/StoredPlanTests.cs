using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Stores;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.Intake;

/// <summary>What a second plan of the same footage finds in the store, and what it makes again.</summary>
public sealed class StoredPlanTests : IDisposable
{
    private const string Look = "look at clips";
    private const string Motion = "measure motion";
    private const string Listen = "listen to the song";

    private readonly TempFolder _folder = new();
    private readonly string[] _clips;

    public StoredPlanTests()
    {
        _clips = TestClips.Make(_folder.File("clips"), 3, 4, "25");
        // One that we do not probe ourselves.
        string other = _folder.File("clips/other.mkv");
        TestTools.FFmpeg("-i", _clips[2], "-c", "copy", other);
        File.Delete(_clips[2]);
        _clips[2] = other;
        TestSong.Write(_folder.File("song.wav"), 120, 20);
    }

    [TableTheory]
    [InlineData(Rung.KeyFrames, Look)]
    [InlineData(Rung.Boundaries, Look)]
    [InlineData(Rung.Windows, Motion)]
    [InlineData(Rung.Music, Listen)]
    [InlineData(Rung.Probe, null)]
    [InlineData(Rung.Shots, null)]
    public async Task Plan_VersionOfOneRungRaised_ClimbsThatRungAgainAndNoOther(Rung raised, string? again)
    {
        await using CacheStore store = Open(StoreKind.Database);
        (Timeline first, string[] cold) = await PlanAsync(store);
        Assert.Equal([Listen, Look, Motion], cold);

        (Timeline second, string[] made) = await PlanAsync(store, rungs: RungVersions.Current.With(raised, 1000));

        Assert.Equal(again is null ? [] : [again], made);
        Assert.Equal(TimelineJson.Write(first), TimelineJson.Write(second));
    }

    [TableTheory]
    [InlineData("ffmpeg version ", "ffmpeg version 5.9.9-0+deb12u9 was ", "")]
    [InlineData("/ 6.7", "/ 99.7", Look + ", " + Motion)]
    [InlineData("/ 4.7", "/ 99.7", Listen)]
    public async Task Plan_AnotherFFmpeg_MakesAgainWhatItChanges(string before, string after, string again)
    {
        await using CacheStore store = Open(StoreKind.Database);
        ToolVersion version = ToolVersion.Parse(
            """
            ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers
            libavcodec     59. 37.100 / 59. 37.100
            libavformat    59. 27.100 / 59. 27.100
            libavfilter     8. 44.100 /  8. 44.100
            libswscale      6.  7.100 /  6.  7.100
            libswresample   4.  7.100 /  4.  7.100
            """
        );
        await PlanAsync(store, version);

        (_, string[] made) = await PlanAsync(store, ToolVersion.Parse(version.Text.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal(again, string.Join(", ", made));
    }

    [Fact]
    public async Task Plan_ThenItsSourcesResolved_ReadsEachFileOnceInAllRuns()
    {
        await using (CacheStore store = Open(StoreKind.Database))
        {
            (Timeline timeline, _) = await PlanAsync(store);
            await WithContextAsync(
                store,
                context => new SourceResolver(context, _folder.Path).ResolveAsync(timeline, CancellationToken.None)
            );
            SourceStatistics statistics = store.Sources.Statistics;
            Assert.Equal((_clips.Length + 1, 0), (statistics.Read, statistics.Recalled));
            Assert.True(statistics.SeenBefore >= _clips.Length + 1, $"{statistics}");
        }

        await using CacheStore next = Open(StoreKind.Database);
        await PlanAsync(next);
        Assert.Equal((0, _clips.Length + 1), (next.Sources.Statistics.Read, next.Sources.Statistics.Recalled));
    }

    [Fact]
    public async Task Plan_OnAFolderStore_IsThatOfADatabaseAndRemembersAsMuch()
    {
        await using CacheStore database = Open(StoreKind.Database);
        (Timeline expected, _) = await PlanAsync(database);

        await using (CacheStore cold = Open(StoreKind.Folder))
        {
            (Timeline timeline, string[] made) = await PlanAsync(cold);
            Assert.Equal(TimelineJson.Write(expected), TimelineJson.Write(timeline));
            Assert.Equal([Listen, Look, Motion], made);
            Assert.Empty(cold.Degradations);
        }

        await using CacheStore warm = Open(StoreKind.Folder);
        (Timeline again, string[] more) = await PlanAsync(warm);
        Assert.Equal(TimelineJson.Write(expected), TimelineJson.Write(again));
        Assert.Empty(more);
        Assert.Empty(warm.Degradations);
        Assert.Equal(0, warm.Sources.Statistics.Read);
    }

    public void Dispose() => _folder.Dispose();

    // The plan, and the phases in which something was made that was not in the store.
    private async Task<(Timeline Timeline, string[] Made)> PlanAsync(
        CacheStore store,
        ToolVersion? version = null,
        RungVersions? rungs = null
    )
    {
        Timeline? timeline = null;
        RunRecorder recorder = await WithContextAsync(
            store,
            async context =>
                timeline = (
                    await new PlanWork(context).RunAsync(
                        new MontageRequest
                        {
                            Clips = [_folder.File("clips")],
                            Music = _folder.File("song.wav"),
                            Output = _folder.File("plan.json"),
                            DurationSeconds = 8,
                        },
                        follower: null,
                        CancellationToken.None
                    )
                ).Timeline,
            version,
            rungs
        );
        return (
            timeline!,
            [
                .. recorder
                    .Phases.Where(p => p.Items - (p.FromCache ?? 0) > 0)
                    .Select(p => p.Name.Replace("first ", "", StringComparison.Ordinal))
                    .Where(n => n is Look or Motion or Listen)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ]
        );
    }

    private async Task<RunRecorder> WithContextAsync(
        CacheStore store,
        Func<JobContext, Task> work,
        ToolVersion? version = null,
        RungVersions? rungs = null
    )
    {
        FFmpegTools tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
        using ResourceBudget budget = new(1);
        RunRecorder recorder = new(TimeProvider.System);
        await work(
            new JobContext(
                tools,
                version ?? await ToolVersion.ReadAsync(tools, CancellationToken.None),
                store,
                new ScratchOptions { DiskFolder = _folder.File("scratch") },
                budget,
                recorder
            )
            {
                Rungs = rungs ?? RungVersions.Current,
            }
        );
        return recorder;
    }

    private CacheStore Open(StoreKind kind) =>
        new(
            new StoreOptions
            {
                Folder = _folder.File("store"),
                Kind = kind,
                Time = new OneHourLater(),
            }
        );

    // Files that have just been written have settled by then.
    private sealed class OneHourLater : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1);
    }
}
