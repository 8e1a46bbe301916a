using MontageAI.Containers.Mp4;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// Examines shots that hardware, or the software that stands in for it, has just encoded. Does nothing with plain software.
/// </summary>
internal sealed class EncodedShots(FFmpegTools tools, FilmFormat format)
{
    /// <summary>Examines files of one run.</summary>
    /// <param name="jobs">What they should be.</param>
    /// <param name="parts">The files.</param>
    /// <param name="problems">Gets what is wrong with each; stays null where nothing is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task ExamineAsync(ShotRequest[] jobs, string[] parts, HardwareProblem?[] problems, CancellationToken cancellationToken)
    {
        if (format.Encoder == VideoEncoder.Software)
        {
            return;
        }

        AvcConfiguration joined = AvcConfiguration.Parse(Convert.FromHexString(format.Encoder.Configuration));
        for (int i = 0; i < jobs.Length; i++)
        {
            problems[i] = await ProblemAsync(jobs[i], parts[i], joined, cancellationToken).ConfigureAwait(false);
        }

        int[] sound = [.. Enumerable.Range(0, jobs.Length).Where(i => problems[i] is null)];
        if (!format.Encoder.IsSoftware && sound.Length > 0)
        {
            string?[] seen = await EncodedPicture
                .CompareAsync(tools, [.. sound.Select(i => parts[i])], cancellationToken)
                .ConfigureAwait(false);
            for (int k = 0; k < sound.Length; k++)
            {
                problems[sound[k]] = seen[k] is { } reason ? new HardwareProblem(reason) : null;
            }
        }
    }

    /// <summary>What the tables of an encoded file show to be wrong, or null.</summary>
    public static string? Problem(ShotRequest job, FilmFormat format, Mp4File file)
    {
        if (file.Video is not { } video || video.Count != job.Shot.Record.Length)
        {
            return $"it encoded {file.Video?.Count ?? 0} frames instead of {job.Shot.Record.Length}";
        }

        if (video.DataEnd > file.FileSize)
        {
            return "its file is cut off";
        }

        if (video.SyncSamples is not [0])
        {
            return $"it set {video.SyncSamples?.Length ?? video.Count} key frames instead of one at the start";
        }

        if (video.Width != format.Canvas.Width || video.Height != format.Canvas.Height)
        {
            return $"it encoded {video.Width}x{video.Height} instead of {format.Canvas}";
        }

        return video.PresentationTicks.SequenceEqual(video.PresentationTicks.Order()) ? null : "it reordered frames";
    }

    private async Task<HardwareProblem?> ProblemAsync(
        ShotRequest job,
        string part,
        AvcConfiguration joined,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Mp4File file = await Mp4File.ReadAsync(part, cancellationToken).ConfigureAwait(false);
            if (Problem(job, format, file) is { } reason)
            {
                return new HardwareProblem(reason) { FramesMissing = file.Video?.Count != job.Shot.Record.Length };
            }

            return joined.Holds(AvcConfiguration.Parse(file.Video!.CodecConfiguration))
                ? null
                : new HardwareProblem("its parameter sets are not those of its trial");
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            return new HardwareProblem("its file cannot be read: " + e.Message.TrimEnd('.'));
        }
    }
}
