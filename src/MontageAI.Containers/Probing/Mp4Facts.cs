using System.Buffers.Binary;
using System.Text;
using MontageAI.Containers.Mp4;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>
/// Says of an ordinary MP4 or MOV file what ffprobe says of it, without starting a process: the header boxes and the first bytes of a
/// sample are read, nothing else. Ordinary means one sample entry per track, unfragmented, unencrypted, H.264 or HEVC, AAC or 16-bit PCM,
/// and every box understood. For anything else there is no answer, and ffprobe is to be asked. Files are hostile: at most 16 MiB of tables
/// are read, and cost depends on their bytes, not on the counts in them.
/// </summary>
public static class Mp4Facts
{
    // 16 MiB hold the tables of some 10 hours at 30 frames per second.
    private const int LargestTables = 16 << 20;
    private const int MostBoxes = 64;
    private const int MostTracks = 16;
    private static readonly int[] s_upright = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

    // Handlers of tracks that are neither pictures nor sound, and codings that FFmpeg knows as data.
    private static readonly HashSet<string> s_dataFormats = ["tmcd", "gpmd", "fdsc", "mebx", "mett", "camm", "rtmd", "tx3g"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What ffprobe would say, or null when ffprobe must be asked.</returns>
    public static async Task<MediaInfo?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = new(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                1,
                FileOptions.Asynchronous
            );
            await using (file.ConfigureAwait(false))
            {
                return await ReadAsync(file, path, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads a file that is open.</summary>
    /// <param name="file">Can be read and sought in.</param>
    /// <param name="path">Full path, for the answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What ffprobe would say, or null when ffprobe must be asked.</returns>
    public static async Task<MediaInfo?> ReadAsync(Stream file, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            long size = file.Length;
            return
                await TablesAsync(file, size, cancellationToken).ConfigureAwait(false) is { } found
                // One frame is a photograph, which is asked more.
                && Movie(found.Tables, path, size, found.QuickTime) is { Info.IsStill: false } movie
                && await AgreeAsync(file, movie.First, cancellationToken).ConfigureAwait(false)
                ? await TimedAsync(file, movie.Info, movie.Timecode, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    // The file is a row of boxes without gaps or rests, of which one holds the tables.
    private static async Task<(byte[] Tables, bool QuickTime)?> TablesAsync(Stream file, long size, CancellationToken cancellationToken)
    {
        byte[] header = new byte[BoxHead.Longest];
        byte[]? tables = null;
        bool data = false;
        bool quickTime = false;
        long at = 0;
        for (int boxes = 0; at < size; boxes++)
        {
            file.Position = at;
            int got = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            if (got < BoxHead.Shortest || boxes == MostBoxes)
            {
                return null;
            }

            BoxHead box = BoxHead.Read(header.AsSpan(0, got));
            if (!box.Fits(size - at) || (box.Type == "ftyp") != (boxes == 0))
            {
                return null;
            }

            (string type, long length, int head) = box;
            switch (type)
            {
                case "ftyp" when length is >= 16 and < 1024:
                    byte[] brands = new byte[length - 8];
                    file.Position = at + 8;
                    await file.ReadExactlyAsync(brands, cancellationToken).ConfigureAwait(false);
                    quickTime = brands.AsSpan().IndexOf("qt  "u8) >= 0;
                    break;
                case "moov" when tables is null && length <= LargestTables && head == BoxHead.Shortest:
                    tables = new byte[length - 8];
                    file.Position = at + 8;
                    await file.ReadExactlyAsync(tables, cancellationToken).ConfigureAwait(false);
                    break;
                case "mdat" or "free" or "skip" or "uuid":
                case "wide" when length == 8:
                    data |= type == "mdat";
                    break;
                default:
                    return null;
            }

            at += length;
        }

        return tables is not null && data ? (tables, quickTime) : null;
    }

    private static (MediaInfo Info, List<(Mp4Tables Sample, H264Parameters Parameters)> First, TimecodeTrack? Timecode)? Movie(
        byte[] data,
        string path,
        long size,
        bool quickTime
    )
    {
        if (
            PlainBoxes.List(data, 0, data.Length) is not { } boxes
            || boxes.Count(b => b.Type == "mvhd") != 1
            || boxes.FindIndex(b => b.Type == "mvhd") > boxes.FindIndex(b => b.Type == "trak")
            || boxes.Find(b => b.Type == "mvhd") is var mvhd
                && (mvhd.Length != (mvhd.Length > 0 && data[mvhd.Start] == 1 ? 112 : 100) || !IsUpright(data, mvhd))
            || Mp4TrackFacts.Header(data, mvhd, 100 - 12) is not { } movie
        )
        {
            return null;
        }

        List<VideoStreamInfo> video = [];
        List<AudioStreamInfo> audio = [];
        List<(Mp4Tables, H264Parameters)> first = [];
        TimecodeTrack? timecode = null;
        double? capture = null;
        bool? meantSlow = null;
        int index = 0;
        bool late = false;
        long start = long.MaxValue;
        foreach (Mp4Box box in boxes)
        {
            if (box.Type is "udta" or "meta")
            {
                if (!UserData.IsHarmless(data, box))
                {
                    return null;
                }

                capture ??= CaptureRate.Of(data, box);
                meantSlow ??= CaptureRate.IsMeantSlow(data, box);
            }
            else if (box.Type != "trak")
            {
                if (box.IsActive() && box.Type is not ("mvhd" or "uuid" or "free"))
                {
                    return null;
                }
            }
            else if (index == MostTracks || Mp4TrackFacts.Read(data, box, movie.Scale) is not { } track || track.Tables.DataEnd > size)
            {
                return null;
            }
            else if (track.Handler == "vide" && Mp4Streams.Video(data, track, index) is { } pictures)
            {
                video.Add(pictures.Stream);
                if (pictures.Parameters is { } parameters)
                {
                    first.Add((track.Tables, parameters));
                }

                start = Math.Min(start, Micro(track));
                index++;
            }
            else if (track.Handler == "soun" && Mp4Streams.Audio(data, track, index, quickTime) is { } sound)
            {
                audio.Add(sound);
                start = Math.Min(start, Micro(track));
                index++;
            }
            else if (track.Handler is not ("vide" or "soun") && s_dataFormats.Contains(track.Format))
            {
                // Other tracks pull the film's start forward where they begin before it.
                late |= track.Start < 0;
                index++;
                if (track.Format == "tmcd" && timecode is null && (timecode = TimecodeTrack.Of(data, track)) is null)
                {
                    return null;
                }
            }
            else
            {
                return null;
            }
        }

        if (start == long.MaxValue || late || (index > video.Count + audio.Count && start != 0))
        {
            return null;
        }

        MediaInfo info = new()
        {
            Path = path,
            Container = "mov,mp4,m4a,3gp,3g2,mj2",
            DurationSeconds = Rescale(movie.Duration, movie.Scale) / 1e6,
            StartSeconds = start / 1e6,
            SizeBytes = size,
            CreationTime = Recorded(data, mvhd),
            CaptureRate = capture,
            IsMeantSlow = meantSlow,
            Video = video,
            Audio = audio,
        };
        return (info, first, timecode);
    }

    private static async Task<MediaInfo> TimedAsync(Stream file, MediaInfo info, TimecodeTrack? track, CancellationToken cancellationToken)
    {
        if (track is null)
        {
            return info;
        }

        byte[] number = new byte[TimecodeTrack.SampleBytes];
        file.Position = track.Sample.FirstPosition;
        await file.ReadExactlyAsync(number, cancellationToken).ConfigureAwait(false);
        return info with { StartTimecode = track.At(BinaryPrimitives.ReadUInt32BigEndian(number)) };
    }

    private static bool IsUpright(byte[] data, Mp4Box mvhd)
    {
        int at = mvhd.Start + mvhd.Length - 64;
        return Enumerable
            .Range(0, 9)
            .All(i => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at + (4 * i))) == s_upright[i] || i is 6 or 7);
    }

    // Seconds since 1904; some writers count from 1970.
    private static DateTimeOffset? Recorded(byte[] data, Mp4Box mvhd)
    {
        long time =
            data[mvhd.Start] == 1
                ? BinaryPrimitives.ReadInt64BigEndian(data.AsSpan(mvhd.Start + 4))
                : BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(mvhd.Start + 4));
        time -= time >= 2082844800 ? 2082844800 : 0;
        return time is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(time) : null;
    }

    private static long Micro(Mp4TrackFacts track) => Rescale(track.Start, track.Timescale);

    // Halves away from zero, as FFmpeg rounds.
    private static long Rescale(long ticks, long scale)
    {
        Int128 half = ticks < 0 ? -(scale / 2) : scale / 2;
        return (long)((((Int128)ticks * 1_000_000) + half) / scale);
    }

    private static async Task<bool> AgreeAsync(
        Stream file,
        List<(Mp4Tables Sample, H264Parameters Parameters)> first,
        CancellationToken cancellationToken
    )
    {
        foreach ((Mp4Tables tables, H264Parameters parameters) in first)
        {
            byte[] sample = new byte[Math.Min(tables.FirstSize, FirstPicture.Reach)];
            file.Position = tables.FirstPosition;
            await file.ReadExactlyAsync(sample, cancellationToken).ConfigureAwait(false);
            if (!FirstPicture.Agrees(sample, tables.FirstSize, parameters))
            {
                return false;
            }
        }

        return true;
    }
}
