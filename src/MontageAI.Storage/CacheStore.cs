using MontageAI.Errors;
using MontageAI.Storage.Databases;
using MontageAI.Storage.Faults;
using MontageAI.Storage.Folders;
using MontageAI.Storage.Memory;
using MontageAI.Storage.Results;
using MontageAI.Storage.Sources;
using MontageAI.Stores;

namespace MontageAI.Storage;

/// <summary>
/// Everything that is remembered between runs: who the source files are, results by content key, and files by content key. One
/// per process; opens nothing until it is used. The owner disposes it.
/// </summary>
public sealed class CacheStore : IAsyncDisposable
{
    private const string SharedName = "shared-1";
    private static readonly string[] s_besideDatabase = ["artifacts", "jobs", "scratch"];

    private readonly StoreOptions _options;
    private readonly StoreDatabase? _database;
    private readonly ResultStore _results;
    private readonly DegradationLog _degradations = new();

    /// <summary>Names the store; touches no file.</summary>
    public CacheStore(StoreOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.ResultBudgetBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(options.ArtifactBudgetBytes);
        _options = options;
        Folder = Path.GetFullPath(options.Folder);
        IResultRecords records;
        if (options.Kind == StoreKind.Folder)
        {
            string shared = Path.Combine(Folder, SharedName);
            records = new FolderResults(Path.Combine(shared, "results"), options.ResultBudgetBytes, options.Time, _degradations);
            Artifacts = new FolderArtifacts(shared, options.ArtifactBudgetBytes, options.SparedFor, options.Time, _degradations);
        }
        else
        {
            _database = new StoreDatabase(Folder, _degradations);
            records = new DatabaseResults(_database, options.ResultBudgetBytes, options.Time);
            Artifacts = new DatabaseArtifacts(_database, Folder, options.ArtifactBudgetBytes, options.Time, _degradations);
        }

        Results = _results = new ResultStore(records, options.ResultBudgetBytes, _degradations);
        Sources = new SourceFiles(Results, options.Time);
        Memory = new EpisodicMemory(options.MemoryFolder ?? Folder, options.Time, _degradations);
    }

    /// <summary>Names of the folders in a folder that belong to a store there; none where there is no store.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="files">Names of its files.</param>
    /// <param name="folders">Names of its folders.</param>
    public static IReadOnlyList<string> OwnFolders(string folder, IReadOnlyList<string> files, IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(files);
        IEnumerable<string> ofDatabase = files.Any(f => f == Schema.FileName || Schema.EarlierFileNames.Contains(f))
            ? s_besideDatabase
            : [];
        IEnumerable<string> shared =
            folders.Contains(SharedName) && Directory.Exists(Path.Combine(folder, SharedName, "results")) ? [SharedName] : [];
        return [.. folders.Intersect(ofDatabase.Concat(shared))];
    }

    /// <summary>The store's folder, full path.</summary>
    public string Folder { get; }

    /// <summary>Identities of source files.</summary>
    public ISourceFiles Sources { get; }

    /// <summary>Results by content key.</summary>
    public IResultStore Results { get; }

    /// <summary>Files by content key.</summary>
    public IArtifactStore Artifacts { get; }

    /// <summary>What the user decided before. Neither pruning nor clearing the store touches it.</summary>
    public EpisodicMemory Memory { get; }

    /// <summary>What did not work as it should, for the run report.</summary>
    public IReadOnlyList<Phrase> Degradations => _degradations.Messages;

    /// <summary>Sizes and hit counts.</summary>
    public async Task<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
        new(
            Folder,
            await Results.StatisticsAsync(cancellationToken).ConfigureAwait(false),
            await Artifacts.StatisticsAsync(cancellationToken).ConfigureAwait(false)
        );

    /// <summary>Brings the store within its budgets, removes leftovers, and gives the room back to the disk.</summary>
    public Task PruneAsync(CancellationToken cancellationToken) =>
        ShrinkAsync(_options.ResultBudgetBytes, _options.ArtifactBudgetBytes, cancellationToken);

    /// <summary>Removes everything that no running job holds.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) => ShrinkAsync(0, 0, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _results.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        _database?.Dispose();
    }

    private async Task ShrinkAsync(long resultBytes, long artifactBytes, CancellationToken cancellationToken)
    {
        await Results.PruneAsync(resultBytes, cancellationToken).ConfigureAwait(false);
        await Artifacts.PruneAsync(artifactBytes, cancellationToken).ConfigureAwait(false);
        _database?.GiveBackRoom();
    }
}

/// <summary>What a store holds.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Results">Results by content key.</param>
/// <param name="Artifacts">Files by content key.</param>
public sealed record StoreStatistics(string Folder, ResultStatistics Results, ArtifactStatistics Artifacts);
