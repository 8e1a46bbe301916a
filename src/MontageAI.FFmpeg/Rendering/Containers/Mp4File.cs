using System.Buffers.Binary;
using System.Text;

namespace MontageAI.FFmpeg.Rendering.Containers;

/// <summary>
/// Reads the tables of an MP4 file that we wrote: frame counts, exact times, key frames, without starting a process. Not a
/// general demuxer: fragmented files and other people's oddities are not its business, and hostile input never reaches it.
/// Cost: one read of the "moov" box, about 16 bytes per frame.
/// </summary>
internal sealed class Mp4File
{
    private const int LargestMoov = 256 << 20;

    private Mp4File(IReadOnlyList<Mp4Track> tracks, long fileSize, bool fastStart)
    {
        Tracks = tracks;
        FileSize = fileSize;
        FastStart = fastStart;
    }

    /// <summary>Tracks in file order.</summary>
    public IReadOnlyList<Mp4Track> Tracks { get; }

    /// <summary>Bytes in the file.</summary>
    public long FileSize { get; }

    /// <summary>Whether the tables come before the data, so that a browser can start at once.</summary>
    public bool FastStart { get; }

    /// <summary>The first video track, or null.</summary>
    public Mp4Track? Video => Tracks.FirstOrDefault(t => t.Handler == "vide");

    /// <summary>The first audio track, or null.</summary>
    public Mp4Track? Audio => Tracks.FirstOrDefault(t => t.Handler == "soun");

    /// <summary>Reads a file's tables.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole MP4 file.</exception>
    public static async Task<Mp4File> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous);
        byte[] header = new byte[16];
        long at = 0;
        bool dataSeen = false;
        while (at + 8 <= file.Length)
        {
            file.Position = at;
            int got = await file.ReadAtLeastAsync(header, 8, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            (string type, long size, int headerSize) = BoxHeader(header.AsSpan(0, got), file.Length - at);
            if (type == "mdat")
            {
                dataSeen = true;
            }
            else if (type == "moov")
            {
                if (size > LargestMoov || at + size > file.Length)
                {
                    throw new InvalidDataException("its tables are cut off or too large.");
                }

                byte[] moov = new byte[size - headerSize];
                file.Position = at + headerSize;
                await file.ReadExactlyAsync(moov, cancellationToken).ConfigureAwait(false);
                return Parse(moov, file.Length, !dataSeen);
            }

            at += size;
        }

        throw new InvalidDataException("it has no tables ('moov' box), so it was never finished.");
    }

    private static Mp4File Parse(byte[] moov, long fileSize, bool fastStart)
    {
        try
        {
            long movieScale = 1000;
            List<Mp4Track> tracks = [];
            foreach ((string type, int start, int length) in Boxes(moov, 0, moov.Length))
            {
                if (type == "mvhd")
                {
                    movieScale = BinaryPrimitives.ReadUInt32BigEndian(moov.AsSpan(start + (moov[start] == 1 ? 20 : 12)));
                }
                else if (type == "trak")
                {
                    tracks.Add(Mp4TrackParser.Parse(moov, start, length, movieScale));
                }
            }

            return new Mp4File(tracks, fileSize, fastStart);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException or KeyNotFoundException)
        {
            throw new InvalidDataException("its tables are damaged.", e);
        }
    }

    /// <summary>Children of a box: type, offset of the content, length of the content.</summary>
    internal static IEnumerable<(string Type, int Start, int Length)> Boxes(byte[] data, int start, int length)
    {
        int at = start;
        int end = start + length;
        while (at + 8 <= end)
        {
            (string type, long size, int headerSize) = BoxHeader(data.AsSpan(at, Math.Min(16, end - at)), end - at);
            if (size > end - at)
            {
                throw new InvalidDataException("its tables are damaged.");
            }

            yield return (type, at + headerSize, (int)size - headerSize);
            at += (int)size;
        }
    }

    private static (string Type, long Size, int HeaderSize) BoxHeader(ReadOnlySpan<byte> bytes, long rest)
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        string type = Encoding.Latin1.GetString(bytes.Slice(4, 4));
        int headerSize = 8;
        if (size == 1 && bytes.Length >= 16)
        {
            size = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
            headerSize = 16;
        }
        else if (size == 0)
        {
            size = rest;
        }

        return size < headerSize ? throw new InvalidDataException("its box structure is damaged.") : (type, size, headerSize);
    }
}
