using MontageAI.Storage.Tests.Contract;
using MontageAI.Storage.Tests.Support;
using MontageAI.Stores;

namespace MontageAI.Storage.Tests.Folders;

public sealed class FolderArtifactTests() : ArtifactStoreContract(StoreKind.Folder, "shared-1")
{
    private const int Budget = 3 * Size;

    [Theory]
    [InlineData(0, true)]
    [InlineData(50, true)]
    [InlineData(70, false)]
    public async Task Add_OverBudgetWhileAnotherMachineHoldsTheOldest_KeepsItUntilThatMachineFallsSilent(int minutesSilent, bool kept)
    {
        await using CacheStore store = Open(Budget);
        await AddAsync(store, 0);
        string job = Place[$"{Below}/jobs/0123456789abcdef.1-1-00000000.another"];
        Directory.CreateDirectory(job);
        await File.WriteAllTextAsync(Path.Combine(job, $"{Payload.Key(0).Hash}.held"), "");
        string life = Path.Combine(job, "alive");
        await File.WriteAllTextAsync(life, "1");
        File.SetLastWriteTimeUtc(life, File.GetLastWriteTimeUtc(life).AddMinutes(-minutesSilent));

        for (int i = 1; i < 6; i++)
        {
            await AddAsync(store, i);
        }

        Assert.Equal(kept, await HasAsync(store, 0));
        Assert.Equal(kept, Directory.Exists(job));
    }

    [Fact]
    public async Task Add_OverBudgetRightAfterUse_SparesWhatAnotherMachineMayHaveBegunToHold()
    {
        await using CacheStore store = new(
            new StoreOptions
            {
                Folder = Place.Path,
                Kind = StoreKind.Folder,
                ArtifactBudgetBytes = Budget,
                SparedFor = TimeSpan.FromHours(1),
            }
        );
        for (int i = 0; i < 6; i++)
        {
            await AddAsync(store, i);
        }

        Assert.Equal(6, FilesIn("artifacts").Length);
        await store.PruneAsync(default);
        Assert.Equal(3, FilesIn("artifacts").Length);
    }

    [Fact]
    public async Task Prune_WhatDeadMakersLeft_GoesWhenItIsOldAndNobodyHoldsIt()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        string whole = await AddAsync(store, 1, lease);
        // A file whose maker died before it wrote the facts, the file of the slower of two makers, and half of some facts.
        string lost = Leftover(whole, Payload.Key(2).Hash + "-0123456789ab.bin");
        string slower = Leftover(whole, Payload.Key(1).Hash + "-0123456789ab.bin");
        string half = Leftover(whole, Payload.Key(3).Hash + ".facts.0123456789ab.part");
        string young = Path.Combine(Path.GetDirectoryName(whole)!, Payload.Key(2).Hash + "-ba9876543210.bin");
        await File.WriteAllTextAsync(young, "just made");

        await store.PruneAsync(default);
        Assert.Equal((false, true, false, true), (File.Exists(lost), File.Exists(slower), File.Exists(half), File.Exists(young)));

        lease.Dispose();
        await store.PruneAsync(default);
        Assert.False(File.Exists(slower));
        Assert.True(await HasAsync(store, 1));
        Assert.Empty(store.Degradations);
    }

    [Fact]
    public async Task TryGet_FactsWereAltered_IsReportedAndMadeAgain()
    {
        await using CacheStore store = Open();
        using IArtifactLease lease = store.Artifacts.BeginJob();
        await AddAsync(store, 1, lease);
        string hash = Payload.Key(1).Hash;
        string facts = Place[$"{Below}/artifacts/{hash[..2]}/{hash}.facts"];
        byte[] bytes = await File.ReadAllBytesAsync(facts);
        bytes[^20]++;
        await File.WriteAllBytesAsync(facts, bytes);

        Assert.Null(await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
        Assert.Single(store.Degradations);
        await AddAsync(store, 1, lease);
        Assert.NotNull(await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default));
    }

    [Fact]
    public async Task Add_TwoStoresInOneFolder_FirstStays()
    {
        await using CacheStore one = Open();
        await using CacheStore other = Open();
        using IArtifactLease first = one.Artifacts.BeginJob();
        using IArtifactLease second = other.Artifacts.BeginJob();

        Assert.Equal(await AddAsync(one, 1, first), await AddAsync(other, 1, second));
    }

    private static string Leftover(string beside, string name)
    {
        string path = Path.Combine(Path.GetDirectoryName(beside)!, name);
        File.WriteAllText(path, "left");
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddHours(-25));
        return path;
    }
}
