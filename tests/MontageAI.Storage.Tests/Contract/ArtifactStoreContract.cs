using MontageAI.Errors;
using MontageAI.Storage.Tests.Support;
using MontageAI.Stores;

namespace MontageAI.Storage.Tests.Contract;

/// <summary>What every store of files must do.</summary>
/// <param name="kind">The store.</param>
/// <param name="below">Where it keeps files, below its folder.</param>
public abstract class ArtifactStoreContract(StoreKind kind, string below) : IDisposable
{
    private protected const int Size = 20_000;
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task TryGet_AfterAdd_FindsTheSameBytesInTheNextRun()
    {
        await using (CacheStore store = Open())
        {
            await AddAsync(store, 1);
        }

        await using CacheStore next = Open();
        using IArtifactLease lease = next.Artifacts.BeginJob();
        string? path = await next.Artifacts.TryGetAsync(Payload.Key(1), lease, default);

        Assert.Equal(Content(1), await File.ReadAllBytesAsync(path!));
        Assert.EndsWith(".bin", path, StringComparison.Ordinal);
        Assert.Null(await next.Artifacts.TryGetAsync(Payload.Key(2), lease, default));
        Assert.Equal(
            (1, 1),
            ((await next.StatisticsAsync(default)).Artifacts.Hits, (await next.StatisticsAsync(default)).Artifacts.Misses)
        );
    }

    [Fact]
    public async Task Add_FileFromAnotherFileSystem_TakesIt()
    {
        string ram = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        string file = Path.Combine(ram, $"montage-storage-test-{Guid.NewGuid():N}.bin");
        await File.WriteAllBytesAsync(file, Content(1));
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();

        string path = await store.Artifacts.AddAsync(Payload.Key(1), file, lease, default);

        Assert.False(File.Exists(file));
        Assert.Equal(Content(1), await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Add_KeyAlreadyThere_KeepsTheFirstFile()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string first = await AddAsync(store, 1, lease);
        DateTime made = File.GetLastWriteTimeUtc(first);

        string second = await AddAsync(store, 1, lease);

        Assert.Equal(first, second);
        Assert.Equal(made, File.GetLastWriteTimeUtc(second));
        Assert.Equal(
            (1, Size),
            ((await store.StatisticsAsync(default)).Artifacts.Items, (await store.StatisticsAsync(default)).Artifacts.Bytes)
        );
    }

    [Fact]
    public async Task Add_EmptyFile_IsRefused()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string file = lease.NewFile(".mp4");
        await File.WriteAllBytesAsync(file, []);

        await Assert.ThrowsAsync<MontageException>(() => store.Artifacts.AddAsync(Payload.Key(1), file, lease, default));

        Assert.Equal(0, (await store.StatisticsAsync(default)).Artifacts.Items);
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("change")]
    [InlineData("delete")]
    [InlineData("empty")]
    public async Task TryGet_FileWasHarmed_IsAMissAndCanBeMadeAgain(string harm)
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string path = await AddAsync(store, 1, lease);
        byte[] bytes = Content(1);
        switch (harm)
        {
            case "truncate":
                await File.WriteAllBytesAsync(path, bytes[..^1]);
                break;
            case "change":
                bytes[Size / 2]++;
                await File.WriteAllBytesAsync(path, bytes);
                File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                break;
            case "empty":
                await File.WriteAllBytesAsync(path, []);
                break;
            default:
                File.Delete(path);
                break;
        }

        Assert.Null(await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
        Assert.Single(store.Degradations);
        Assert.Equal(
            (0, 0),
            ((await store.StatisticsAsync(default)).Artifacts.Items, (await store.StatisticsAsync(default)).Artifacts.Bytes)
        );

        await AddAsync(store, 1, lease);
        string? again = await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default);
        Assert.Equal(Content(1), await File.ReadAllBytesAsync(again!));
    }

    [Fact]
    public async Task TryGet_OnlyTheTimeChanged_StillHits()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string path = await AddAsync(store, 1, lease);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.NotNull(await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
        Assert.Empty(store.Degradations);
    }

    [Fact]
    public async Task Add_OverBudget_EvictsTheLeastRecentlyUsed()
    {
        const int Budget = 40;
        await using CacheStore store = Open(budget: Budget * Size);
        for (int i = 0; i < Budget - 2; i++)
        {
            await AddAsync(store, i);
        }

        Assert.True(await HasAsync(store, 0));
        for (int i = Budget - 2; i < Budget + 4; i++)
        {
            await AddAsync(store, i);
        }

        ArtifactStatistics statistics = (await store.StatisticsAsync(default)).Artifacts;
        Assert.InRange(statistics.Bytes, (Budget - 3) * Size, Budget * Size);
        Assert.Equal(statistics.Items * Size, statistics.Bytes);
        Assert.Equal(Budget + 4, statistics.Items + statistics.Evicted);
        Assert.Equal(statistics.Items, FilesIn("artifacts").Length);
        // What is gone are those that were used longest ago, and nothing between.
        bool[] there = new bool[Budget + 4];
        for (int i = 0; i < there.Length; i++)
        {
            there[i] = await HasAsync(store, i);
        }

        Assert.True(there[0]);
        Assert.Equal([.. Enumerable.Range(1, (int)statistics.Evicted)], Enumerable.Range(0, there.Length).Where(i => !there[i]));
    }

    [Fact]
    public async Task Add_OverBudgetWhileAnotherProcessHoldsTheOldest_KeepsItUntilThatProcessDies()
    {
        await using CacheStore store = Open(budget: 3 * Size);
        await AddAsync(store, 0);
        using WorkerProcess holder = WorkerProcess.Start("hold", $"{kind}", _folder.Path, "0");
        string? held = await holder.ReadLineAsync();
        for (int i = 1; i < 6; i++)
        {
            await AddAsync(store, i);
        }

        Assert.Equal(Content(0), await File.ReadAllBytesAsync(held!));

        await holder.KillAsync();
        for (int i = 6; i < 9; i++)
        {
            await AddAsync(store, i);
        }

        Assert.False(File.Exists(held));
        Assert.InRange(FilesIn("artifacts").Length, 2, 3);
    }

    [Fact]
    public async Task Add_AllInUse_StaysOverBudgetOnlyAsLongAsTheJobRuns()
    {
        await using CacheStore store = Open(budget: 2 * Size);
        using (IArtifactLease lease = store.Artifacts.BeginJob())
        {
            string[] paths = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AddAsync(store, i, lease)));
            Assert.All(paths, p => Assert.True(File.Exists(p)));
        }

        await store.PruneAsync(default);

        Assert.Equal(2, FilesIn("artifacts").Length);
    }

    [Fact]
    public async Task Add_FourProcessesMakeTheSameKeys_AllGetWholeFiles()
    {
        WorkerProcess[] workers = [.. Enumerable.Range(0, 4).Select(_ => WorkerProcess.Start("artifacts", $"{kind}", _folder.Path, "60"))];
        foreach (WorkerProcess worker in workers)
        {
            await worker.ExpectSuccessAsync();
            worker.Dispose();
        }

        await using CacheStore store = Open();
        Assert.Equal(60, (await store.StatisticsAsync(default)).Artifacts.Items);
        Assert.Equal(60, FilesIn("artifacts").Length);
        Assert.Empty(FilesIn("jobs"));
    }

    [Fact]
    public async Task Add_KilledAtRandomMoments_ShowsOnlyWholeFilesAndLeavesNothing()
    {
        Random random = new(2);
        for (int round = 0; round < 8; round++)
        {
            using WorkerProcess worker = WorkerProcess.Start("artifacts-for-ever", $"{kind}", _folder.Path);
            Assert.Equal("ready", await worker.ReadLineAsync());
            await Task.Delay(random.Next(60));
            await worker.KillAsync();

            await using CacheStore store = Open();
            using (IArtifactLease lease = store.Artifacts.BeginJob())
            {
                for (int i = 0; i < 50; i++)
                {
                    if (await store.Artifacts.TryGetAsync(Payload.Key(i), lease, default) is string path)
                    {
                        Assert.Equal(Content(i), await File.ReadAllBytesAsync(path));
                    }
                }
            }

            await store.PruneAsync(default);
            Assert.Empty(store.Degradations);
            Assert.Empty(FilesIn("jobs"));
            // A file whose maker died before it could be found stays for a day where others may be at that very step.
            Assert.InRange(
                FilesIn("artifacts").Length - (await store.StatisticsAsync(default)).Artifacts.Items,
                0,
                kind == StoreKind.Folder ? round + 1 : 0
            );
        }
    }

    [Fact]
    public async Task Clear_WithARunningJob_RemovesAllButWhatItHolds()
    {
        await using CacheStore store = Open();
        await AddAsync(store, 1);
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string held = await AddAsync(store, 2, lease);

        await store.ClearAsync(default);

        Assert.Equal([held], FilesIn("artifacts"));
    }

    [Fact]
    public async Task Dispose_LeaseWithUnfinishedFile_RemovesIt()
    {
        await using CacheStore store = Open();
        using (IArtifactLease lease = store.Artifacts.BeginJob())
        {
            await File.WriteAllTextAsync(lease.NewFile(".mp4"), "half");
        }

        Assert.Empty(FilesIn("jobs"));
    }

    [Fact]
    public async Task Drop_FileOfUnchangedSizeProvedUnusable_IsMadeAgain()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string path = await AddAsync(store, 1, lease);

        await store.Artifacts.DropAsync(Payload.Key(1), path, default);

        Assert.Null(await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
        Assert.Contains("made again", Assert.Single(store.Degradations).ToString(), StringComparison.Ordinal);
        await AddAsync(store, 1, lease);
        Assert.NotNull(await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
    }

    [Fact]
    public async Task Drop_AnotherJobHoldsIt_FindsItsFileUntilAndAfterItIsMadeAnew()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        using IArtifactLease other = store.Artifacts.BeginJob();
        string path = await AddAsync(store, 1, lease);
        string? held = await store.Artifacts.TryGetAsync(Payload.Key(1), other, default);

        await store.Artifacts.DropAsync(Payload.Key(1), path, default);
        await store.Artifacts.PruneAsync(long.MaxValue, default);

        Assert.Equal(Content(1), await File.ReadAllBytesAsync(held!));
        string anew = await AddAsync(store, 1, lease);
        Assert.Equal(Content(1), await File.ReadAllBytesAsync(anew));
        Assert.Equal(Content(1), await File.ReadAllBytesAsync(held!));
        Assert.Equal(anew, await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
    }

    [Fact]
    public async Task Drop_AnotherFileLiesThereByNow_KeepsIt()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string path = await AddAsync(store, 1, lease);

        await store.Artifacts.DropAsync(Payload.Key(1), path + ".earlier", default);

        Assert.Equal(path, await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
        Assert.Empty(store.Degradations);
    }

    [Fact]
    public async Task Add_ManyThreadsMakeTheSameKeys_AllGetWholeFiles()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(thread =>
                    Task.Run(async () =>
                    {
                        for (int i = 0; i < 12; i++)
                        {
                            int number = (i + thread) % 12;
                            Assert.Equal(Content(number), await File.ReadAllBytesAsync(await AddAsync(store, number, lease)));
                        }
                    })
                )
        );

        Assert.Equal(12, (await store.StatisticsAsync(default)).Artifacts.Items);
        Assert.Empty(store.Degradations);
    }

    [Fact]
    public async Task TryGet_WhileAnotherProcessEvictsAllTheTime_KeepsWhatItHolds()
    {
        using WorkerProcess evicting = WorkerProcess.Start("evict-for-ever", $"{kind}", _folder.Path);
        Assert.Equal("ready", await evicting.ReadLineAsync());
        int found = 0;
        for (int i = 0; i < 3; i++)
        {
            using WorkerProcess user = WorkerProcess.Start("use", $"{kind}", _folder.Path, "20");
            string[] said = await user.ExpectEndAsync();
            found += int.Parse(said[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Empty(said[1..]);
        }

        Assert.True(found > 20, $"{found} artifacts were used");
    }

    [Fact]
    public async Task Add_DiskIsFull_SaysSoAndLeavesNothing()
    {
        string large = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"montage-{Guid.NewGuid():N}.bin");
        await File.WriteAllBytesAsync(large, TestFolder.Bytes(3 << 20, 1));
        try
        {
            using WorkerProcess worker = WorkerProcess.StartOnSmallDisk(
                2048,
                _folder.Path,
                "artifacts-too-large",
                $"{kind}",
                _folder.Path,
                large
            );
            string[] said = await worker.ExpectEndAsync();
            Assert.Contains("Make room", said[0], StringComparison.Ordinal);
            Assert.Equal(["True", "False", "1 stored"], said[1..]);
        }
        finally
        {
            File.Delete(large);
        }
    }

    [Fact]
    public async Task BeginJob_FolderMayNotBeWritten_SaysWhatToDo()
    {
        await using (CacheStore store = Open())
        {
            await AddAsync(store, 1);
        }

        _folder.Protect(mayWrite: false);
        try
        {
            using WorkerProcess worker = WorkerProcess.StartUnprivileged("artifacts", $"{kind}", _folder.Path, "1");
            Assert.Contains("Choose another cache folder", await worker.ExpectFailureAsync(), StringComparison.Ordinal);
        }
        finally
        {
            _folder.Protect(mayWrite: true);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static byte[] Content(int number) => TestFolder.Bytes(Size, number);

    private protected static async Task<string> AddAsync(CacheStore store, int number, IArtifactLease lease)
    {
        string file = lease.NewFile(".bin");
        await File.WriteAllBytesAsync(file, Content(number));
        return await store.Artifacts.AddAsync(Payload.Key(number), file, lease, default);
    }

    private protected static async Task AddAsync(CacheStore store, int number)
    {
        using IArtifactLease lease = store.Artifacts.BeginJob();
        await AddAsync(store, number, lease);
    }

    private protected static async Task<bool> HasAsync(CacheStore store, int number)
    {
        using IArtifactLease lease = store.Artifacts.BeginJob();
        return await store.Artifacts.TryGetAsync(Payload.Key(number), lease, default) is not null;
    }

    /// <summary>The folder of the store.</summary>
    private protected TestFolder Place => _folder;

    /// <summary>Where the store keeps files.</summary>
    private protected string Below => below;

    /// <summary>The files that were stored, or that jobs have.</summary>
    private protected string[] FilesIn(string name) =>
        [
            .. Directory
                .GetFiles(Path.Combine(_folder.Path, below, name), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".bin" or ".mp4" or ".owner" or ".held" or "" && Path.GetFileName(f) != "swept"),
        ];

    private protected CacheStore Open(long budget = 1L << 30) =>
        new(
            new StoreOptions
            {
                Folder = _folder.Path,
                Kind = kind,
                ArtifactBudgetBytes = budget,
                SparedFor = TimeSpan.Zero,
            }
        );
}
