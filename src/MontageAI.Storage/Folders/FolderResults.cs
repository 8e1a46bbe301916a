using MontageAI.Keys;
using MontageAI.Storage.Faults;
using MontageAI.Storage.Files;
using MontageAI.Storage.Results;

namespace MontageAI.Storage.Folders;

/// <summary>Records of results, a file each, whose time of change is that of its last use.</summary>
internal sealed class FolderResults : IResultRecords
{
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromDays(1);

    private readonly string _folder;
    private readonly long _budgetBytes;
    private readonly TimeProvider _time;
    private readonly DegradationLog _degradations;
    private readonly SweepMark _sweep;

    /// <summary>Names the folder; touches nothing.</summary>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="budgetBytes">The most bytes that all of them may take.</param>
    /// <param name="time">The clock by which the least recently used are told.</param>
    /// <param name="degradations">Where trouble is reported.</param>
    public FolderResults(string folder, long budgetBytes, TimeProvider time, DegradationLog degradations)
    {
        (_folder, _budgetBytes, _time, _degradations) = (folder, budgetBytes, time, degradations);
        _sweep = new SweepMark(folder, budgetBytes);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> ReadAsync(ContentKey key, CancellationToken cancellationToken)
    {
        string path = PathOf(key.Hash);
        try
        {
            return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed by another process between the two.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(
        ContentKey key,
        ReadOnlyMemory<byte> record,
        IReadOnlyCollection<string> used,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            string path = PathOf(key.Hash);
            DurableFile.Write(path, record.Span);
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
            Touch(used);
            if (_sweep.Add(record.Length))
            {
                Sweep(SweepMark.Target(_budgetBytes));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(ContentKey key, CancellationToken cancellationToken)
    {
        TryRemove(PathOf(key.Hash));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask MarkUsedAsync(IReadOnlyCollection<string> used, CancellationToken cancellationToken)
    {
        Touch(used);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<(long Bytes, long Items)> TotalsAsync(CancellationToken cancellationToken)
    {
        IEnumerable<FileInfo> records = Files().Where(IsRecord);
        return ValueTask.FromResult(records.Aggregate((Bytes: 0L, Items: 0L), (sum, f) => (sum.Bytes + f.Length, sum.Items + 1)));
    }

    /// <inheritdoc/>
    public ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken)
    {
        try
        {
            Sweep(budgetBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }

        return ValueTask.CompletedTask;
    }

    private void Sweep(long budgetBytes)
    {
        DateTime old = FolderClock.Now(_folder) - s_leftoverAge;
        List<FileInfo> records = [];
        foreach (FileInfo file in Files())
        {
            if (IsRecord(file))
            {
                records.Add(file);
            }
            else if (file.Name.EndsWith(DurableFile.Unfinished, StringComparison.Ordinal) && file.LastWriteTimeUtc < old)
            {
                TryRemove(file.FullName);
            }
        }

        long bytes = records.Sum(f => f.Length);
        foreach (FileInfo file in records.OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal))
        {
            if (bytes <= budgetBytes)
            {
                break;
            }

            TryRemove(file.FullName);
            bytes -= file.Length;
        }

        _sweep.Done();
    }

    // Sizes and times come with the listing; a file that goes meanwhile was listed all the same.
    private List<FileInfo> Files()
    {
        try
        {
            return new DirectoryInfo(_folder) is { Exists: true } folder
                ? [.. folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Exists)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
            return [];
        }
    }

    private void Touch(IReadOnlyCollection<string> used)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        foreach (string hash in used)
        {
            try
            {
                File.SetLastWriteTimeUtc(PathOf(hash), now);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone by now, or another user's: it then counts as used when it was made.
            }
        }
    }

    private void TryRemove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(e);
        }
    }

    private void Report(Exception e) =>
        _degradations.Add(
            $"The store's folder '{_folder}' refused a request: {e.Message} The work goes on, but its results may not be remembered."
        );

    private static bool IsRecord(FileInfo file) => file.Name.Length == 64;

    private string PathOf(string hash) => Path.Combine(_folder, hash[..2], hash);
}
