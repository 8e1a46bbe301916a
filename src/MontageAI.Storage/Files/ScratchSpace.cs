using MontageAI.Errors;

namespace MontageAI.Storage.Files;

/// <summary>
/// The temporary files of one job: in memory (a tmpfs folder) while the budget and the free space there allow, else on disk. All
/// are removed when the space is disposed; what a killed process left is removed when anyone creates the next space, and never
/// what a running process uses. Safe for threads.
/// </summary>
public sealed class ScratchSpace : IAsyncDisposable
{
    private readonly ScratchOptions _options;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _inRam = [];
    private readonly OwnedFolder _disk;
    private readonly OwnedFolder? _ram;
    private int _count;

    private ScratchSpace(ScratchOptions options, OwnedFolder disk, OwnedFolder? ram)
    {
        _options = options;
        _disk = disk;
        _ram = ram;
    }

    /// <summary>Makes a space, after removing what dead processes left in the same folders.</summary>
    /// <exception cref="MontageException">The disk folder cannot be made.</exception>
    public static ScratchSpace Create(ScratchOptions options)
    {
        OwnedFolder disk;
        try
        {
            OwnedFolder.RemoveAbandoned(options.DiskFolder);
            disk = OwnedFolder.Create(options.DiskFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"The folder for temporary files '{options.DiskFolder}' cannot be written: {e.Message} Choose another cache folder or "
                    + $"change its permissions.",
                e
            );
        }

        OwnedFolder? ram = null;
        if (options.RamFolder is not null)
        {
            try
            {
                OwnedFolder.RemoveAbandoned(options.RamFolder);
                ram = OwnedFolder.Create(options.RamFolder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // No such memory file system here, or not ours: disk does the same, slower.
            }
        }

        return new ScratchSpace(options, disk, ram);
    }

    /// <summary>Names a new file, which does not exist yet.</summary>
    /// <param name="extension">With its dot, or empty.</param>
    /// <param name="expectedBytes">How large it will become; counts against the budget until it is there and larger. An estimate on the
    /// high side is best.</param>
    /// <returns>A full path, in memory or on disk.</returns>
    public string NewFile(string extension, long expectedBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedBytes);
        lock (_lock)
        {
            string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{++_count:D5}{extension}");
            if (_ram is null || !Fits(expectedBytes))
            {
                return Path.Combine(_disk.Path, name);
            }

            string path = Path.Combine(_ram.Path, name);
            _inRam.Add(path, expectedBytes);
            return path;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ram?.Dispose();
        _disk.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool Fits(long bytes)
    {
        long held = 0;
        long promised = 0;
        foreach ((string path, long expected) in _inRam)
        {
            FileInfo file = new(path);
            long length = file.Exists ? file.Length : 0;
            held += Math.Max(length, expected);
            promised += Math.Max(0, expected - length);
        }

        long free = new DriveInfo(_ram!.Path).AvailableFreeSpace;
        return held + bytes <= _options.RamBudgetBytes && free - promised - bytes >= _options.RamReserveBytes;
    }
}
