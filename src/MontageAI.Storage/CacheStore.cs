using MontageAI.Errors;
using MontageAI.Storage.Artifacts;
using MontageAI.Storage.Caching;
using MontageAI.Storage.Databases;
using MontageAI.Storage.Memory;
using MontageAI.Storage.Sources;

namespace MontageAI.Storage;

/// <summary>
/// Everything that is remembered between runs: who the source files are, results by content key, and files by content key. One
/// per process; opens nothing until it is used. The owner disposes it.
/// </summary>
public sealed class CacheStore : IDisposable
{
    private readonly StoreDatabase _database;
    private readonly DegradationLog _degradations = new();

    /// <summary>Names the store; touches no file.</summary>
    public CacheStore(CacheStoreOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.ResultBudgetBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(options.ArtifactBudgetBytes);
        Folder = Path.GetFullPath(options.Folder);
        _database = new StoreDatabase(Folder, _degradations);
        Sources = new SourceFiles(_database, options.Time);
        Results = new ResultCache(_database, options.ResultBudgetBytes, options.Time);
        Memory = new EpisodicMemory(Folder, options.Time, _degradations);
        Artifacts = new ArtifactStore(_database, Folder, options.ArtifactBudgetBytes, options.Time, _degradations);
    }

    /// <summary>The store's folder, full path.</summary>
    public string Folder { get; }

    /// <summary>Identities of source files.</summary>
    public SourceFiles Sources { get; }

    /// <summary>Results by content key.</summary>
    public ResultCache Results { get; }

    /// <summary>Files by content key.</summary>
    public ArtifactStore Artifacts { get; }

    /// <summary>What the user decided before. Neither pruning nor clearing the store touches it.</summary>
    public EpisodicMemory Memory { get; }

    /// <summary>What did not work as it should, for the run report.</summary>
    public IReadOnlyList<Phrase> Degradations => _degradations.Messages;

    /// <summary>Sizes and hit counts.</summary>
    public StoreStatistics Statistics() => new(Folder, Results.Statistics(), Artifacts.Statistics());

    /// <summary>Brings the store within its budgets, removes leftovers, and gives the room back to the disk.</summary>
    public void Prune()
    {
        StoreStatistics before = Statistics();
        Shrink(before.Results.BudgetBytes, before.Artifacts.BudgetBytes);
    }

    /// <summary>Removes everything that no running job holds.</summary>
    public void Clear()
    {
        Sources.Clear();
        Shrink(0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Results.Flush();
        _database.Dispose();
    }

    private void Shrink(long resultBytes, long artifactBytes)
    {
        Results.Prune(resultBytes);
        Artifacts.Prune(artifactBytes);
        Sources.Prune();
        _database.Run(
            connection =>
            {
                connection.Execute("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
                return true;
            },
            otherwise: false
        );
    }
}

/// <summary>What a store holds.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Results">Results by content key.</param>
/// <param name="Artifacts">Files by content key.</param>
public sealed record StoreStatistics(string Folder, CacheStatistics Results, ArtifactStatistics Artifacts);
