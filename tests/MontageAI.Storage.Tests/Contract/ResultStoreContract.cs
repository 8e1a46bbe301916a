using MontageAI.Keys;
using MontageAI.Storage.Tests.Support;
using MontageAI.Stores;

namespace MontageAI.Storage.Tests.Contract;

/// <summary>What every store of results must do.</summary>
/// <param name="kind">The store.</param>
public abstract class ResultStoreContract(StoreKind kind) : IDisposable
{
    private readonly TestFolder _folder = new();

    /// <summary>The folder of the store.</summary>
    private protected TestFolder Place => _folder;

    [Fact]
    public async Task TryGet_AfterPut_FindsItInThisAndTheNextRun()
    {
        await using (CacheStore store = Open())
        {
            await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);
            Assert.Equal(Payload.Make(1), await store.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
        }

        await using CacheStore next = Open();
        Assert.Equal(Payload.Make(1), await next.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
        ResultStatistics statistics = (await next.StatisticsAsync(default)).Results;
        Assert.Equal((0, 1, 1, 0), (statistics.MemoryHits, statistics.MemoryMisses, statistics.DiskHits, statistics.DiskMisses));
    }

    [Fact]
    public async Task TryGet_UnknownKey_Misses()
    {
        await using CacheStore store = Open();

        Assert.Null(await store.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
        Assert.Equal(1, (await store.StatisticsAsync(default)).Results.DiskMisses);
    }

    [Fact]
    public async Task GetOrAdd_ManyCallersAtOnce_MakesOnce()
    {
        await using CacheStore store = Open();
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

    // The first needs a core to make it, which the second holds while it waits for the first: it must be told to let go.
    [Fact]
    public async Task GetOrAdd_WaiterHoldsWhatTheMakerNeeds_LetsGoOfIt()
    {
        await using CacheStore store = Open();
        using SemaphoreSlim core = new(0, 1);
        int told = 0;
        TaskCompletionSource making = new();
        Task<Payload> first = store.Results.GetOrAddAsync(
            Payload.Key(8),
            Payload.Type,
            async token =>
            {
                making.SetResult();
                await core.WaitAsync(token);
                return Payload.Make(8);
            },
            () => told++,
            default
        );
        await making.Task;
        Assert.Equal(0, told);

        Payload second = await store.Results.GetOrAddAsync(
            Payload.Key(8),
            Payload.Type,
            _ => Task.FromResult(Payload.Make(9)),
            () => core.Release(),
            default
        );

        Assert.Equal(Payload.Make(8), second);
        Assert.Equal(Payload.Make(8), await first);
    }

    [Fact]
    public async Task GetOrAdd_MakingFails_IsNotRemembered()
    {
        await using CacheStore store = Open();
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            store.Results.GetOrAddAsync(Payload.Key(1), Payload.Type, _ => throw new InvalidDataException("broken clip"), default)
        );

        Payload second = await store.Results.GetOrAddAsync(Payload.Key(1), Payload.Type, _ => Task.FromResult(Payload.Make(1)), default);

        Assert.Equal(Payload.Make(1), second);
    }

    [Fact]
    public async Task GetOrAdd_FirstCallerCancelled_LeavesTheOthersAlone()
    {
        await using CacheStore store = Open();
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
    public async Task Put_OverBudget_DropsTheLeastRecentlyUsed()
    {
        const int Count = 200;
        await using CacheStore store = Open(budget: 50_000);
        for (int i = 0; i < Count; i++)
        {
            await store.Results.PutAsync(Payload.Key(i), Payload.Make(i, 1000), Payload.Type, default);
            // The first is used all the time.
            Assert.NotNull(await store.Results.TryGetAsync(Payload.Key(0), Payload.Type, default));
        }

        ResultStatistics statistics = (await store.StatisticsAsync(default)).Results;
        Assert.InRange(statistics.Bytes, 40_000, 50_000);
        await using CacheStore next = Open(budget: 50_000);
        Assert.NotNull(await next.Results.TryGetAsync(Payload.Key(0), Payload.Type, default));
        Assert.NotNull(await next.Results.TryGetAsync(Payload.Key(Count - 1), Payload.Type, default));
        Assert.Null(await next.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
    }

    [Fact]
    public async Task Put_SameKeyAgain_ReplacesAndCountsOnce()
    {
        await using CacheStore store = Open();
        await store.Results.PutAsync(Payload.Key(1), Payload.Make(1, 10), Payload.Type, default);
        await store.Results.PutAsync(Payload.Key(1), Payload.Make(1, 5000), Payload.Type, default);

        ResultStatistics statistics = (await store.StatisticsAsync(default)).Results;
        Assert.Equal(1, statistics.Items);
        Assert.InRange(statistics.Bytes, 5000, 5100);
    }

    [Fact]
    public async Task Clear_FilledStore_LeavesNothing()
    {
        await using CacheStore store = Open();
        await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);

        await store.ClearAsync(default);

        Assert.Null(await store.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
        Assert.Equal((0, 0), ((await store.StatisticsAsync(default)).Results.Items, (await store.StatisticsAsync(default)).Results.Bytes));
    }

    [Fact]
    public async Task Put_FourProcessesAtOnce_KeepsEverything()
    {
        const int Each = 150;
        WorkerProcess[] workers =
        [
            .. Enumerable.Range(0, 4).Select(i => WorkerProcess.Start("results", $"{kind}", _folder.Path, $"{i * Each}", $"{Each}")),
        ];
        foreach (WorkerProcess worker in workers)
        {
            await worker.ExpectSuccessAsync();
            worker.Dispose();
        }

        await using CacheStore store = Open();
        Assert.Equal(4 * Each, (await store.StatisticsAsync(default)).Results.Items);
        for (int i = 0; i < 4 * Each; i++)
        {
            Assert.Equal(Payload.Make(i), await store.Results.TryGetAsync(Payload.Key(i), Payload.Type, default));
        }

        Assert.Empty(store.Degradations);
    }

    [Fact]
    public async Task Put_KilledAtRandomMoments_LeavesAWholeDatabase()
    {
        Random random = new(1);
        for (int round = 0; round < 8; round++)
        {
            using WorkerProcess worker = WorkerProcess.Start("results-for-ever", $"{kind}", _folder.Path);
            Assert.Equal("ready", await worker.ReadLineAsync());
            await Task.Delay(random.Next(80));
            await worker.KillAsync();

            await using CacheStore store = Open();
            List<Payload> found = [];
            for (int i = 0; i < 500; i++)
            {
                if (await store.Results.TryGetAsync(Payload.Key(i), Payload.Type, default) is { } payload)
                {
                    Assert.Equal(Payload.Make(i, 3000), payload);
                    found.Add(payload);
                }
            }

            Assert.Empty(store.Degradations);
            Assert.Equal(found.Count, (await store.StatisticsAsync(default)).Results.Items);
        }
    }

    [Fact]
    public async Task Put_FolderCannotBeMade_GoesOnWithoutAndSaysSo()
    {
        _folder.Write("file", [1]);
        await using CacheStore store = new(new StoreOptions { Folder = _folder["file/below"], Kind = kind });

        await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);

        Assert.NotNull(await store.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
        Assert.NotEmpty(store.Degradations);
    }

    [Fact]
    public async Task TryGet_StoredValueOfOtherShape_Misses()
    {
        ContentKey key = Payload.Key(1);
        await using (CacheStore store = Open())
        {
            await store.Results.PutAsync(key, "a text", PayloadContext.Default.String, default);
        }

        await using CacheStore next = Open();
        Assert.Null(await next.Results.TryGetAsync(key, Payload.Type, default));
    }

    [Fact]
    public async Task Put_ManyThreadsAtOnce_KeepsEverything()
    {
        await using CacheStore store = Open();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(thread =>
                    Task.Run(async () =>
                    {
                        for (int i = 0; i < 40; i++)
                        {
                            // Every number by two threads.
                            int number = (thread / 2 * 40) + i;
                            await store.Results.PutAsync(Payload.Key(number), Payload.Make(number), Payload.Type, default);
                        }
                    })
                )
        );

        await using CacheStore next = Open();
        for (int i = 0; i < 160; i++)
        {
            Assert.Equal(Payload.Make(i), await next.Results.TryGetAsync(Payload.Key(i), Payload.Type, default));
        }

        Assert.Equal(160, (await next.StatisticsAsync(default)).Results.Items);
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("cut short")]
    [InlineData("empty")]
    [InlineData("another's")]
    public async Task TryGet_StoredBytesAreNotThoseThatWereStored_IsReportedAndMadeAgain(string harm)
    {
        await using (CacheStore store = Open())
        {
            await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);
            await store.Results.PutAsync(Payload.Key(2), Payload.Make(2), Payload.Type, default);
        }

        byte[] stranger = Harm(Payload.Key(2), bytes => bytes);
        Harm(
            Payload.Key(1),
            bytes =>
                harm switch
                {
                    // Still valid JSON: {"Number":1,... becomes {"Number":7,...
                    "altered" => Altered(bytes),
                    "cut short" => bytes[..^1],
                    "empty" => [],
                    _ => stranger,
                }
        );

        await using CacheStore next = Open();
        Payload made = await next.Results.GetOrAddAsync(Payload.Key(1), Payload.Type, _ => Task.FromResult(Payload.Make(1)), default);

        Assert.Equal(Payload.Make(1), made);
        Assert.Contains("made again: test", Assert.Single(next.Degradations).ToString(), StringComparison.Ordinal);
        Assert.Equal(Payload.Make(2), await next.Results.TryGetAsync(Payload.Key(2), Payload.Type, default));
        await using CacheStore last = Open();
        Assert.Equal(Payload.Make(1), await last.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
        Assert.Empty(last.Degradations);
    }

    [Fact]
    public async Task Put_FolderMayNotBeWritten_GoesOnAndSaysSo()
    {
        await using (CacheStore store = Open())
        {
            await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);
        }

        _folder.Protect(mayWrite: false);
        try
        {
            using WorkerProcess worker = WorkerProcess.StartUnprivileged("results-unwritable", $"{kind}", _folder.Path);
            string[] said = await worker.ExpectEndAsync();
            Assert.Contains(said[0], new[] { Payload.Make(1).Text, "missing" });
            Assert.Contains(said[1..], m => m.Contains(_folder.Path, StringComparison.Ordinal));
        }
        finally
        {
            _folder.Protect(mayWrite: true);
        }
    }

    [Fact]
    public async Task Put_DiskIsFull_LosesNothingElseAndSaysSo()
    {
        using WorkerProcess worker = WorkerProcess.StartOnSmallDisk(2048, _folder.Path, "results-too-large", $"{kind}", _folder.Path);
        string[] said = await worker.ExpectEndAsync();

        Assert.Equal([Payload.Make(1).Text, "missing", "0 left"], said[..3]);
        Assert.Contains("may not be remembered", Assert.Single(said[3..]), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes the stored bytes of a key behind the store's back, and gives those that were there.</summary>
    private protected abstract byte[] Harm(ContentKey key, Func<byte[], byte[]> change);

    private static byte[] Altered(byte[] bytes)
    {
        byte[] altered = [.. bytes];
        int at = altered.AsSpan().IndexOf("\"Number\":1"u8);
        Assert.True(at > 0);
        altered[at + 9] = (byte)'7';
        return altered;
    }

    private protected CacheStore Open(long budget = 4 << 20) =>
        new(
            new StoreOptions
            {
                Folder = _folder.Path,
                Kind = kind,
                ResultBudgetBytes = budget,
            }
        );
}
