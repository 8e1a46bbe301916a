using MontageAI.Storage.Tests.Contract;

namespace MontageAI.Storage.Tests.Databases;

public sealed class DatabaseArtifactTests() : ArtifactStoreContract(StoreKind.Database, "")
{
    [Fact]
    public async Task Add_DatabaseWasLost_SweepsTheUnknownFiles()
    {
        await using (CacheStore store = Open())
        {
            await AddAsync(store, 1);
        }

        foreach (string file in Directory.GetFiles(Place.Path, "store-2.db*"))
        {
            File.Delete(file);
        }

        await using CacheStore next = Open();
        await AddAsync(next, 2);

        Assert.Single(FilesIn("artifacts"));
    }
}
