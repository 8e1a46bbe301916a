using MontageAI.Errors;
using MontageAI.Results;

namespace MontageAI.Storage.Memory;

public sealed class EpisodicMemoryTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "memory-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Add_ThenReadByAnotherStore_GivesTheSame()
    {
        await using (CacheStore store = Open())
        {
            store.Memory.Add([Shot("aa", 1, 2.5) with { Kept = 1 }, Shot("bb", null, null) with { Banned = 1 }]);
            store.Memory.Add([Shot("aa", 1.2, 2.4) with { Kept = 1, Where = "later.json" }, Shot("aa", 7, 8) with { SwappedAway = 1 }]);
        }

        await using CacheStore again = Open();
        IReadOnlyList<RememberedShot> shots = again.Memory.Read();

        Assert.Equal(
            [("aa", 1.0, 2, 0, 0), ("aa", 7, 0, 1, 0), ("bb", -1, 0, 0, 1)],
            shots.Select(s => (s.Source, s.Start ?? -1, s.Kept, s.SwappedAway, s.Banned))
        );
        Assert.Equal("later.json", shots[0].Where);
        Assert.Equal((0.25f, -0.25f, -0.4f), (shots[0].Liking, shots[1].Liking, shots[2].Liking));
        string text = File.ReadAllText(again.Memory.File);
        Assert.Contains("\"schema\": \"montage-ai.memory\"", text, StringComparison.Ordinal);
        Assert.Contains("\"version\": 1", text, StringComparison.Ordinal);
        Assert.Contains("\"swappedAway\": 1", text, StringComparison.Ordinal);
    }

    /// <summary>Three tries of one edit are one dislike of what stood there, and one liking of what stands there in the end.</summary>
    [Fact]
    public async Task Add_CorrectionOfACorrection_CountsOnce()
    {
        await using CacheStore store = Open();
        foreach ((double away, double there) in new[] { (1.0, 10.0), (10, 20), (20, 30) })
        {
            store.Memory.Add([
                Shot("aa", away, away + 2) with
                {
                    SwappedAway = 1,
                    Where = "film.json",
                },
                Shot("aa", there, there + 2) with
                {
                    Chosen = 1,
                    Where = "film.json",
                },
            ]);
        }

        Assert.Equal([(1.0, 0, 1), (30.0, 1, 0)], store.Memory.Read().Select(s => (s.Start ?? -1, s.Chosen, s.SwappedAway)));
    }

    /// <summary>Another film's choice is another decision.</summary>
    [Fact]
    public async Task Add_ChosenInOneFilmAndSwappedAwayInAnother_CountsBoth()
    {
        await using CacheStore store = Open();
        store.Memory.Add([Shot("aa", 1, 3) with { Chosen = 1, Where = "a.json" }]);
        store.Memory.Add([Shot("aa", 1, 3) with { SwappedAway = 1, Where = "b.json" }]);

        Assert.Equal([(1, 1)], store.Memory.Read().Select(s => (s.Chosen, s.SwappedAway)));
    }

    [Fact]
    public async Task Forget_Clip_LeavesTheOthers()
    {
        await using CacheStore store = Open();
        store.Memory.Add([Shot("aa", 1, 2) with { Kept = 1 }, Shot("aa", 5, 6) with { Kept = 1 }, Shot("bb", 1, 2) with { Kept = 1 }]);

        Assert.Equal(2, store.Memory.Forget(s => s.Source == "aa"));

        Assert.Equal(["bb"], store.Memory.Read().Select(s => s.Source));
    }

    [Fact]
    public async Task ClearStore_KeepsMemory_ClearMemoryDoesNot()
    {
        await using CacheStore store = Open();
        store.Memory.Add([Shot("aa", 1, 2) with { Kept = 1 }]);

        await store.ClearAsync(default);
        Assert.Single(store.Memory.Read());

        store.Memory.Clear();
        Assert.Empty(store.Memory.Read());
        Assert.False(File.Exists(store.Memory.File));
    }

    [Theory]
    [InlineData("{ \"schema\": \"montage-ai.memory\", \"vers")]
    [InlineData("{ \"schema\": \"montage-ai.memory\", \"version\": 99, \"shots\": [] }")]
    public async Task Read_FileThatCannotBeUsed_SaysSoAndLosesNothing(string text)
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, EpisodicMemory.FileName), text);
        await using CacheStore store = Open();

        Assert.Empty(store.Memory.Read());
        Assert.Contains(
            store.Degradations,
            d =>
                d.ToString().Contains(EpisodicMemory.FileName, StringComparison.Ordinal)
                && d.ToString().Contains(Remedy.ForgetMemory.Neutral, StringComparison.Ordinal)
        );

        store.Memory.Add([Shot("aa", 1, 2) with { Kept = 1 }]);
        Assert.Single(store.Memory.Read());
        Assert.Equal(text, File.ReadAllText(store.Memory.File + ".unreadable"));
    }

    [Fact]
    public async Task Add_ManyAtOnce_LosesNone()
    {
        const int Writers = 8,
            Each = 12;
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(w =>
                    Task.Run(async () =>
                    {
                        await using CacheStore store = Open();
                        for (int i = 0; i < Each; i++)
                        {
                            store.Memory.Add([
                                Shot($"clip{w}", 10 * i, (10 * i) + 1) with
                                {
                                    Kept = 1,
                                },
                                Shot("all", 0, 1) with
                                {
                                    Chosen = 1,
                                },
                            ]);
                        }
                    })
                )
        );

        await using CacheStore after = Open();
        Assert.Equal((Writers * Each) + 1, after.Memory.Read().Count);
        Assert.Equal(Writers * Each, after.Memory.Read().Single(s => s.Source == "all").Chosen);
        Assert.Empty(after.Degradations);
    }

    [Fact]
    public async Task Add_AfterAKilledWriter_GoesOn()
    {
        // What a process that was killed in the middle leaves: its lock file without a holder, and half of a new file under a temporary
        // name.
        await using CacheStore store = Open();
        store.Memory.Add([Shot("aa", 1, 2) with { Kept = 1 }]);
        File.WriteAllText(store.Memory.File + ".lock", "");
        File.WriteAllText(Path.Combine(_folder, ".montage-000000000000.1-1.abcdef.part.json"), "{ \"sch");

        store.Memory.Add([Shot("bb", 1, 2) with { Kept = 1 }]);

        Assert.Equal(["aa", "bb"], store.Memory.Read().Select(s => s.Source));
    }

    private CacheStore Open() => new(new StoreOptions { Folder = _folder });

    private static RememberedShot Shot(string source, double? start, double? end) =>
        new()
        {
            Source = source,
            Name = source + ".mp4",
            Start = start,
            End = end,
            Where = "film.json",
        };
}
