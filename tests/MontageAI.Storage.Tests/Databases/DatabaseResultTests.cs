using MontageAI.Keys;
using MontageAI.Storage.Databases;
using MontageAI.Storage.Tests.Contract;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Databases;

public sealed class DatabaseResultTests() : ResultStoreContract(StoreKind.Database)
{
    [Fact]
    public async Task Clear_LargeDatabase_GivesTheRoomBack()
    {
        await using CacheStore store = Open(budget: 1 << 24);
        for (int i = 0; i < 100; i++)
        {
            await store.Results.PutAsync(Payload.Key(i), Payload.Make(i, 50_000), Payload.Type, default);
        }

        await store.ClearAsync(default);

        Assert.InRange(Directory.GetFiles(Place.Path).Sum(f => new FileInfo(f).Length), 0, 500_000);
    }

    [Fact]
    public async Task Put_FourProcessesFindADamagedDatabase_OneReplacesItAndAllGoOn()
    {
        const int Each = 50;
        Place.Write("store-2.db", TestFolder.Bytes(5000, 1));
        WorkerProcess[] workers =
        [
            .. Enumerable.Range(0, 4).Select(i => WorkerProcess.Start("results", "Database", Place.Path, $"{i * Each}", $"{Each}")),
        ];
        List<string> said = [];
        foreach (WorkerProcess worker in workers)
        {
            said.AddRange(await worker.ReadToEndAsync());
            worker.Dispose();
        }

        await using CacheStore store = Open();
        Assert.Contains("was damaged", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(4 * Each, (await store.StatisticsAsync(default)).Results.Items);
    }

    [Fact]
    public async Task TryGet_DamagedDatabase_StartsAfreshAndSaysSo()
    {
        await using (CacheStore store = Open())
        {
            for (int i = 0; i < 100; i++)
            {
                await store.Results.PutAsync(Payload.Key(i), Payload.Make(i, 2000), Payload.Type, default);
            }
        }

        string database = Directory.GetFiles(Place.Path, "*.db").Single();
        byte[] bytes = File.ReadAllBytes(database);
        TestFolder.Bytes(bytes.Length - 100, 3).CopyTo(bytes, 100);
        File.WriteAllBytes(database, bytes);

        await using CacheStore next = Open();
        Assert.Null(await next.Results.TryGetAsync(Payload.Key(1), Payload.Type, default));
        await next.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);

        Assert.Equal(1, (await next.StatisticsAsync(default)).Results.Items);
        Assert.Contains("damaged", Assert.Single(next.Degradations).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryGet_FileIsNoDatabase_StartsAfresh()
    {
        Place.Write("store-2.db", TestFolder.Bytes(5000, 1));

        await using CacheStore store = Open();
        await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);

        Assert.Equal(1, (await store.StatisticsAsync(default)).Results.Items);
        Assert.Single(store.Degradations);
    }

    [Fact]
    public async Task Open_DatabaseOfAnEarlierVersion_MakesRoom()
    {
        Place.Write("store-1.db", TestFolder.Bytes(5000, 1));
        Place.Write("store-1.db-wal", TestFolder.Bytes(5000, 1));

        await using CacheStore store = Open();
        await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);

        Assert.Empty(Directory.GetFiles(Place.Path, "store-1*"));
        Assert.Empty(store.Degradations);
    }

    private protected override byte[] Harm(ContentKey key, Func<byte[], byte[]> change)
    {
        using SqliteConnection connection = SqliteConnection.Open(Place["store-2.db"], TimeSpan.FromSeconds(10), create: false);
        byte[] bytes;
        using (SqliteQuery read = connection.Query("SELECT value FROM results WHERE key = ?1").Bind(1, key.Hash))
        {
            Assert.True(read.Read());
            bytes = read.Bytes(0).ToArray();
        }

        using SqliteQuery write = connection.Query("UPDATE results SET value = ?2 WHERE key = ?1").Bind(1, key.Hash);
        write.Bind(2, change(bytes)).Run();
        return bytes;
    }
}
