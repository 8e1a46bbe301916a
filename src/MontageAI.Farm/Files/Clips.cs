using System.Globalization;
using MontageAI.Farm.Members;
using MontageAI.Media;

namespace MontageAI.Farm.Files;

/// <summary>Clips of a host while tasks work with them. What they surely take comes before they begin, all of it in one request. Safe for
/// threads; the owner disposes it.</summary>
/// <param name="shelf">What is here.</param>
/// <param name="folder">Folder for files that stand for clips; it is emptied.</param>
/// <param name="member">The way to the host.</param>
internal sealed class Clips(ClipShelf shelf, string folder, Membership member) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<ClipId, WorkClip> _open = [];
    private int _number;

    /// <summary>Told of what was fetched in one request, and in how many seconds; null where nobody listens.</summary>
    public Action<long, double>? OnFetched { get; init; }

    /// <summary>What is here.</summary>
    public ClipShelf Shelf => shelf;

    /// <summary>Has clips here.</summary>
    /// <param name="task">Key of the task that takes them.</param>
    /// <param name="wanted">Which, and how their names end, with the dot.</param>
    /// <param name="use">Counts.</param>
    /// <param name="cancellationToken">Ends it; what came is kept.</param>
    /// <returns>In the same order; each is to be given back.</returns>
    /// <exception cref="HttpRequestException">The host cannot be reached, or does not have one.</exception>
    /// <exception cref="IOException">A folder cannot be written, or the host's answer was cut short.</exception>
    public async Task<IReadOnlyList<WorkClip>> TakeAsync(
        string task,
        IReadOnlyList<(ClipId Id, string Extension)> wanted,
        ClipUse use,
        CancellationToken cancellationToken
    )
    {
        // One after the other: the wire is one, and two tasks often want the same clip.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<WorkClip> taken = [];
        try
        {
            foreach ((ClipId id, string extension) in wanted)
            {
                taken.Add(OpenClip(id, extension));
            }

            foreach (WorkClip clip in taken)
            {
                clip.Head ??= await HeadAsync(clip.Id, cancellationToken).ConfigureAwait(false);
            }

            ClipHere[] here = [.. taken.Select(c => new ClipHere(c.Id.Fingerprint, c.Head is not null, shelf.RunsOf(c.Id)))];
            IReadOnlyList<ClipParts> parts = [];
            long began = TimeProvider.System.GetTimestamp();
            long before = use.Sent;
            await member
                .FetchAsync(
                    new ClipsRequest(task, here),
                    (reply, body) => StoreAsync(taken, parts = reply.Clips, body, use, cancellationToken),
                    cancellationToken
                )
                .ConfigureAwait(false);
            OnFetched?.Invoke(use.Sent - before, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            foreach ((WorkClip clip, ClipParts part) in taken.Zip(parts))
            {
                await MakeAsync(clip, part, use, cancellationToken).ConfigureAwait(false);
            }

            return taken;
        }
        catch
        {
            taken.ForEach(Close);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives clips back.</summary>
    public void GiveBack(IEnumerable<WorkClip> clips)
    {
        foreach (WorkClip clip in clips)
        {
            Close(clip);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        Empty();
    }

    private WorkClip OpenClip(ClipId id, string extension)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(id, out WorkClip? clip) || clip.Trouble is not null)
            {
                if (_number == 0)
                {
                    Empty();
                }

                Directory.CreateDirectory(folder);
                string name = string.Create(CultureInfo.InvariantCulture, $"{id.Name}-{++_number}{Safe(extension)}");
                clip = new WorkClip(id, Path.Combine(folder, name), shelf, member.FetchAsync, TimeProvider.System);
                _open[id] = clip;
            }

            clip.Users++;
            return clip;
        }
    }

    private async Task<ClipHead?> HeadAsync(ClipId clip, CancellationToken cancellationToken) =>
        await shelf.ReadHeadAsync(clip, cancellationToken).ConfigureAwait(false) is { } text ? ClipHead.Read(text, clip) : null;

    private void Close(WorkClip clip)
    {
        lock (_gate)
        {
            if (--clip.Users > 0)
            {
                return;
            }

            if (_open.GetValueOrDefault(clip.Id) == clip)
            {
                _open.Remove(clip.Id);
            }
        }

        clip.Dispose();
    }

    private void Empty()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task StoreAsync(
        List<WorkClip> clips,
        IReadOnlyList<ClipParts> parts,
        Stream body,
        ClipUse use,
        CancellationToken cancellationToken
    )
    {
        if (!parts.Select(p => p.Fingerprint).SequenceEqual(clips.Select(c => c.Id.Fingerprint)))
        {
            throw new HttpRequestException("The host answered with other clips than it was asked for.");
        }

        byte[] buffer = new byte[Blocks.Size];
        foreach ((WorkClip clip, ClipParts part) in clips.Zip(parts))
        {
            if (part.Head.Count > 0)
            {
                await StoreHeadAsync(clip, part.Head, body, use, cancellationToken).ConfigureAwait(false);
            }

            foreach (int block in part.Blocks)
            {
                Memory<byte> bytes = buffer.AsMemory(0, Blocks.BytesOf(clip.Id.Size, block));
                await body.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
                await shelf.KeepAsync(clip.Id, block, bytes).ConfigureAwait(false);
                use.Came(bytes.Length);
                clip.Came(block);
            }
        }
    }

    private async Task StoreHeadAsync(
        WorkClip clip,
        IReadOnlyList<ByteRange> ranges,
        Stream body,
        ClipUse use,
        CancellationToken cancellationToken
    )
    {
        if (!ClipHead.AreOf(clip.Id, ranges))
        {
            throw new HttpRequestException("The host answered with parts that the clip does not have.");
        }

        byte[] bytes = new byte[checked((int)ranges.Sum(r => r.Length))];
        await body.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        clip.Head = new ClipHead(ranges, bytes);
        await shelf.KeepHeadAsync(clip.Id, clip.Head.Write()).ConfigureAwait(false);
        use.Came(bytes.Length);
        use.Read(bytes.Length);
    }

    private async Task MakeAsync(WorkClip clip, ClipParts part, ClipUse use, CancellationToken cancellationToken)
    {
        if (File.Exists(clip.File))
        {
            return;
        }

        if (!part.IsWhole)
        {
            ClipHead head = clip.Head ?? throw new HttpRequestException("The host sent no head of a clip.");
            await head.MakeAsync(clip.File, clip.Id).ConfigureAwait(false);
            return;
        }

        byte[] buffer = new byte[Blocks.Size];
        string made = clip.File + ".new";
        FileStream file = new(made, FileMode.Create, FileAccess.Write);
        await using (file.ConfigureAwait(false))
        {
            for (int block = 0; block < clip.Id.Blocks; block++)
            {
                Memory<byte> bytes = buffer.AsMemory(0, Blocks.BytesOf(clip.Id.Size, block));
                await clip.ReadAsync(block, 1, bytes, use, cancellationToken).ConfigureAwait(false);
                await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
        }

        File.Move(made, clip.File);
    }

    private static string Safe(string extension) =>
        extension is { Length: > 1 and <= 10 } && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : "";
}
