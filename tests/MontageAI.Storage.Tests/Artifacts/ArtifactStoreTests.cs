using MontageAI.Errors;
using MontageAI.Storage.Artifacts;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Artifacts;

public sealed class ArtifactStoreTests : IDisposable
{
    private const int Size = 20_000;
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task TryGet_AfterAdd_FindsTheSameBytesInTheNextRun()
    {
        using (CacheStore store = Open())
        {
            await AddAsync(store, 1);
        }

        using CacheStore next = Open();
        using ArtifactLease lease = next.Artifacts.BeginJob();
        string? path = await next.Artifacts.TryGetAsync(Payload.Key(1), lease, default);

        Assert.Equal(Content(1), await File.ReadAllBytesAsync(path!));
        Assert.EndsWith(".mp4", path, StringComparison.Ordinal);
        Assert.Null(await next.Artifacts.TryGetAsync(Payload.Key(2), lease, default));
        Assert.Equal((1, 1), (next.Statistics().Artifacts.Hits, next.Statistics().Artifacts.Misses));
    }

    [Fact]
    public async Task Add_FileFromAnotherFileSystem_TakesIt()
    {
        string ram = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        string file = Path.Combine(ram, $"montage-storage-test-{Guid.NewGuid():N}.bin");
        await File.WriteAllBytesAsync(file, Content(1));
        using CacheStore store = Open();
        using ArtifactLease lease = store.Artifacts.BeginJob();

        string path = await store.Artifacts.AddAsync(Payload.Key(1), file, lease, default);

        Assert.False(File.Exists(file));
        Assert.Equal(Content(1), await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Add_KeyAlreadyThere_KeepsTheFirstFile()
    {
        using CacheStore store = Open();
        using ArtifactLease lease = store.Artifacts.BeginJob();
        string first = await AddAsync(store, 1, lease);
        DateTime made = File.GetLastWriteTimeUtc(first);

        string second = await AddAsync(store, 1, lease);

        Assert.Equal(first, second);
        Assert.Equal(made, File.GetLastWriteTimeUtc(second));
        Assert.Equal((1, Size), (store.Statistics().Artifacts.Items, store.Statistics().Artifacts.Bytes));
    }

    [Fact]
    public async Task Add_EmptyFile_IsRefused()
    {
        using CacheStore store = Open();
        using ArtifactLease lease = store.Artifacts.BeginJob();
        string file = lease.NewFile(".mp4");
        await File.WriteAllBytesAsync(file, []);

        await Assert.ThrowsAsync<MontageException>(() => store.Artifacts.AddAsync(Payload.Key(1), file, lease, default));

        Assert.Equal(0, store.Statistics().Artifacts.Items);
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("change")]
    [InlineData("delete")]
    [InlineData("empty")]
    public async Task TryGet_FileWasHarmed_IsAMissAndCanBeMadeAgain(string harm)
    {
        using CacheStore store = Open();
        using ArtifactLease lease = store.Artifacts.BeginJob();
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
        Assert.Equal((0, 0), (store.Statistics().Artifacts.Items, store.Statistics().Artifacts.Bytes));

        await AddAsync(store, 1, lease);
        string? again = await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default);
        Assert.Equal(Content(1), await File.ReadAllBytesAsync(again!));
    }

    [Fact]
    public async Task TryGet_OnlyTheTimeChanged_StillHits()
    {
        using CacheStore store = Open();
        using ArtifactLease lease = store.Artifacts.BeginJob();
        string path = await AddAsync(store, 1, lease);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.NotNull(await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
        Assert.Empty(store.Degradations);
    }

    [Fact]
    public async Task Add_OverBudget_EvictsTheLeastRecentlyUsed()
    {
        using CacheStore store = Open(budget: 5 * Size);
        for (int i = 0; i < 5; i++)
        {
            await AddAsync(store, i);
        }

        Assert.True(await HasAsync(store, 0));
        await AddAsync(store, 5);
        await AddAsync(store, 6);

        Assert.True(await HasAsync(store, 0));
        Assert.False(await HasAsync(store, 1));
        Assert.False(await HasAsync(store, 2));
        Assert.Equal(5, FilesIn("artifacts").Length);
        Assert.Equal(
            (5, 5 * Size, 2),
            (store.Statistics().Artifacts.Items, store.Statistics().Artifacts.Bytes, store.Statistics().Artifacts.Evicted)
        );
    }

    [Fact]
    public async Task Add_OverBudgetWhileAnotherProcessHoldsTheOldest_KeepsItUntilThatProcessDies()
    {
        using CacheStore store = Open(budget: 3 * Size);
        await AddAsync(store, 0);
        using WorkerProcess holder = WorkerProcess.Start("hold", _folder.Path, "0");
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
        Assert.Equal(3, FilesIn("artifacts").Length);
    }

    [Fact]
    public async Task Add_AllInUse_StaysOverBudgetOnlyAsLongAsTheJobRuns()
    {
        using CacheStore store = Open(budget: 2 * Size);
        using (ArtifactLease lease = store.Artifacts.BeginJob())
        {
            string[] paths = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AddAsync(store, i, lease)))];
            Assert.All(paths, p => Assert.True(File.Exists(p)));
        }

        store.Prune();

        Assert.Equal(2, FilesIn("artifacts").Length);
    }

    [Fact]
    public async Task Add_FourProcessesMakeTheSameKeys_AllGetWholeFiles()
    {
        WorkerProcess[] workers = [.. Enumerable.Range(0, 4).Select(_ => WorkerProcess.Start("artifacts", _folder.Path, "60"))];
        foreach (WorkerProcess worker in workers)
        {
            await worker.ExpectSuccessAsync();
            worker.Dispose();
        }

        using CacheStore store = Open();
        Assert.Equal(60, store.Statistics().Artifacts.Items);
        Assert.Equal(60, FilesIn("artifacts").Length);
        Assert.Empty(FilesIn("jobs"));
    }

    [Fact]
    public async Task Add_KilledAtRandomMoments_ShowsOnlyWholeFilesAndLeavesNothing()
    {
        Random random = new(2);
        for (int round = 0; round < 8; round++)
        {
            using WorkerProcess worker = WorkerProcess.Start("artifacts-for-ever", _folder.Path);
            Assert.Equal("ready", await worker.ReadLineAsync());
            await Task.Delay(random.Next(60));
            await worker.KillAsync();

            using CacheStore store = Open();
            using (ArtifactLease lease = store.Artifacts.BeginJob())
            {
                for (int i = 0; i < 50; i++)
                {
                    if (await store.Artifacts.TryGetAsync(Payload.Key(i), lease, default) is string path)
                    {
                        Assert.Equal(TestFolder.Bytes(100_000, i), await File.ReadAllBytesAsync(path));
                    }
                }
            }

            store.Prune();
            Assert.Empty(store.Degradations);
            Assert.Empty(FilesIn("jobs"));
            Assert.Equal(store.Statistics().Artifacts.Items, FilesIn("artifacts").Length);
        }
    }

    [Fact]
    public async Task Add_DatabaseWasLost_SweepsTheUnknownFiles()
    {
        using (CacheStore store = Open())
        {
            await AddAsync(store, 1);
        }

        foreach (string file in Directory.GetFiles(_folder.Path, "store-1.db*"))
        {
            File.Delete(file);
        }

        using CacheStore next = Open();
        await AddAsync(next, 2);

        Assert.Single(FilesIn("artifacts"));
    }

    [Fact]
    public async Task Clear_WithARunningJob_RemovesAllButWhatItHolds()
    {
        using CacheStore store = Open();
        await AddAsync(store, 1);
        using ArtifactLease lease = store.Artifacts.BeginJob();
        string held = await AddAsync(store, 2, lease);

        store.Clear();

        Assert.Equal([held], FilesIn("artifacts"));
    }

    [Fact]
    public async Task Dispose_LeaseWithUnfinishedFile_RemovesIt()
    {
        using CacheStore store = Open();
        using (ArtifactLease lease = store.Artifacts.BeginJob())
        {
            await File.WriteAllTextAsync(lease.NewFile(".mp4"), "half");
        }

        Assert.Empty(FilesIn("jobs"));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Content(int number) => TestFolder.Bytes(Size, number);

    private static async Task<string> AddAsync(CacheStore store, int number, ArtifactLease lease)
    {
        string file = lease.NewFile(".mp4");
        await File.WriteAllBytesAsync(file, Content(number));
        return await store.Artifacts.AddAsync(Payload.Key(number), file, lease, default);
    }

    private static async Task AddAsync(CacheStore store, int number)
    {
        using ArtifactLease lease = store.Artifacts.BeginJob();
        await AddAsync(store, number, lease);
    }

    private static async Task<bool> HasAsync(CacheStore store, int number)
    {
        using ArtifactLease lease = store.Artifacts.BeginJob();
        return await store.Artifacts.TryGetAsync(Payload.Key(number), lease, default) is not null;
    }

    private string[] FilesIn(string below) => Directory.GetFiles(_folder[below], "*", SearchOption.AllDirectories);

    private CacheStore Open(long budget = 1L << 30) => new(new CacheStoreOptions { Folder = _folder.Path, ArtifactBudgetBytes = budget });
}
