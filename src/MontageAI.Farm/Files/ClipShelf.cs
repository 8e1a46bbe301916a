using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Farm.Files;

/// <summary>
/// Blocks and heads of clips in a folder, each a file of its own that begins with the SHA-256 of the rest and is held to it whenever it is
/// read: what was altered or cut short is not there. Bounded: those used longest ago go first. Safe for threads; a folder is for one
/// process.
/// </summary>
internal sealed class ClipShelf
{
    private const string Head = "head";
    private const int HashBytes = SHA256.HashSizeInBytes;

    private readonly string _folder;
    private readonly long _mostBytes;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private long _bytes;
    private long _uses;
    private int _changes;

    /// <summary>Opens a folder; what lies in it is known again.</summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="mostBytes">The most bytes of them.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ClipShelf(string folder, long mostBytes)
    {
        (_folder, _mostBytes) = (folder, mostBytes);
        Directory.CreateDirectory(folder);
        // Of an earlier version, which kept whole clips.
        Array.ForEach(Directory.GetFiles(folder), File.Delete);
        foreach (
            FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(f => f.LastWriteTimeUtc)
        )
        {
            if (file.Extension.Length > 0)
            {
                // Was being written.
                file.Delete();
                continue;
            }

            string name = Path.GetRelativePath(folder, file.FullName);
            _kept[name] = new Kept(file.Length, _uses++);
            _bytes += file.Length;
            _changes = 1;
        }
    }

    /// <summary>Whether a block is said to be there; reading it may show that it is not.</summary>
    public bool Has(ClipId clip, int block) => Has(NameOf(clip, block));

    /// <summary>The blocks of a clip that are said to be there, as runs: number of the first, how many, and so on.</summary>
    public IReadOnlyList<int> RunsOf(ClipId clip)
    {
        List<int> runs = [];
        lock (_gate)
        {
            for (int block = 0; block < clip.Blocks; block++)
            {
                if (_kept.ContainsKey(NameOf(clip, block)))
                {
                    if (runs.Count > 0 && runs[^2] + runs[^1] == block)
                    {
                        runs[^1]++;
                    }
                    else
                    {
                        runs.AddRange([block, 1]);
                    }
                }
            }
        }

        return runs;
    }

    /// <summary>Rises whenever something comes or goes; 0 where nothing has been here.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>What is said to be there.</summary>
    /// <param name="most">Clips at most; those used last are named.</param>
    public IReadOnlyList<(ClipId Clip, IReadOnlyList<int> Blocks)> Held(int most)
    {
        Dictionary<string, (long Use, List<int> Blocks)> clips = new(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach ((string name, Kept kept) in _kept)
            {
                int at = name.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal);
                if (at > 0 && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int block))
                {
                    (long use, List<int> blocks) = clips.GetValueOrDefault(name[..at], (0, []));
                    blocks.Add(block);
                    clips[name[..at]] = (Math.Max(use, kept.Use), blocks);
                }
            }
        }

        return
        [
            .. clips
                .OrderByDescending(c => c.Value.Use)
                .Select(c => (Clip: ClipId.Parse(c.Key), c.Value.Blocks))
                .Where(c => c.Clip is not null)
                .Take(most)
                .Select(c => (c.Clip!.Value, (IReadOnlyList<int>)c.Blocks)),
        ];
    }

    /// <summary>Reads a block.</summary>
    /// <param name="clip">Its clip.</param>
    /// <param name="block">Its number.</param>
    /// <param name="to">As long as the block.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it is there.</returns>
    public async Task<bool> ReadAsync(ClipId clip, int block, Memory<byte> to, CancellationToken cancellationToken) =>
        await ReadAsync(NameOf(clip, block), to, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Reads a clip's head; null where it is not there.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadHeadAsync(ClipId clip, CancellationToken cancellationToken) =>
        await ReadAsync(NameOf(clip, Head), null, cancellationToken).ConfigureAwait(false);

    /// <summary>Keeps a block.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Task KeepAsync(ClipId clip, int block, ReadOnlyMemory<byte> bytes) => KeepAsync(NameOf(clip, block), bytes);

    /// <summary>Keeps a clip's head.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Task KeepHeadAsync(ClipId clip, ReadOnlyMemory<byte> bytes) => KeepAsync(NameOf(clip, Head), bytes);

    private static async Task<bool> FillAsync(SafeFileHandle file, Memory<byte> to, long at, CancellationToken cancellationToken)
    {
        int read;
        while (to.Length > 0 && (read = await RandomAccess.ReadAsync(file, to, at, cancellationToken).ConfigureAwait(false)) > 0)
        {
            to = to[read..];
            at += read;
        }

        return to.IsEmpty;
    }

    private static string NameOf(ClipId clip, int block) => NameOf(clip, block.ToString(CultureInfo.InvariantCulture));

    private static string NameOf(ClipId clip, string part) => Path.Combine(clip.Name, part);

    private bool Has(string name)
    {
        lock (_gate)
        {
            return _kept.ContainsKey(name);
        }
    }

    // Into what the caller has, which is as long as it must be, or else into as much as there is.
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(string name, Memory<byte>? to, CancellationToken cancellationToken)
    {
        if (!Has(name))
        {
            return null;
        }

        string path = Path.Combine(_folder, name);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, options: FileOptions.Asynchronous);
            long length = RandomAccess.GetLength(file);
            Memory<byte> bytes = to ?? new byte[Math.Max(0, length - HashBytes)];
            byte[] hash = new byte[HashBytes];
            if (
                length == HashBytes + bytes.Length
                && await FillAsync(file, hash, 0, cancellationToken).ConfigureAwait(false)
                && await FillAsync(file, bytes, HashBytes, cancellationToken).ConfigureAwait(false)
                && SHA256.HashData(bytes.Span).AsSpan().SequenceEqual(hash)
            )
            {
                Use(name, length);
                File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
                return bytes;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or on a disk that goes bad.
        }

        Forget(name);
        return null;
    }

    private async Task KeepAsync(string name, ReadOnlyMemory<byte> bytes)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string made = $"{path}.{Guid.NewGuid():N}";
        try
        {
            FileStream file = new(made, FileMode.CreateNew, FileAccess.Write);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(SHA256.HashData(bytes.Span)).ConfigureAwait(false);
                await file.WriteAsync(bytes).ConfigureAwait(false);
            }

            File.Move(made, path, overwrite: true);
        }
        catch
        {
            File.Delete(made);
            throw;
        }

        Use(name, bytes.Length + HashBytes);
        MakeRoom();
    }

    private void Use(string name, long bytes)
    {
        lock (_gate)
        {
            _changes += _kept.ContainsKey(name) ? 0 : 1;
            _bytes += bytes - (_kept.TryGetValue(name, out Kept before) ? before.Bytes : 0);
            _kept[name] = new Kept(bytes, _uses++);
        }
    }

    private void Forget(string name)
    {
        lock (_gate)
        {
            if (_kept.Remove(name, out Kept kept))
            {
                _bytes -= kept.Bytes;
                _changes++;
            }
        }

        File.Delete(Path.Combine(_folder, name));
    }

    private void MakeRoom()
    {
        string[] old;
        lock (_gate)
        {
            if (_bytes <= _mostBytes)
            {
                return;
            }

            // Some more than must be, so that not every block that comes looks through all.
            long over = _bytes - _mostBytes + (_mostBytes / 32);
            old = [.. _kept.OrderBy(k => k.Value.Use).TakeWhile(k => (over -= k.Value.Bytes) + k.Value.Bytes > 0).Select(k => k.Key)];
        }

        Array.ForEach(old, Forget);
    }

    private readonly record struct Kept(long Bytes, long Use);
}
