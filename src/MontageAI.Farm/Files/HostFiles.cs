using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Media;
using MontageAI.Tasks;

namespace MontageAI.Farm.Files;

/// <summary>Files that a host hands out and takes.</summary>
/// <param name="engine">Works in the farm's store.</param>
/// <param name="folder">Folder for what is on its way.</param>
/// <param name="time">The clock.</param>
internal sealed class HostFiles(MontageEngine engine, string folder, TimeProvider time)
{
    /// <summary>What may be handed out.</summary>
    public Offers Offers { get; } = new(time);

    /// <summary>The file of a request; null where it is not offered, is another by now, or has no such blocks.</summary>
    public async Task<OfferedSource?> FindAsync(BlocksRequest wanted, CancellationToken cancellationToken)
    {
        if (Offers.Of(wanted.Fingerprint) is not { } source)
        {
            return null;
        }

        // Whoever offered it may have meant another file, and it may have changed since.
        IReadOnlyList<SourceFile?> found = await engine
            .Start(new IdentifyRequest([source.Path]))
            .Completion.WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        int count = Blocks.CountOf(source.Size);
        int before = -1;
        foreach (int block in wanted.Blocks)
        {
            if (block <= before || block >= count)
            {
                return null;
            }

            before = block;
        }

        return found is [{ } file] && file.Fingerprint == wanted.Fingerprint && file.SizeBytes == source.Size ? source : null;
    }

    /// <summary>Sends blocks, one after the other.</summary>
    public static async Task SendAsync(OfferedSource source, IReadOnlyList<int> blocks, Stream to, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = File.OpenHandle(source.Path, options: FileOptions.Asynchronous);
        byte[] buffer = new byte[Blocks.Size];
        foreach (int block in blocks)
        {
            Memory<byte> part = buffer.AsMemory(0, Blocks.BytesOf(source.Size, block));
            for (int done = 0; done < part.Length; )
            {
                int read = await RandomAccess
                    .ReadAsync(file, part[done..], ((long)block * Blocks.Size) + done, cancellationToken)
                    .ConfigureAwait(false);
                done += read > 0 ? read : throw new EndOfStreamException("The file became shorter.");
            }

            await to.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a rendered shot, where it is whole and what its task says.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    /// <exception cref="TaskRefusedException">There is no such task.</exception>
    public async Task<string?> TakeAsync(
        FarmStore store,
        string task,
        string shot,
        string hash,
        Stream body,
        CancellationToken cancellationToken
    )
    {
        TaskSpec spec = await store.Tasks.SpecAsync(task).ConfigureAwait(false);
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, $"{Guid.NewGuid():N}.mp4");
        try
        {
            FileStream stream = new(file, FileMode.CreateNew, FileAccess.ReadWrite);
            await using (stream.ConfigureAwait(false))
            {
                await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
                stream.Position = 0;
                string arrived = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
                if (arrived != hash)
                {
                    return "it was altered or cut short on its way.";
                }
            }

            return await engine.Start(new KeepShotRequest(spec, shot, file)).Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
