using System.Buffers.Binary;
using MontageAI.Containers.Mp4;

namespace MontageAI.Rendering.Encoders;

/// <summary>Puts another decoder set-up into an MP4 file whose tables come last (as FFmpeg writes them), in place.</summary>
internal static class ConfigurationPatch
{
    private static readonly string[] s_path = ["trak", "mdia", "minf", "stbl", "stsd"];

    /// <summary>Replaces the set-up of the first video track; no byte of sample data moves.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">Content of the avcC box.</param>
    /// <param name="cancellationToken">Stops it before anything is written.</param>
    /// <exception cref="InvalidDataException">The file has no such box, or its tables do not come last.</exception>
    public static async Task ApplyAsync(string path, byte[] configuration, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
        byte[] header = new byte[8];
        long at = 0;
        while (true)
        {
            file.Position = at;
            await file.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (header.AsSpan(4).SequenceEqual("moov"u8))
            {
                break;
            }

            if (size == 1)
            {
                await file.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
                size = BinaryPrimitives.ReadInt64BigEndian(header);
            }

            at += size >= 8 ? size : throw new InvalidDataException("its box structure is damaged.");
        }

        int length = (int)BinaryPrimitives.ReadUInt32BigEndian(header);
        if (at + length != file.Length)
        {
            throw new InvalidDataException("its tables do not come last.");
        }

        byte[] moov = new byte[length];
        file.Position = at;
        await file.ReadExactlyAsync(moov, cancellationToken).ConfigureAwait(false);
        byte[] changed = Replace(moov, configuration);
        file.Position = at;
        await file.WriteAsync(changed, CancellationToken.None).ConfigureAwait(false);
        file.SetLength(at + changed.Length);
    }

    private static byte[] Replace(byte[] moov, byte[] configuration)
    {
        foreach ((string type, int start, int size) in Mp4Box.In(moov, 8, moov.Length - 8))
        {
            if (type == s_path[0] && Find(moov, start, size, 1, [0, start - 8]) is { } sizes)
            {
                // The last of the sizes is that of the avcC box itself.
                int box = sizes[^1];
                int old = (int)BinaryPrimitives.ReadUInt32BigEndian(moov.AsSpan(box));
                byte[] changed = [.. moov.AsSpan(0, box + 8), .. configuration, .. moov.AsSpan(box + old)];
                foreach (int at in sizes)
                {
                    uint before = BinaryPrimitives.ReadUInt32BigEndian(moov.AsSpan(at));
                    BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at), (uint)(before + configuration.Length + 8 - old));
                }

                return changed;
            }
        }

        throw new InvalidDataException("it has no H.264 set-up.");
    }

    // Offsets of the size fields of all boxes around the set-up, its own last; null where there is none below.
    private static int[]? Find(byte[] moov, int start, int size, int depth, int[] around)
    {
        if (depth == s_path.Length)
        {
            // The first sample entry: 78 bytes of facts, then boxes.
            int entry = start + 8;
            int entrySize = (int)BinaryPrimitives.ReadUInt32BigEndian(moov.AsSpan(entry));
            foreach ((string type, int at, _) in Mp4Box.In(moov, entry + 8 + 78, entrySize - 8 - 78))
            {
                if (type == "avcC")
                {
                    return [.. around, entry, at - 8];
                }
            }

            return null;
        }

        foreach ((string type, int at, int length) in Mp4Box.In(moov, start, size))
        {
            if (type == s_path[depth])
            {
                return Find(moov, at, length, depth + 1, [.. around, at - 8]);
            }
        }

        return null;
    }
}
