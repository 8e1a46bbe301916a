using MontageAI.Media;

namespace MontageAI.Containers.Mp4;

/// <summary>Which bytes of an MP4 or MOV file decoding of some of its pictures takes.</summary>
public static class Mp4Reach
{
    // FFmpeg seeks a little before what is asked for, and decodes a little beyond it.
    private const double MarginSeconds = 0.25;

    // What lies between pictures of one stretch is sound, and read with them.
    private const long GapBytes = 256 * 1024;

    // FFmpeg decodes the first pictures of a file before it goes elsewhere.
    private const int FirstSamples = 3;

    /// <summary>Finds them, beside the file's tables.</summary>
    /// <param name="path">The file.</param>
    /// <param name="track">Number of the track in file order, from 0 (FFmpeg's stream index).</param>
    /// <param name="shown">Which pictures, seconds from and to.</param>
    /// <param name="largestTables">Bytes of tables that are read at most, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rising ranges.</returns>
    /// <exception cref="InvalidDataException">The file is not a whole MP4 file with such a track, or its tables are too large.</exception>
    public static async Task<IReadOnlyList<ByteRange>> OfAsync(
        string path,
        int track,
        IReadOnlyList<(double From, double To)> shown,
        int largestTables,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(shown);
        (Mp4File file, Mp4Track samples) = await ReadAsync(path, track, largestTables, cancellationToken).ConfigureAwait(false);
        List<ByteRange> ranges = [.. Samples(samples, 0, Math.Min(FirstSamples, samples.Count))];
        foreach ((double from, double to) in shown)
        {
            (int first, int end) = Decoded(samples, from - MarginSeconds, to + MarginSeconds);
            ranges.AddRange(Samples(samples, first, end));
        }

        return Within(file, ranges);
    }

    /// <summary>Finds what decoding its key frames alone takes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="track">Number of the track in file order, from 0 (FFmpeg's stream index).</param>
    /// <param name="seconds">Up to which second; null to the end.</param>
    /// <param name="largestTables">Bytes of tables that are read at most, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">The file is not a whole MP4 file with such a track, or its tables are too large.</exception>
    public static async Task<Mp4KeyFrames> KeyFramesAsync(
        string path,
        int track,
        double? seconds,
        int largestTables,
        CancellationToken cancellationToken
    )
    {
        (Mp4File file, Mp4Track samples) = await ReadAsync(path, track, largestTables, cancellationToken).ConfigureAwait(false);
        double until = (seconds ?? double.PositiveInfinity) + MarginSeconds;
        int[] keys =
        [
            .. (samples.SyncSamples ?? Enumerable.Range(0, samples.Count)).Where(i =>
                i >= 0 && i < samples.Count && (double)samples.PresentationTicks[i] / samples.Timescale <= until
            ),
        ];
        IEnumerable<ByteRange> ranges = Samples(samples, 0, Math.Min(FirstSamples, samples.Count))
            .Concat(keys.SelectMany(i => Samples(samples, i, i + 1)));
        return new Mp4KeyFrames(file.Places, Within(file, [.. ranges]), keys.Length);
    }

    private static async Task<(Mp4File File, Mp4Track Samples)> ReadAsync(
        string path,
        int track,
        int largestTables,
        CancellationToken cancellationToken
    )
    {
        Mp4File file = await Mp4File.ReadTrackWithOffsetsAsync(path, track, largestTables, cancellationToken).ConfigureAwait(false);
        return file.Tracks is [{ Count: > 0, Timescale: > 0 } samples] && samples.Offsets.Length == samples.Count
            ? (file, samples)
            : throw new InvalidDataException("it has no such track.");
    }

    private static ByteRange[] Within(Mp4File file, List<ByteRange> ranges) =>
        [
            .. ByteRange
                .Union(ranges, GapBytes)
                .Where(r => r.Start >= 0 && r.Start < file.FileSize)
                .Select(r => new ByteRange(r.Start, Math.Min(r.End, file.FileSize) - r.Start)),
        ];

    // From the key frame before the first picture to the last that is shown in time.
    private static (int First, int End) Decoded(Mp4Track samples, double from, double to)
    {
        int first = 0;
        int key = 0;
        int end = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            double at = (double)samples.PresentationTicks[i] / samples.Timescale;
            bool isKey = samples.SyncSamples is null || (key < samples.SyncSamples.Length && samples.SyncSamples[key] == i);
            key += isKey && samples.SyncSamples is not null ? 1 : 0;
            if (isKey && at <= from)
            {
                first = i;
            }

            if (at <= to)
            {
                end = i + 1;
            }
        }

        return (first, Math.Max(first, end));
    }

    private static IEnumerable<ByteRange> Samples(Mp4Track samples, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            if (samples.Sizes[i] > 0)
            {
                yield return new ByteRange(samples.Offsets[i], samples.Sizes[i]);
            }
        }
    }
}

/// <summary>What decoding the key frames of a track takes.</summary>
/// <param name="Tables">Where its tables lie, and what leads to them; rising.</param>
/// <param name="Samples">Where the key frames lie; rising.</param>
/// <param name="Count">How many there are.</param>
public sealed record Mp4KeyFrames(IReadOnlyList<ByteRange> Tables, IReadOnlyList<ByteRange> Samples, int Count);
