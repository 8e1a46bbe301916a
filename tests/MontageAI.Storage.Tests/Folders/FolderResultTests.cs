using MontageAI.Keys;
using MontageAI.Storage.Tests.Contract;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Folders;

public sealed class FolderResultTests() : ResultStoreContract(StoreKind.Folder)
{
    [Fact]
    public async Task Prune_UnfinishedFilesOfDeadMakers_GoWhenTheyAreOldAndNoSooner()
    {
        await using CacheStore store = Open();
        await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);
        string folder = Path.GetDirectoryName(FileOf(Payload.Key(1)))!;
        string old = Path.Combine(folder, $"{Payload.Key(1).Hash}.0123456789ab.part");
        string young = Path.Combine(folder, $"{Payload.Key(1).Hash}.ba9876543210.part");
        await File.WriteAllTextAsync(old, "half");
        await File.WriteAllTextAsync(young, "half");
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(young).AddHours(-25));

        await store.PruneAsync(default);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Assert.Equal(1, (await store.StatisticsAsync(default)).Results.Items);
    }

    private protected override byte[] Harm(ContentKey key, Func<byte[], byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(FileOf(key));
        File.WriteAllBytes(FileOf(key), change(bytes));
        return bytes;
    }

    private string FileOf(ContentKey key) => Place[$"shared-1/results/{key.Hash[..2]}/{key.Hash}"];
}
