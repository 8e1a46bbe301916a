using System.Globalization;
using MontageAI.Storage.Artifacts;
using MontageAI.Storage.Files;

namespace MontageAI.Storage.Tests.Support;

/// <summary>What a second process does in the concurrency and kill tests.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        string folder = arguments[1];
        using CacheStore store = new(new CacheStoreOptions { Folder = folder });
        switch (arguments[0])
        {
            case "results":
                Results(store, Number(arguments[2]), Number(arguments[3]));
                break;
            case "results-for-ever":
                for (int i = 0; ; i++)
                {
                    store.Results.Put(Payload.Key(i % 500), Payload.Make(i % 500, 3000), Payload.Type);
                    SayReadyOnce(i);
                }

            case "artifacts":
                await ArtifactsAsync(store, Number(arguments[2]));
                break;
            case "artifacts-for-ever":
                using (ArtifactLease lease = store.Artifacts.BeginJob())
                {
                    for (int i = 0; ; i++)
                    {
                        string file = lease.NewFile(".bin");
                        await File.WriteAllBytesAsync(file, TestFolder.Bytes(100_000, i % 50));
                        await store.Artifacts.AddAsync(Payload.Key(i % 50), file, lease, default);
                        SayReadyOnce(i);
                    }
                }

            case "hold":
                using (ArtifactLease lease = store.Artifacts.BeginJob())
                {
                    Say(await store.Artifacts.TryGetAsync(Payload.Key(Number(arguments[2])), lease, default) ?? "missing");
                    await Task.Delay(Timeout.Infinite);
                }

                break;
            case "scratch":
                await using (ScratchSpace space = ScratchSpace.Create(new ScratchOptions { DiskFolder = folder, RamFolder = arguments[2] }))
                {
                    await File.WriteAllTextAsync(space.NewFile(".txt", 10), "in ram");
                    await File.WriteAllTextAsync(space.NewFile(".txt", long.MaxValue / 4), "on disk");
                    Say("ready");
                    await Task.Delay(Timeout.Infinite);
                }

                break;
            case "pending":
                using (PendingFile pending = PendingFile.Create(Path.Combine(folder, "out.txt"), overwrite: true))
                {
                    await File.WriteAllTextAsync(pending.TemporaryPath, "half");
                    Say("ready");
                    await Task.Delay(Timeout.Infinite);
                }

                break;
            default:
                return 2;
        }

        foreach (MontageAI.Errors.Phrase message in store.Degradations)
        {
            Say(message.ToString());
        }

        return store.Degradations.Count == 0 ? 0 : 1;
    }

    private static void Results(CacheStore store, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            store.Results.Put(Payload.Key(i), Payload.Make(i), Payload.Type);
            // Others write other numbers at the same time; what is there of theirs must be whole.
            if (
                store.Results.TryGet(Payload.Key((i + count) % (4 * count)), Payload.Type, out Payload? other)
                && other != Payload.Make(other.Number)
            )
            {
                throw new InvalidOperationException("torn value");
            }
        }
    }

    private static async Task ArtifactsAsync(CacheStore store, int count)
    {
        using ArtifactLease lease = store.Artifacts.BeginJob();
        for (int i = 0; i < count; i++)
        {
            byte[] content = TestFolder.Bytes(20_000 + i, i);
            string file = lease.NewFile(".bin");
            await File.WriteAllBytesAsync(file, content);
            string path = await store.Artifacts.AddAsync(Payload.Key(i), file, lease, default);
            if (!(await File.ReadAllBytesAsync(path)).AsSpan().SequenceEqual(content))
            {
                throw new InvalidOperationException("wrong content");
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void SayReadyOnce(int round)
    {
        if (round == 0)
        {
            Say("ready");
        }
    }

    private static void Say(string text)
    {
        Console.WriteLine(text);
        Console.Out.Flush();
    }
}
