using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Storage.Faults;
using MontageAI.Storage.Files;
using MontageAI.Storage.Sources;
using MontageAI.Stores;

namespace MontageAI.Storage.Folders;

/// <summary>Files by content key in a folder that processes and machines share: no database, no locks.</summary>
internal sealed class FolderArtifacts : IArtifactStore
{
    private readonly ArtifactFolder _files;
    private readonly FolderJobs _jobs;
    private readonly SweepMark _sweep;
    private readonly string _folder;
    private readonly string _jobFolder;
    private readonly long _budgetBytes;
    private readonly TimeSpan _sparedFor;
    private readonly TimeProvider _time;
    private readonly DegradationLog _degradations;
    private long _hits;
    private long _misses;
    private long _evicted;
    private long _damaged;

    /// <summary>Names the folders; touches nothing.</summary>
    /// <param name="folder">Where everything lies.</param>
    /// <param name="budgetBytes">The most bytes of artifacts.</param>
    /// <param name="sparedFor">How long after its last use nothing is removed to make room.</param>
    /// <param name="time">The clock by which the least recently used are told.</param>
    /// <param name="degradations">Where trouble is reported.</param>
    public FolderArtifacts(string folder, long budgetBytes, TimeSpan sparedFor, TimeProvider time, DegradationLog degradations)
    {
        _folder = Path.Combine(folder, "artifacts");
        _jobFolder = Path.Combine(folder, "jobs");
        _jobs = new FolderJobs(_jobFolder);
        _files = new ArtifactFolder(_folder, _jobs);
        _sweep = new SweepMark(_folder, budgetBytes);
        _budgetBytes = budgetBytes;
        _sparedFor = sparedFor;
        _time = time;
        _degradations = degradations;
    }

    /// <inheritdoc/>
    public IArtifactLease BeginJob()
    {
        try
        {
            _jobs.RemoveDead(FolderClock.Now(_jobFolder));
            return new FolderLease(_jobs, _time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"The cache folder '{_jobFolder}' cannot be written: {e.Message} Choose another cache folder or change its permissions.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public async Task<string?> TryGetAsync(ContentKey key, IArtifactLease lease, CancellationToken cancellationToken)
    {
        try
        {
            if (_files.Has(key.Hash))
            {
                // The hold comes first: whoever removes looks for holds after it has taken the facts away.
                _jobs.Hold(lease.Id, key.Hash);
                if (_files.TryRead(key.Hash, out ArtifactFacts? facts))
                {
                    if (facts is not null && await IsWholeAsync(key, facts, cancellationToken).ConfigureAwait(false))
                    {
                        _files.Touch(key.Hash, Now);
                        Interlocked.Increment(ref _hits);
                        return _files.PathOf(facts.File);
                    }

                    Drop(key, facts, "was missing, cut short or changed");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }

        Interlocked.Increment(ref _misses);
        return null;
    }

    /// <inheritdoc/>
    public async Task<string> AddAsync(ContentKey key, string finishedPath, IArtifactLease lease, CancellationToken cancellationToken)
    {
        try
        {
            string near = lease.NewFile(Path.GetExtension(finishedPath));
            await Task.Run(() => DurableFile.Bring(finishedPath, near), cancellationToken).ConfigureAwait(false);
            FileInfo file = new(near);
            if (file.Length == 0)
            {
                throw new MontageException(ErrorCode.StoreFailed, $"The file made for {key.Kind} is empty and was not stored.");
            }

            string digest = await FileFingerprint.OfAsync(near, file.Length, cancellationToken).ConfigureAwait(false);
            ArtifactFacts facts = new(ArtifactFolder.NameFor(key.Hash, file.Extension), file.Length, file.LastWriteTimeUtc.Ticks, digest);
            return Place(key, near, facts, lease);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"'{finishedPath}' could not be taken into the cache folder '{_folder}': {e.Message} "
                    + "Make room or choose another cache folder.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask DropAsync(ContentKey key, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (_files.TryRead(key.Hash, out ArtifactFacts? facts) && facts is not null && _files.PathOf(facts.File) == path)
            {
                // Others may be reading it: what is made anew has a file of its own, and until then they have what they found.
                Drop(key, facts, "proved unusable", leavesFile: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ArtifactStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        (long bytes, long items) = (0, 0);
        try
        {
            (bytes, items) = _files.Totals();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }

        return ValueTask.FromResult(
            new ArtifactStatistics(
                items,
                bytes,
                _budgetBytes,
                Interlocked.Read(ref _hits),
                Interlocked.Read(ref _misses),
                Interlocked.Read(ref _evicted),
                Interlocked.Read(ref _damaged)
            )
        );
    }

    /// <inheritdoc/>
    public ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken)
    {
        try
        {
            Sweep(budgetBytes, DateTime.MaxValue);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }

        return ValueTask.CompletedTask;
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    // What cannot be put into its place serves this job all the same, from where it lies.
    private string Place(ContentKey key, string near, ArtifactFacts facts, IArtifactLease lease)
    {
        string path = _files.PathOf(facts.File);
        try
        {
            _jobs.Hold(lease.Id, key.Hash);
            if (Earlier(key) is { } earlier)
            {
                File.Delete(near);
                return earlier;
            }

            DurableFile.Place(near, path);
            while (!_files.TryDescribe(key.Hash, facts))
            {
                if (Earlier(key) is { } faster)
                {
                    File.Delete(path);
                    return faster;
                }
            }

            _files.Touch(key.Hash, Now);
            if (_sweep.Add(facts.Size))
            {
                Sweep(SweepMark.Target(_budgetBytes), Now - _sparedFor);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }

        return File.Exists(near) ? near : path;
    }

    // What is there already; what is there and not whole goes.
    private string? Earlier(ContentKey key)
    {
        if (!_files.TryRead(key.Hash, out ArtifactFacts? earlier))
        {
            return null;
        }

        if (earlier is not null && new FileInfo(_files.PathOf(earlier.File)) is { Exists: true } file && file.Length == earlier.Size)
        {
            _files.Touch(key.Hash, Now);
            return file.FullName;
        }

        _files.TryRemove(key.Hash, found => found == earlier);
        return null;
    }

    private void Sweep(long budgetBytes, DateTime spareSince)
    {
        _jobs.RemoveDead(FolderClock.Now(_jobFolder));
        Interlocked.Add(ref _evicted, _files.Sweep(budgetBytes, spareSince));
        _sweep.Done();
    }

    private async Task<bool> IsWholeAsync(ContentKey key, ArtifactFacts facts, CancellationToken cancellationToken)
    {
        FileInfo file = new(_files.PathOf(facts.File));
        if (!file.Exists || file.Length != facts.Size)
        {
            return false;
        }

        long modified = file.LastWriteTimeUtc.Ticks;
        if (modified == facts.ModifiedTicks)
        {
            return true;
        }

        // Copied about with the whole folder, perhaps, or touched, or changed: its content tells.
        if (await FileFingerprint.OfAsync(file.FullName, facts.Size, cancellationToken).ConfigureAwait(false) != facts.Digest)
        {
            return false;
        }

        _files.Describe(key.Hash, facts with { ModifiedTicks = modified });
        return true;
    }

    private void Drop(ContentKey key, ArtifactFacts? facts, string why, bool leavesFile = false)
    {
        Interlocked.Increment(ref _damaged);
        _degradations.Add($"A cached {key.Kind} file {why} and is made again: '{(facts is null ? key.Hash : _files.PathOf(facts.File))}'.");
        // Unless another process has replaced it by a whole one meanwhile.
        _files.TryRemove(key.Hash, found => found == facts, leavesFile);
    }

    private void Report(Exception e) =>
        _degradations.Add(
            $"The store's folder '{_folder}' refused a request: {e.Message} The work goes on, but its files may not be remembered."
        );
}
