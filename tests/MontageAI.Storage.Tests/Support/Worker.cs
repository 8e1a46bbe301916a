using System.Globalization;
using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Stores;

namespace MontageAI.Storage.Tests.Support;

/// <summary>What a second process does in the concurrency and kill tests.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            return await WorkAsync(arguments);
        }
        catch (MontageException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 3;
        }
    }

    private static async Task<int> WorkAsync(string[] arguments)
    {
        string folder = arguments[2];
        await using CacheStore store = new(
            new StoreOptions
            {
                Folder = folder,
                Kind = Enum.Parse<StoreKind>(arguments[1]),
                SparedFor = TimeSpan.Zero,
                ArtifactBudgetBytes = arguments[0] == "evict-for-ever" ? 100_000 : 1L << 30,
            }
        );
        switch (arguments[0])
        {
            case "results":
                await ResultsAsync(store, Number(arguments[3]), Number(arguments[4]));
                break;
            case "results-for-ever":
                for (int i = 0; ; i++)
                {
                    await store.Results.PutAsync(Payload.Key(i % 500), Payload.Make(i % 500, 3000), Payload.Type, default);
                    SayReadyOnce(i);
                }

            case "results-unwritable":
                Say((await store.Results.TryGetAsync(Payload.Key(1), Payload.Type, default))?.Text ?? "missing");
                await store.Results.PutAsync(Payload.Key(2), Payload.Make(2), Payload.Type, default);
                break;
            case "results-too-large":
                await store.Results.PutAsync(Payload.Key(1), Payload.Make(1), Payload.Type, default);
                await store.Results.PutAsync(Payload.Key(2), Payload.Make(2, 8 << 20), Payload.Type, default);
                await using (CacheStore next = new(new StoreOptions { Folder = folder, Kind = Enum.Parse<StoreKind>(arguments[1]) }))
                {
                    Say((await next.Results.TryGetAsync(Payload.Key(1), Payload.Type, default))?.Text ?? "missing");
                    Say((await next.Results.TryGetAsync(Payload.Key(2), Payload.Type, default))?.Text ?? "missing");
                    Say($"{Directory.GetFiles(folder, "*.part", SearchOption.AllDirectories).Length} left");
                }

                break;
            case "artifacts":
                await ArtifactsAsync(store, Number(arguments[3]));
                break;
            case "artifacts-for-ever":
            case "evict-for-ever":
                for (int i = 0; ; i++)
                {
                    using IArtifactLease lease = store.Artifacts.BeginJob();
                    await AddAsync(store, lease, i % 50, TestFolder.Bytes(20_000, i % 50));
                    SayReadyOnce(i);
                }

            case "artifacts-too-large":
                await ArtifactsAsync(store, 1);
                using (IArtifactLease lease = store.Artifacts.BeginJob())
                {
                    try
                    {
                        await store.Artifacts.AddAsync(Payload.Key(1), arguments[3], lease, default);
                    }
                    catch (MontageException e)
                    {
                        Say(e.Message);
                    }

                    Say($"{await store.Artifacts.TryGetAsync(Payload.Key(0), lease, default) is not null}");
                    Say($"{await store.Artifacts.TryGetAsync(Payload.Key(1), lease, default) is not null}");
                }

                Say($"{(await store.StatisticsAsync(default)).Artifacts.Items} stored");
                break;
            case "use":
                Say((await UseAsync(store, Number(arguments[3]))).ToString(CultureInfo.InvariantCulture));
                break;
            case "hold":
                using (IArtifactLease lease = store.Artifacts.BeginJob())
                {
                    Say(await store.Artifacts.TryGetAsync(Payload.Key(Number(arguments[3])), lease, default) ?? "missing");
                    await Task.Delay(Timeout.Infinite);
                }

                break;
            case "scratch":
                await using (ScratchSpace space = ScratchSpace.Create(new ScratchOptions { DiskFolder = folder, RamFolder = arguments[3] }))
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

    private static async Task ResultsAsync(CacheStore store, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            await store.Results.PutAsync(Payload.Key(i), Payload.Make(i), Payload.Type, default);
            // Others write other numbers at the same time; what is there of theirs must be whole.
            Payload? other = await store.Results.TryGetAsync(Payload.Key((i + count) % (4 * count)), Payload.Type, default);
            if (other is not null && other != Payload.Make(other.Number))
            {
                throw new InvalidOperationException("torn value");
            }
        }
    }

    private static async Task ArtifactsAsync(CacheStore store, int count)
    {
        using IArtifactLease lease = store.Artifacts.BeginJob();
        for (int i = 0; i < count; i++)
        {
            byte[] content = TestFolder.Bytes(20_000 + i, i);
            if (!(await File.ReadAllBytesAsync(await AddAsync(store, lease, i, content))).AsSpan().SequenceEqual(content))
            {
                throw new InvalidOperationException("wrong content");
            }
        }
    }

    // What a job got stays until the job ends, however much others remove meanwhile.
    private static async Task<int> UseAsync(CacheStore store, int rounds)
    {
        int found = 0;
        for (int i = 0; i < rounds; i++)
        {
            using IArtifactLease lease = store.Artifacts.BeginJob();
            List<(int Number, string Path)> held = [];
            for (int number = 0; number < 50; number++)
            {
                if (await store.Artifacts.TryGetAsync(Payload.Key(number), lease, default) is { } path)
                {
                    held.Add((number, path));
                }
            }

            foreach ((int number, string path) in held)
            {
                if (!(await File.ReadAllBytesAsync(path)).AsSpan().SequenceEqual(TestFolder.Bytes(20_000, number)))
                {
                    throw new InvalidOperationException("wrong content");
                }
            }

            found += held.Count;
        }

        return found;
    }

    private static async Task<string> AddAsync(CacheStore store, IArtifactLease lease, int number, byte[] content)
    {
        string file = lease.NewFile(".bin");
        await File.WriteAllBytesAsync(file, content);
        return await store.Artifacts.AddAsync(Payload.Key(number), file, lease, default);
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
