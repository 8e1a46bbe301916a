using System.Collections;
using System.Globalization;
using MontageAI.Errors;
using MontageAI.Farm.Members;

namespace MontageAI.Farm.Files;

/// <summary>
/// Clips that a machine has of a host, in a folder of its own: each a file of its full size, and beside it which of its blocks are there.
/// What is there is never fetched again. Bounded: those used longest ago go first. Safe for threads; a folder is for one process.
/// </summary>
/// <param name="folder">Where they lie.</param>
/// <param name="mostBytes">The most bytes; what a task needs is there all the same.</param>
/// <param name="member">The way to the host.</param>
internal sealed class ClipCache(string folder, long mostBytes, Membership member) : IDisposable
{
    private const string BlocksExtension = ".blocks";

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    /// <summary>Has a clip here, whole.</summary>
    /// <param name="fingerprint">Its content fingerprint, hex digits.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="extension">How its name ends, with the dot.</param>
    /// <param name="cancellationToken">Ends it; what came is kept.</param>
    /// <returns>Its file, which stays until it is given back, and how many bytes were fetched.</returns>
    /// <exception cref="HttpRequestException">The host cannot be reached, or does not have it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<(string File, long Fetched)> TakeAsync(
        string fingerprint,
        long size,
        string extension,
        CancellationToken cancellationToken
    )
    {
        string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{fingerprint}-{size}{Safe(extension)}"));
        // One after the other: the wire is one, and two tasks often want the same clip.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(folder);
            _used[file] = _used.GetValueOrDefault(file) + 1;
            try
            {
                return (file, await FillAsync(file, fingerprint, size, cancellationToken).ConfigureAwait(false));
            }
            catch
            {
                _used[file]--;
                throw;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives a clip back.</summary>
    public async Task GiveBackAsync(string file)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _used[file]--;
        _turn.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<long> FillAsync(string file, string fingerprint, long size, CancellationToken cancellationToken)
    {
        string blocksFile = file + BlocksExtension;
        bool[] there = Read(blocksFile, Blocks.CountOf(size), File.Exists(file) && new FileInfo(file).Length == size);
        int[] missing = [.. Enumerable.Range(0, there.Length).Where(b => !there[b])];
        if (missing.Length == 0)
        {
            File.SetLastWriteTimeUtc(blocksFile, TimeProvider.System.GetUtcNow().UtcDateTime);
            return 0;
        }

        long wanted = Blocks.BytesOf(size, missing);
        MakeRoom(wanted);
        long came = 0;
        FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        await using (stream.ConfigureAwait(false))
        {
            stream.SetLength(size);
            try
            {
                await member.FetchAsync(new BlocksRequest(fingerprint, missing), TakeBlocksAsync, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // In this order: what is said to be there is there after a cut of power too.
                stream.Flush(flushToDisk: true);
                Write(blocksFile, there);
            }

            async Task TakeBlocksAsync(Stream body)
            {
                byte[] buffer = new byte[Blocks.Size];
                foreach (int block in missing)
                {
                    Memory<byte> part = buffer.AsMemory(0, Blocks.BytesOf(size, block));
                    await body.ReadExactlyAsync(part, cancellationToken).ConfigureAwait(false);
                    stream.Position = (long)block * Blocks.Size;
                    await stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                    there[block] = true;
                    came += part.Length;
                }
            }
        }

        return came;
    }

    private void MakeRoom(long wanted)
    {
        FileInfo[] known = [.. new DirectoryInfo(folder).EnumerateFiles("*" + BlocksExtension).OrderBy(f => f.LastWriteTimeUtc)];
        long bytes = known.Sum(SizeOf) + wanted;
        foreach (FileInfo blocks in known)
        {
            string file = ClipOf(blocks);
            if (bytes <= mostBytes)
            {
                return;
            }

            if (_used.GetValueOrDefault(file) == 0)
            {
                bytes -= SizeOf(blocks);
                blocks.Delete();
                File.Delete(file);
            }
        }

        static string ClipOf(FileInfo blocks) => blocks.FullName[..^BlocksExtension.Length];

        static long SizeOf(FileInfo blocks) => new FileInfo(ClipOf(blocks)) is { Exists: true } clip ? clip.Length : 0;
    }

    private static bool[] Read(string blocksFile, int count, bool isThere)
    {
        bool[] there = new bool[count];
        if (isThere && File.Exists(blocksFile) && File.ReadAllBytes(blocksFile) is { } bytes && bytes.Length == (count + 7) / 8)
        {
            BitArray bits = new(bytes);
            for (int i = 0; i < count; i++)
            {
                there[i] = bits[i];
            }
        }

        return there;
    }

    private static void Write(string blocksFile, bool[] there)
    {
        byte[] bytes = new byte[(there.Length + 7) / 8];
        new BitArray(there).CopyTo(bytes, 0);
        string made = blocksFile + ".new";
        File.WriteAllBytes(made, bytes);
        File.Move(made, blocksFile, overwrite: true);
    }

    private static string Safe(string extension) =>
        extension is { Length: > 1 and <= 10 } && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : "";
}
