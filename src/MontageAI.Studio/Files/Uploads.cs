using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MontageAI.Storage.Files;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Files;

/// <summary>
/// Files that come piece by piece (tus 1.0.0: creation, termination). What has come lies in the project, hidden until all is there; how
/// much that is, the file's own length says, so that it goes on after whatever ended it.
/// </summary>
internal sealed class Uploads(StudioOptions options)
{
    private const int BufferBytes = 128 << 10;
    private const int MostPerProject = 1000;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Begins an upload.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="media">Folder that gets it.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="isSong">Whether it becomes the song.</param>
    public async Task<UploadRecord> BeginAsync(string project, string media, string name, long bytes, bool isSong)
    {
        if (bytes > options.MostUploadBytes)
        {
            throw new ApiException(
                new ApiProblem(
                    413,
                    $"Uploads have at most {options.MostUploadBytes} bytes.",
                    "range",
                    "Upload-Length",
                    "Put the file into a folder that the server may use."
                )
            );
        }

        Directory.CreateDirectory(media);
        RequireRoom(media, bytes);
        if (Directory.EnumerateFiles(media, ".*.json").Take(MostPerProject).Count() == MostPerProject)
        {
            throw new ApiException(new ApiProblem(429, "Too many uploads of this project are not finished.", "busy"))
            {
                RetryAfterSeconds = 30,
            };
        }

        UploadRecord record = new($"{project}.{Guid.NewGuid():N}", project, name, bytes, isSong);
        await AtomicFile
            .WriteTextAsync(RecordOf(media, record.Id), StudioJson.Text(record), overwrite: false, CancellationToken.None)
            .ConfigureAwait(false);
        await File.WriteAllBytesAsync(DataOf(media, record.Id), []).ConfigureAwait(false);
        return record;
    }

    /// <summary>An upload; null where there is none.</summary>
    public static UploadRecord? Find(string media, string id)
    {
        string file = RecordOf(media, id);
        if (
            !IsId(id)
            || new FileInfo(file) is not { Exists: true, LinkTarget: null, Length: < 64 << 10 }
            || !File.Exists(DataOf(media, id))
        )
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), StudioJson.Default.UploadRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a text can be the name of an upload.</summary>
    public static bool IsId(string id) =>
        id.Length is > 33 and < 80 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '.') && !id.Contains("..", StringComparison.Ordinal);

    /// <summary>The project of an upload.</summary>
    public static string ProjectOf(string id) => id.Split('.')[0];

    /// <summary>Bytes that have come.</summary>
    public static long OffsetOf(string media, string id) => new FileInfo(DataOf(media, id)).Length;

    /// <summary>Takes what comes now.</summary>
    /// <returns>Bytes that have come, and the finished file where that is all of them.</returns>
    public async Task<(long Offset, string? Finished)> AppendAsync(
        string media,
        UploadRecord record,
        long offset,
        Stream from,
        CancellationToken cancellationToken
    )
    {
        SemaphoreSlim turn = _turns.GetOrAdd(record.Id, _ => new SemaphoreSlim(1, 1));
        if (!await turn.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            throw new ApiException(new ApiProblem(423, "Another request is sending this file.", "busy")) { RetryAfterSeconds = 1 };
        }

        try
        {
            string data = DataOf(media, record.Id);
            long at = OffsetOf(media, record.Id);
            if (at != offset)
            {
                throw new ApiException(
                    new ApiProblem(
                        409,
                        string.Create(CultureInfo.InvariantCulture, $"{at} bytes have come."),
                        "conflict",
                        "Upload-Offset",
                        "Ask with HEAD, and go on from there."
                    )
                );
            }

            // Nothing is held back: what came is there, whatever ends this.
            FileStream to = new(data, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            await using (to.ConfigureAwait(false))
            {
                byte[] buffer = new byte[BufferBytes];
                for (int read; (read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; at += read)
                {
                    if (at + read > record.Bytes)
                    {
                        throw new ApiException(new ApiProblem(413, "More came than the file has.", "range", "Upload-Length"));
                    }

                    RequireRoom(media, read);
                    await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
            }

            return (at, at == record.Bytes ? Finish(media, record) : null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Forgets an upload.</summary>
    public void End(string media, string id)
    {
        File.Delete(DataOf(media, id));
        File.Delete(RecordOf(media, id));
        _turns.TryRemove(id, out _);
    }

    private static string DataOf(string media, string id) => Path.Combine(media, $".{id}.part");

    private static string RecordOf(string media, string id) => Path.Combine(media, $".{id}.json");

    private string Finish(string media, UploadRecord record)
    {
        string name = FileName(record.Name),
            stem = Path.GetFileNameWithoutExtension(name),
            target = Path.Combine(media, name);
        for (int n = 2; File.Exists(target); n++)
        {
            target = Path.Combine(media, string.Create(CultureInfo.InvariantCulture, $"{stem} {n}{Path.GetExtension(name)}"));
        }

        File.Move(DataOf(media, record.Id), target);
        End(media, record.Id);
        return target;
    }

    private void RequireRoom(string folder, long bytes)
    {
        if (new DriveInfo(folder).AvailableFreeSpace - bytes < options.DiskReserveBytes)
        {
            throw new ApiException(
                new ApiProblem(507, "The disk of the projects has no room for it.", "fileUnwritable", null, "Make room there.")
            );
        }
    }

    private static string FileName(string name)
    {
        StringBuilder safe = new();
        foreach (Rune rune in name.EnumerateRunes())
        {
            bool bad = Rune.IsControl(rune) || "\\/:*?\"<>|".Contains(rune.ToString(), StringComparison.Ordinal);
            safe.Append(bad ? "_" : rune.ToString());
        }

        string text = safe.ToString().TrimStart('.', ' ').TrimEnd('.', ' ');
        string ending = Path.GetExtension(text) is { Length: > 1 and <= 10 } e ? e : "";
        string stem = ending.Length > 0 ? text[..^ending.Length] : text;
        while (Encoding.UTF8.GetByteCount(stem) > 150)
        {
            stem = stem[..^1];
        }

        return (stem.Length == 0 ? "upload" : stem) + ending;
    }
}
