using System.Globalization;
using System.Text;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.FFmpeg.Containers;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Rendering.Joining;

/// <summary>
/// Joins rendered shots and the sound track into one film without encoding anything again. The film appears whole, under a
/// temporary name first. One FFmpeg process that only copies.
/// </summary>
public sealed class Joiner(FFmpegTools tools)
{
    /// <summary>Joins.</summary>
    /// <param name="request">What to join.</param>
    /// <param name="cancellationToken">Ends the process and removes the unfinished file.</param>
    /// <exception cref="MontageException">A part is missing or does not fit the others, or the film exists and may not be replaced.</exception>
    public async Task<JoinedFilm> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfZero(request.Parts.Count, nameof(request));
        string output = Path.GetFullPath(request.OutputPath);
        RefuseExisting(output, request.Overwrite);
        long timescale = await CheckPartsAsync(request, cancellationToken).ConfigureAwait(false);

        string mark = Path.GetRandomFileName();
        string part = request.ListPath is null ? Path.Combine(Path.GetDirectoryName(output)!, $".{mark}.part") : output;
        string list = request.ListPath ?? Path.Combine(Path.GetDirectoryName(output)!, $".{mark}.list");
        bool whole = false;
        try
        {
            await File.WriteAllTextAsync(list, ConcatList(request), new UTF8Encoding(false), cancellationToken).ConfigureAwait(false);
            await ToolProcess.RunAsync($"Joining '{output}'", Command(request, list, part, timescale), cancellationToken).ConfigureAwait(false);
            Mp4File film = await Mp4File.ReadAsync(part, cancellationToken).ConfigureAwait(false);
            CheckFilm(film, request, output);
            whole = true;
            if (part != output)
            {
                RefuseExisting(output, request.Overwrite);
                File.Move(part, output, request.Overwrite);
            }

            return new JoinedFilm(output, film.Video!.Count, film.FileSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new MontageException($"'{output}' could not be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(list);
            if (!whole || part != output)
            {
                File.Delete(part);
            }
        }
    }

    private static void RefuseExisting(string output, bool overwrite)
    {
        if (!overwrite && File.Exists(output))
        {
            throw new MontageException($"'{output}' exists already and is not replaced. Choose another name, or allow it with --overwrite.");
        }
    }

    // Parts made by another encoder version or with another look would join into a file that breaks in the middle.
    private static async Task<long> CheckPartsAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        Mp4Track? first = null;
        foreach (JoinPart part in request.Parts)
        {
            Mp4Track? video;
            try
            {
                video = (await Mp4File.ReadAsync(part.Path, cancellationToken).ConfigureAwait(false)).Video;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw new MontageException($"The rendered shot '{part.Path}' cannot be joined: {e.Message} Render it again.", e);
            }

            if (video is null || video.Count != part.Frames)
            {
                throw new MontageException($"The rendered shot '{part.Path}' has {video?.Count ?? 0} frames instead of {part.Frames}. Render it again.");
            }

            first ??= video;
            if (video.Timescale != first.Timescale || !video.CodecConfiguration.AsSpan().SequenceEqual(first.CodecConfiguration))
            {
                throw new MontageException($"The rendered shot '{part.Path}' was encoded differently from '{request.Parts[0].Path}'. Render both again.");
            }
        }

        return first!.Timescale;
    }

    private static void CheckFilm(Mp4File film, JoinRequest request, string output)
    {
        long expected = request.Parts.Sum(p => p.Frames);
        if (film.Video is not { } video || video.Count != expected)
        {
            throw new MontageException($"'{output}' came out with {film.Video?.Count ?? 0} frames instead of {expected}, so it was not kept. Please report this.");
        }
    }

    // The concat demuxer counts in microseconds. Each part's length is the difference of two absolute times, both rounded, so that
    // rounding never adds up; a tick of the track is far longer than a microsecond, so every frame lands on its tick.
    private static string ConcatList(JoinRequest request)
    {
        StringBuilder text = new("ffconcat version 1.0\n");
        long frame = 0;
        foreach (JoinPart part in request.Parts)
        {
            long length = Microseconds(frame + part.Frames, request.Rate) - Microseconds(frame, request.Rate);
            text.Append("file '").Append(Quote(Path.GetFullPath(part.Path))).Append("'\n");
            text.Append(CultureInfo.InvariantCulture, $"duration {length / 1_000_000}.{length % 1_000_000:000000}\n");
            frame += part.Frames;
        }

        return text.ToString();
    }

    private static long Microseconds(long frame, FrameRate rate) =>
        (long)Math.Round((decimal)frame * 1_000_000 * rate.Fraction.Denominator / rate.Fraction.Numerator);

    private static string Quote(string path) => path.Contains('\n', StringComparison.Ordinal)
        ? throw new MontageException($"The working folder's name holds a line break, which FFmpeg's list format cannot express: '{path}'. Choose another working folder.")
        : path.Replace("'", @"'\''", StringComparison.Ordinal);

    private ToolCommand Command(JoinRequest request, string list, string part, long timescale)
    {
        // Only our own list and our own files are read here, so that the concat format, which user files may not be, is allowed.
        List<string> arguments = ["-protocol_whitelist", "file", "-f", "concat", "-safe", "0", "-i", InputFile.Url(list)];
        if (request.AudioPath is not null)
        {
            arguments.AddRange(InputFile.Arguments(request.AudioPath));
        }

        arguments.AddRange(["-map", "0:v:0"]);
        if (request.AudioPath is not null)
        {
            arguments.AddRange(["-map", "1:a:0"]);
        }

        if (request.TrimSound)
        {
            long end = Microseconds(request.Parts.Sum(p => p.Frames), request.Rate);
            arguments.AddRange(["-t", string.Create(CultureInfo.InvariantCulture, $"{end / 1_000_000}.{end % 1_000_000:000000}")]);
        }

        arguments.AddRange(
        [
            "-c", "copy", "-map_metadata", "-1", "-fflags", "+bitexact", "-movflags", "+faststart",
            "-video_track_timescale", timescale.ToString(CultureInfo.InvariantCulture), "-f", "mp4", "-y", InputFile.Url(part),
        ]);
        return tools.Command(arguments);
    }
}
