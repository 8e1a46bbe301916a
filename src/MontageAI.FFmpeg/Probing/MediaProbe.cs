using System.Text.Json;
using MontageAI.Containers.Probing;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Probing;

/// <summary>
/// Reads what containers say about themselves (rung L0). Ordinary MP4 and MOV files are read in-process, with the answer that ffprobe would
/// give; for all others one ffprobe process is started. Nothing but a first frame is decoded.
/// </summary>
public sealed class MediaProbe(FFmpegTools tools)
{
    private const int OutputLimit = 4 * 1024 * 1024;

    // Bits per second below which pictures are doubted.
    private const double LeastBitRate = 100_000;

    /// <summary>Probes one file.</summary>
    /// <param name="path">File of any kind.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="MediaException">The file is missing, empty, unreadable or no media file.</exception>
    public async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        long size = CheckReadable(full);
        return await Mp4Facts.ReadAsync(full, cancellationToken).ConfigureAwait(false)
            ?? await AskAsync(full, size, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Probes one file if that takes no process: the same answer as <see cref="ProbeAsync"/>, or null for files that it would
    /// start one for.</summary>
    /// <param name="path">File of any kind.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="MediaException">The file is missing, empty or unreadable.</exception>
    public async Task<MediaInfo?> GlanceAsync(string path, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        CheckReadable(full);
        return await Mp4Facts.ReadAsync(full, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks ffprobe, whatever the file.</summary>
    /// <param name="full">Full path of a readable file.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    internal async Task<MediaInfo> AskAsync(string full, long size, CancellationToken cancellationToken)
    {
        ToolCommand command = tools.Probe(["-print_format", "json", "-show_format", "-show_streams", .. InputFile.Arguments(full)]);
        byte[] json;
        try
        {
            json = await ToolProcess.ReadOutputAsync($"Probing '{full}'", command, OutputLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (FFmpegException e)
        {
            throw Explain(full, e);
        }

        try
        {
            MediaInfo info = ProbeParser.Parse(json, full, size);
            UnreadableStill.RefuseEmpty(info);
            return info.IsStill
                ? AsPhotograph(info)
                : await TransparentAsync(await BoundedAsync(info, cancellationToken).ConfigureAwait(false), cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new MediaException(
                ErrorCode.ToolFailed,
                full,
                "ffprobe's answer about it could not be read.",
                "Please report this with the file's name and FFmpeg's version.",
                e
            );
        }
    }

    // Whether this FFmpeg has the decoder that knows of transparency shows when it is tried.
    private async Task<MediaInfo> TransparentAsync(MediaInfo info, CancellationToken cancellationToken)
    {
        if (info.MainVideo is not { Decoder: { } decoder } video)
        {
            return info;
        }

        bool works = true;
        try
        {
            ToolCommand trial = tools.Command([
                .. InputFile.Arguments(info.Path, "-c:v", decoder),
                "-map",
                $"0:{video.Index}",
                "-frames:v",
                "1",
                "-f",
                "null",
                "-",
            ]);
            await ToolProcess.RunAsync($"Decoding '{info.Path}'", trial, cancellationToken).ConfigureAwait(false);
        }
        catch (FFmpegException)
        {
            works = false;
        }

        return info with
        {
            Video =
            [
                .. info.Video.Select(v =>
                    v.Decoder is null ? v
                    : works ? v with { PixelFormat = "yuva420p" }
                    : v with { Decoder = null }
                ),
            ],
        };
    }

    // A file with fewer bytes than so many seconds of pictures take states more than it holds, or pauses: its packets are counted.
    private async Task<MediaInfo> BoundedAsync(MediaInfo info, CancellationToken cancellationToken)
    {
        if (
            info.MainVideo is not { } video
            || (video.DurationSeconds ?? info.DurationSeconds) is not { } stated
            || 8 * info.SizeBytes >= LeastBitRate * stated
        )
        {
            return info;
        }

        IReadOnlyList<PacketInfo>? listed = await PacketList.ReadAsync(info, video, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<long>? ticks = listed is null
            ? await StreamReading.TimesAsync(tools, info, video, cancellationToken).ConfigureAwait(false)
            : [.. listed.Select(p => p.Time.Ticks).Order()];
        FrameDistances? distances = ticks is null ? null : FrameDistances.Between(ticks, video.TimeBase);
        return info with { Video = [.. info.Video.Select(v => v.Index == video.Index ? v.ToldBy(distances, stated) : v)] };
    }

    // FFmpeg calls a picture one frame of a film at 25 per second, and does not turn it as its camera was held.
    private static MediaInfo AsPhotograph(MediaInfo info)
    {
        PictureTurn turn = StillPicture.Turn(info.Path);
        string? primaries = StillColor.PrimariesOf(info.Path);
        return info with
        {
            DurationSeconds = null,
            Video =
            [
                .. info.Video.Select(v =>
                    v with
                    {
                        Turn = v.Turn != default ? v.Turn : turn,
                        AverageRate = null,
                        BaseRate = null,
                        FrameCount = v.FrameCount ?? 1,
                        Color = v.Color with { Primaries = v.Color.Primaries ?? primaries },
                    }
                ),
            ],
        };
    }

    private static long CheckReadable(string path)
    {
        FileInfo file = new(path);
        if (Directory.Exists(path))
        {
            throw new MediaException(
                ErrorCode.FileKind,
                path,
                "is a folder, not a file.",
                $"Name the files in it, or {Remedy.GiveAsClips}."
            );
        }

        if (!file.Exists)
        {
            throw new MediaException(ErrorCode.FileMissing, path, "does not exist.", "Check the path.");
        }

        if (file.Length == 0)
        {
            throw new MediaException(ErrorCode.FileEmpty, path, "is empty (0 bytes).", "Copy it again from the camera or card.");
        }

        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new MediaException(ErrorCode.FileUnreadable, path, "may not be read by this user.", "Change its permissions.", e);
        }
        catch (IOException e)
        {
            throw new MediaException(ErrorCode.FileUnreadable, path, $"cannot be read ({e.Message}).", "Check the disk it lies on.", e);
        }

        return file.Length;
    }

    private static MediaException Explain(string path, FFmpegException e)
    {
        string tail = e.ErrorTail;
        if (UnreadableStill.Of(path, e) is { } still)
        {
            return still;
        }

        if (tail.Contains("moov atom not found", StringComparison.Ordinal) && StartsLikeMov(path))
        {
            return new MediaException(
                ErrorCode.MediaUnreadable,
                path,
                "is cut off: its index (moov atom), which cameras write last, is missing.",
                "Copy it again, or repair it with a tool such as untrunc.",
                e
            );
        }

        if (
            tail.Contains("Invalid data found", StringComparison.Ordinal)
            || tail.Contains("moov atom not found", StringComparison.Ordinal)
            || tail.Contains("not in list", StringComparison.Ordinal)
            || tail.Contains("not on whitelist", StringComparison.Ordinal)
            || tail.Contains("not in allowed", StringComparison.Ordinal)
        )
        {
            return new MediaException(
                ErrorCode.Unsupported,
                path,
                "is not a video or audio file that FFmpeg can open (renamed, damaged, or a playlist).",
                "Check that it plays elsewhere; convert it if it does.",
                e
            );
        }

        return new MediaException(
            ErrorCode.MediaUnreadable,
            path,
            $"cannot be opened. {LastLine(tail)}".TrimEnd(),
            "Check that it plays elsewhere.",
            e
        );
    }

    // A QuickTime or MP4 file begins with a box whose type stands at bytes 4 to 7.
    private static bool StartsLikeMov(string path)
    {
        Span<byte> head = stackalloc byte[8];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        return stream.ReadAtLeast(head, 8, throwOnEndOfStream: false) == 8
            && System.Text.Encoding.ASCII.GetString(head[4..]) is "ftyp" or "mdat" or "moov" or "free" or "wide" or "skip";
    }

    private static string LastLine(string tail)
    {
        string? line = tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return line is null ? "" : $"FFmpeg said: {line}.";
    }
}
