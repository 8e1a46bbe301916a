using MontageAI.Storage.Caching;
using MontageAI.Storage.Keys;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Caching;

public sealed class ResultCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void TryGet_AfterPut_FindsItInThisAndTheNextRun()
    {
        using (CacheStore store = Open())
        {
            store.Results.Put(Payload.Key(1), Payload.Make(1), Payload.Type);
            Assert.True(store.Results.TryGet(Payload.Key(1), Payload.Type, out Payload? now));
            Assert.Equal(Payload.Make(1), now);
        }

        using CacheStore next = Open();
        Assert.True(next.Results.TryGet(Payload.Key(1), Payload.Type, out Payload? later));
        Assert.Equal(Payload.Make(1), later);
        CacheStatistics statistics = next.Statistics().Results;
        Assert.Equal((0, 1, 1, 0), (statistics.MemoryHits, statistics.MemoryMisses, statistics.DiskHits, statistics.DiskMisses));
    }

    [Fact]
    public void TryGet_UnknownKey_Misses()
    {
        using CacheStore store = Open();

        Assert.False(store.Results.TryGet(Payload.Key(1), Payload.Type, out _));
        Assert.Equal(1, store.Statistics().Results.DiskMisses);
    }

    [Fact]
    public async Task GetOrAdd_ManyCallersAtOnce_MakesOnce()
    {
        using CacheStore store = Open();
        int made = 0;
        async Task<Payload> MakeAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref made);
            await Task.Delay(20, cancellationToken);
            return Payload.Make(7);
        }

        Payload[] results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => Task.Run(() => store.Results.GetOrAddAsync(Payload.Key(7), Payload.Type, MakeAsync, default)))
        );

        Assert.Equal(1, made);
        Assert.All(results, r => Assert.Equal(Payload.Make(7), r));
    }

    [Fact]
    public async Task GetOrAdd_MakingFails_IsNotRemembered()
    {
        using CacheStore store = Open();
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            store.Results.GetOrAddAsync(Payload.Key(1), Payload.Type, _ => throw new InvalidDataException("broken clip"), default)
        );

        Payload second = await store.Results.GetOrAddAsync(Payload.Key(1), Payload.Type, _ => Task.FromResult(Payload.Make(1)), default);

        Assert.Equal(Payload.Make(1), second);
    }

    [Fact]
    public async Task GetOrAdd_FirstCallerCancelled_LeavesTheOthersAlone()
    {
        using CacheStore store = Open();
        using CancellationTokenSource cancel = new();
        TaskCompletionSource started = new();
        Task<Payload> first = store.Results.GetOrAddAsync(
            Payload.Key(1),
            Payload.Type,
            async token =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return Payload.Make(0);
            },
            cancel.Token
        );
        await started.Task;
        Task<Payload> second = store.Results.GetOrAddAsync(Payload.Key(1), Payload.Type, _ => Task.FromResult(Payload.Make(1)), default);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(Payload.Make(1), await second);
    }

    [Fact]
    public void Put_OverBudget_DropsTheLeastRecentlyUsed()
    {
        const int Count = 200;
        using CacheStore store = Open(budget: 50_000);
        for (int i = 0; i < Count; i++)
        {
            store.Results.Put(Payload.Key(i), Payload.Make(i, 1000), Payload.Type);
            // The first is used all the time.
            Assert.True(store.Results.TryGet(Payload.Key(0), Payload.Type, out _));
        }

        CacheStatistics statistics = store.Statistics().Results;
        Assert.InRange(statistics.Bytes, 40_000, 50_000);
        using CacheStore next = Open(budget: 50_000);
        Assert.True(next.Results.TryGet(Payload.Key(0), Payload.Type, out _));
        Assert.True(next.Results.TryGet(Payload.Key(Count - 1), Payload.Type, out _));
        Assert.False(next.Results.TryGet(Payload.Key(1), Payload.Type, out _));
    }

    [Fact]
    public void Put_SameKeyAgain_ReplacesAndCountsOnce()
    {
        using CacheStore store = Open();
        store.Results.Put(Payload.Key(1), Payload.Make(1, 10), Payload.Type);
        store.Results.Put(Payload.Key(1), Payload.Make(1, 5000), Payload.Type);

        CacheStatistics statistics = store.Statistics().Results;
        Assert.Equal(1, statistics.Items);
        Assert.InRange(statistics.Bytes, 5000, 5100);
    }

    [Fact]
    public void Clear_FilledStore_LeavesNothing()
    {
        using CacheStore store = Open();
        store.Results.Put(Payload.Key(1), Payload.Make(1), Payload.Type);

        store.Clear();

        Assert.False(store.Results.TryGet(Payload.Key(1), Payload.Type, out _));
        Assert.Equal((0, 0), (store.Statistics().Results.Items, store.Statistics().Results.Bytes));
    }

    [Fact]
    public void Clear_LargeDatabase_GivesTheRoomBack()
    {
        using CacheStore store = Open(budget: 1 << 24);
        for (int i = 0; i < 100; i++)
        {
            store.Results.Put(Payload.Key(i), Payload.Make(i, 50_000), Payload.Type);
        }

        store.Clear();

        Assert.InRange(Directory.GetFiles(_folder.Path).Sum(f => new FileInfo(f).Length), 0, 500_000);
    }

    [Fact]
    public async Task Put_FourProcessesFindADamagedDatabase_OneReplacesItAndAllGoOn()
    {
        const int Each = 50;
        _folder.Write("store-1.db", TestFolder.Bytes(5000, 1));
        WorkerProcess[] workers =
        [
            .. Enumerable.Range(0, 4).Select(i => WorkerProcess.Start("results", _folder.Path, $"{i * Each}", $"{Each}")),
        ];
        List<string> said = [];
        foreach (WorkerProcess worker in workers)
        {
            said.AddRange(await worker.ReadToEndAsync());
            worker.Dispose();
        }

        using CacheStore store = Open();
        Assert.Contains("was damaged", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(4 * Each, store.Statistics().Results.Items);
    }

    [Fact]
    public async Task Put_FourProcessesAtOnce_KeepsEverything()
    {
        const int Each = 150;
        WorkerProcess[] workers =
        [
            .. Enumerable.Range(0, 4).Select(i => WorkerProcess.Start("results", _folder.Path, $"{i * Each}", $"{Each}")),
        ];
        foreach (WorkerProcess worker in workers)
        {
            await worker.ExpectSuccessAsync();
            worker.Dispose();
        }

        using CacheStore store = Open();
        Assert.Equal(4 * Each, store.Statistics().Results.Items);
        Assert.All(
            Enumerable.Range(0, 4 * Each),
            i => Assert.True(store.Results.TryGet(Payload.Key(i), Payload.Type, out Payload? p) && p == Payload.Make(i))
        );
        Assert.Empty(store.Degradations);
    }

    [Fact]
    public async Task Put_KilledAtRandomMoments_LeavesAWholeDatabase()
    {
        Random random = new(1);
        for (int round = 0; round < 8; round++)
        {
            using WorkerProcess worker = WorkerProcess.Start("results-for-ever", _folder.Path);
            Assert.Equal("ready", await worker.ReadLineAsync());
            await Task.Delay(random.Next(80));
            await worker.KillAsync();

            using CacheStore store = Open();
            List<Payload> found = [];
            for (int i = 0; i < 500; i++)
            {
                if (store.Results.TryGet(Payload.Key(i), Payload.Type, out Payload? payload))
                {
                    Assert.Equal(Payload.Make(i, 3000), payload);
                    found.Add(payload);
                }
            }

            Assert.Empty(store.Degradations);
            Assert.Equal(found.Count, store.Statistics().Results.Items);
        }
    }

    [Fact]
    public void TryGet_DamagedDatabase_StartsAfreshAndSaysSo()
    {
        using (CacheStore store = Open())
        {
            for (int i = 0; i < 100; i++)
            {
                store.Results.Put(Payload.Key(i), Payload.Make(i, 2000), Payload.Type);
            }
        }

        string database = Directory.GetFiles(_folder.Path, "*.db").Single();
        byte[] bytes = File.ReadAllBytes(database);
        TestFolder.Bytes(bytes.Length - 100, 3).CopyTo(bytes, 100);
        File.WriteAllBytes(database, bytes);

        using CacheStore next = Open();
        Assert.False(next.Results.TryGet(Payload.Key(1), Payload.Type, out _));
        next.Results.Put(Payload.Key(1), Payload.Make(1), Payload.Type);

        Assert.Equal(1, next.Statistics().Results.Items);
        Assert.Contains("damaged", Assert.Single(next.Degradations).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryGet_FileIsNoDatabase_StartsAfresh()
    {
        _folder.Write("store-1.db", TestFolder.Bytes(5000, 1));

        using CacheStore store = Open();
        store.Results.Put(Payload.Key(1), Payload.Make(1), Payload.Type);

        Assert.Equal(1, store.Statistics().Results.Items);
        Assert.Single(store.Degradations);
    }

    [Fact]
    public void Put_FolderCannotBeMade_GoesOnWithoutAndSaysSo()
    {
        _folder.Write("file", [1]);
        using CacheStore store = new(new CacheStoreOptions { Folder = _folder["file/below"] });

        store.Results.Put(Payload.Key(1), Payload.Make(1), Payload.Type);

        Assert.True(store.Results.TryGet(Payload.Key(1), Payload.Type, out _));
        Assert.Contains("cannot be used", Assert.Single(store.Degradations).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryGet_StoredValueOfOtherShape_Misses()
    {
        ContentKey key = Payload.Key(1);
        using (CacheStore store = Open())
        {
            store.Results.Put(key, "a text", PayloadContext.Default.String);
        }

        using CacheStore next = Open();
        Assert.False(next.Results.TryGet(key, Payload.Type, out _));
    }

    public void Dispose() => _folder.Dispose();

    private CacheStore Open(long budget = 1 << 20) => new(new CacheStoreOptions { Folder = _folder.Path, ResultBudgetBytes = budget });
}
