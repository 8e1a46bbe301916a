using System.Runtime.CompilerServices;
using MontageAI.Engine.Settings;
using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Storage;

namespace MontageAI.Engine.Maintenance;

/// <summary>Looks after what an engine remembers: results, rendered files, and what was decided in earlier montages.</summary>
public sealed class StoreKeeper
{
    private readonly CacheStore _store;
    private readonly EngineSettings _settings;

    internal StoreKeeper(CacheStore store, EngineSettings settings) => (_store, _settings) = (store, settings);

    /// <summary>File in which earlier decisions stand; may not exist.</summary>
    public string MemoryFile => _store.Memory.File;

    /// <summary>What the store holds.</summary>
    public async Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken)
    {
        StoreStatistics s = await _store.StatisticsAsync(cancellationToken).ConfigureAwait(false);
        return new StoreSummary(s.Folder, s.Results.Items, s.Results.Bytes, s.Artifacts.Items, s.Artifacts.Bytes, s.Artifacts.BudgetBytes);
    }

    /// <summary>Removes the least recently used rendered files until at most so many bytes are left; 0 removes everything, results
    /// too. What running jobs hold stays.</summary>
    public async Task PruneAsync(long keepBytes, CancellationToken cancellationToken)
    {
        if (keepBytes == 0)
        {
            await _store.ClearAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        CacheStore smaller = new(
            new StoreOptions
            {
                Folder = _store.Folder,
                Kind = _settings.Store,
                ArtifactBudgetBytes = keepBytes,
                Time = _settings.Time,
            }
        );
        await using ConfiguredAsyncDisposable ending = smaller.ConfigureAwait(false);
        await smaller.PruneAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything that is remembered of earlier decisions, by clip and time, with what could not be read.</summary>
    public (IReadOnlyList<RememberedShot> Shots, IReadOnlyList<Phrase> Problems) Remembered() =>
        (_store.Memory.Read(), _store.Degradations);

    /// <summary>Forgets a clip, or everything.</summary>
    /// <param name="clip">Name or path of the clip's file, or its fingerprint; null means everything.</param>
    /// <returns>How many stretches were forgotten; null where everything was.</returns>
    public int? Forget(string? clip)
    {
        if (clip is null)
        {
            _store.Memory.Clear();
            return null;
        }

        string name = Path.GetFileName(clip);
        return _store.Memory.Forget(s => s.Source == clip || string.Equals(s.Name, name, StringComparison.Ordinal));
    }
}
