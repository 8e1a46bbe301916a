using System.Globalization;
using Microsoft.Win32.SafeHandles;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Storage.Files;
using MontageAI.Storage.Results;
using MontageAI.Stores;

namespace MontageAI.Storage.Sources;

/// <summary>
/// Tells what file lies at a path. A file is opened once, about 0.5 MB of it are read, and the facts are those of what was opened; while
/// they stay as they were, the answer is that of before, in this run from memory, in the next from the store. Files are opened for reading
/// only and others may go on using them.
/// </summary>
internal sealed class SourceFiles : ISourceFiles
{
    // A file that changed this recently may change again without its time changing (clocks of file systems are coarse), so its
    // fingerprint is not remembered yet.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    private const int MostKnown = 200_000;

    private readonly IResultStore _results;
    private readonly TimeProvider _time;
    private readonly LruCache<string, Known> _known = new(MostKnown);
    private readonly KeyedGate _gate = new();
    private long _read;
    private long _recalled;
    private long _seenBefore;

    /// <summary>Knows no file yet.</summary>
    /// <param name="results">Where fingerprints are remembered between runs.</param>
    /// <param name="time">The clock.</param>
    public SourceFiles(IResultStore results, TimeProvider time) => (_results, _time) = (results, time);

    /// <inheritdoc/>
    public SourceStatistics Statistics =>
        new(Interlocked.Read(ref _read), Interlocked.Read(ref _recalled), Interlocked.Read(ref _seenBefore));

    /// <inheritdoc/>
    public async Task<SourceFile> IdentifyAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        FileFacts facts = Look(path);
        if (Remembered(path, facts) is { } known)
        {
            return known;
        }

        // Stages ask about the same file at once.
        using IDisposable turn = await _gate.EnterAsync(path, static () => { }, cancellationToken).ConfigureAwait(false);
        if (Remembered(path, facts) is { } knownMeanwhile)
        {
            return knownMeanwhile;
        }

        if (await _results.TryGetAsync(KeyOf(path, facts), SourceJson.StoredSource, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            Interlocked.Increment(ref _recalled);
            return Remember(path, new Known(facts, new SourceFile(path, facts.Size, facts.ModifiedUtc, stored.Fingerprint)));
        }

        Known read = await Task.Run(() => Read(path, cancellationToken), cancellationToken).ConfigureAwait(false);
        facts = read.Facts;
        Interlocked.Increment(ref _read);
        // Of a camera whose clock is ahead files are changed in the future; when they really were, the system knows where it tells.
        DateTime latest = facts.ChangedTicks == 0 ? facts.ModifiedUtc : DateTime.UnixEpoch.AddTicks(facts.ChangedTicks);
        if (_time.GetUtcNow().UtcDateTime - latest <= s_settled)
        {
            return read.File;
        }

        await _results
            .PutAsync(KeyOf(path, facts), new StoredSource(read.File.Fingerprint), SourceJson.StoredSource, cancellationToken)
            .ConfigureAwait(false);
        return Remember(path, read);
    }

    private static ContentKey KeyOf(string path, FileFacts facts) =>
        ContentKey
            .For("source", FileFingerprint.Version.ToString(CultureInfo.InvariantCulture))
            .With("path", path)
            .With("size", facts.Size)
            .With("modified", facts.ModifiedUtc.Ticks)
            .With("changed", facts.ChangedTicks)
            .With("number", unchecked((long)facts.Number))
            .Build();

    private SourceFile? Remembered(string path, FileFacts facts)
    {
        if (!_known.TryGet(path, out Known? known) || known.Facts != facts)
        {
            return null;
        }

        Interlocked.Increment(ref _seenBefore);
        return known.File;
    }

    private SourceFile Remember(string path, Known known)
    {
        _known.Set(path, known);
        return known.File;
    }

    private static FileFacts Look(string path)
    {
        try
        {
            return FileFacts.Of(path) switch
            {
                { IsPlain: true, Size: > 0 } facts => facts,
                { IsPlain: true } => throw new MediaException(
                    ErrorCode.FileEmpty,
                    path,
                    "the file is empty (0 bytes).",
                    "Copy it again from its source."
                ),
                { Kind: FileKind.Folder } => throw new MediaException(
                    ErrorCode.FileKind,
                    path,
                    "this is a folder.",
                    "Name the files in it, or pass the folder where folders are expected."
                ),
                // Opening a pipe or a device could wait for ever.
                { } => throw new MediaException(ErrorCode.FileKind, path, "this is a pipe or a device, not a file.", "Name a file."),
                null => throw Missing(path),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static MediaException Missing(string path) =>
        new FileInfo(path).LinkTarget is { } target
            ? new MediaException(
                ErrorCode.FileMissing,
                path,
                $"this is a link to '{target}', which does not exist.",
                "Restore what it leads to, or remove the link."
            )
            : new MediaException(ErrorCode.FileMissing, path, "there is no such file.", "Check the name.");

    // What is opened is what is described, whatever happens to the path meanwhile.
    private static Known Read(string path, CancellationToken cancellationToken)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                FileOptions.RandomAccess
            );
            FileFacts before = FileFacts.Of(file);
            string fingerprint = FileFingerprint.Compute(file, before.Size, cancellationToken);
            return FileFacts.Of(file) == before && Look(path) == before
                ? new Known(before, new SourceFile(path, before.Size, before.ModifiedUtc, fingerprint))
                : throw Changing(path, null);
        }
        catch (Exception e) when (e is EndOfStreamException or FileNotFoundException)
        {
            throw Changing(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static MediaException Changing(string path, Exception? cause) =>
        new(
            ErrorCode.SourceChanged,
            path,
            "the file is changing while it is read.",
            "Wait until it is copied or recorded, then run again.",
            cause
        );

    private static MediaException Unreadable(string path, Exception cause) =>
        new(ErrorCode.FileUnreadable, path, $"the file cannot be read: {cause.Message}", "Check its permissions and the disk.", cause);

    // A class, not a tuple: the collections' code for reference types is compiled ahead of time.
    private sealed record Known(FileFacts Facts, SourceFile File);
}
