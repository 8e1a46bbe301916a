using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using MontageAI.Media;

namespace MontageAI.Containers.Mp4;

/// <summary>
/// Reads the tables of an MP4 or MOV file: frame counts, exact times, sizes, key frames, without starting a process and without
/// touching pictures. Not a general demuxer: fragmented files and other people's oddities end in <see cref="InvalidDataException"/>.
/// Damaged or hostile tables do too; they cost at most some 30 bytes of memory per byte of tables, so callers that read
/// foreign files name a small limit. Cost: one read of the "moov" box, about 16 bytes per frame.
/// </summary>
public sealed class Mp4File
{
    private const int LargestMoov = 256 << 20;

    // Real files have a handful before their tables.
    private const int MostBoxes = 10_000;

    private Mp4File(IReadOnlyList<Mp4Track> tracks, IReadOnlyList<ByteRange> places, long fileSize, bool fastStart)
    {
        Tracks = tracks;
        Places = places;
        FileSize = fileSize;
        FastStart = fastStart;
    }

    /// <summary>Tracks in file order.</summary>
    public IReadOnlyList<Mp4Track> Tracks { get; }

    /// <summary>Where the file was read for that, rising: a file that has the same bytes there has the same tables.</summary>
    internal IReadOnlyList<ByteRange> Places { get; }

    /// <summary>Bytes in the file.</summary>
    public long FileSize { get; }

    /// <summary>Whether the tables come before the data, so that a browser can start at once.</summary>
    internal bool FastStart { get; }

    /// <summary>The first video track, or null.</summary>
    public Mp4Track? Video => Tracks.FirstOrDefault(t => t.Handler == "vide");

    /// <summary>The first audio track, or null.</summary>
    public Mp4Track? Audio => Tracks.FirstOrDefault(t => t.Handler == "soun");

    /// <summary>Reads a file's tables.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole MP4 file.</exception>
    public static Task<Mp4File> ReadAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => Read(path, null, LargestMoov, withOffsets: true), cancellationToken);

    /// <summary>The same on this thread, in two or three small reads.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole MP4 file.</exception>
    internal static Mp4File Read(string path) => Read(path, null, LargestMoov, withOffsets: true);

    /// <summary>Reads the tables of one track of a file that somebody else may have made; <see cref="Tracks"/> then holds only
    /// that.</summary>
    /// <param name="path">The file.</param>
    /// <param name="track">Number of the track in file order, from 0 (FFmpeg's stream index).</param>
    /// <param name="largestTables">Bytes of tables that are read at most, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">The file is not a whole MP4 file, its tables are too large, or the track is
    /// damaged.</exception>
    public static Task<Mp4File> ReadTrackAsync(string path, int track, int largestTables, CancellationToken cancellationToken) =>
        Task.Run(() => Read(path, track, largestTables, withOffsets: false), cancellationToken);

    /// <summary>The same, with the places of the samples in the file, so that they can be copied.</summary>
    public static Task<Mp4File> ReadTrackWithOffsetsAsync(string path, int track, int largestTables, CancellationToken cancellationToken) =>
        Task.Run(() => Read(path, track, largestTables, withOffsets: true), cancellationToken);

    private static Mp4File Read(string path, int? onlyTrack, int largestTables, bool withOffsets)
    {
        using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite);
        long length = RandomAccess.GetLength(file);
        byte[] header = new byte[BoxHead.Longest];
        long at = 0;
        bool dataSeen = false;
        List<ByteRange> places = [];
        for (int boxes = 0; at + BoxHead.Shortest <= length && boxes < MostBoxes; boxes++)
        {
            int got = ReadFull(file, header, at);
            if (got < BoxHead.Shortest)
            {
                break;
            }

            places.Add(new ByteRange(at, got));
            BoxHead head = BoxHead.Read(header.AsSpan(0, got));
            long size = head.SizeWithin(length - at);
            if (head.Type == "mdat")
            {
                dataSeen = true;
            }
            else if (head.Type == "moov")
            {
                if (size > largestTables || at + size > length)
                {
                    throw new InvalidDataException("its tables are cut off or too large.");
                }

                byte[] moov = new byte[size - head.Bytes];
                places.Add(new ByteRange(at, size));
                return ReadFull(file, moov, at + head.Bytes) == moov.Length
                    ? Parse(moov, at + head.Bytes, length, !dataSeen, onlyTrack, withOffsets, ByteRange.Union(places))
                    : throw new InvalidDataException("its tables are cut off or too large.");
            }

            at += size;
        }

        throw new InvalidDataException("it has no tables ('moov' box), so it was never finished.");
    }

    private static int ReadFull(SafeFileHandle file, Span<byte> to, long at)
    {
        int got = 0;
        int read;
        while (got < to.Length && (read = RandomAccess.Read(file, to[got..], at + got)) > 0)
        {
            got += read;
        }

        return got;
    }

    /// <summary>Takes a track's turn flag out of the file, in place.</summary>
    public static async Task SetUprightAsync(string path, Mp4Track track, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        file.Position = track.MatrixOffset;
        await file.WriteAsync(Mp4TrackParser.UprightMatrix.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private static Mp4File Parse(
        byte[] moov,
        long moovOffset,
        long fileSize,
        bool fastStart,
        int? onlyTrack,
        bool withOffsets,
        IReadOnlyList<ByteRange> places
    )
    {
        try
        {
            long movieScale = 1000;
            List<Mp4Track> tracks = [];
            int number = 0;
            foreach ((string type, int start, int length) in Mp4Box.In(moov, 0, moov.Length))
            {
                if (type == "mvhd")
                {
                    movieScale = BinaryPrimitives.ReadUInt32BigEndian(moov.AsSpan(start + (moov[start] == 1 ? 20 : 12)));
                }
                else if (type == "trak" && (onlyTrack is null || number++ == onlyTrack))
                {
                    tracks.Add(Mp4TrackParser.Parse(moov, moovOffset, start, length, movieScale, withOffsets));
                }
            }

            return new Mp4File(tracks, places, fileSize, fastStart);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException or KeyNotFoundException)
        {
            throw new InvalidDataException("its tables are damaged.", e);
        }
    }
}
