using System.Globalization;
using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Shots;
using MontageAI.Rendering.Sprites;

namespace MontageAI.Rendering.Proxies;

/// <summary>
/// Makes a proxy of a source: every frame of it as one IDR picture, drawn and encoded as a rendered preview shot draws and encodes it, with
/// the same parameter sets to the byte, so that a preview is joined from single pictures of proxies and from rendered shots alike by
/// copying. One decode also feeds analysis with small frames, and sprite sheets. One process at a time; memory does not grow with the
/// source but for 8 bytes per frame.
/// </summary>
/// <param name="tools">Where FFmpeg is.</param>
public sealed class ProxyRenderer(FFmpegTools tools)
{
    /// <summary>Makes a proxy.</summary>
    /// <param name="job">What to make.</param>
    /// <param name="analyse"> Reads every frame, small, from the source that it gets (one request for all frames); null when nothing is to
    /// be analysed. </param>
    /// <param name="cancellationToken">Ends the process and removes unfinished files.</param>
    /// <exception cref="MediaException">The source cannot be decoded, or its times go backwards, so that there is no proxy of
    /// it.</exception>
    public async Task<ProxyFile> RenderAsync(
        ProxyFileRequest job,
        Func<IClipFrameSource, CancellationToken, Task>? analyse,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!job.Format.Profile.SkipLoopFilter)
        {
            throw new ArgumentException(
                "Proxies stand in for previews: the look's profile must be one that leaves out deblocking.",
                nameof(job)
            );
        }

        string part = job.OutputPath + ".part",
            sheets = job.OutputPath + ".sheets.part";
        List<(string, IReadOnlyList<string>)> outputs = [Output(job, part)];
        if (job.Sprites is { } sprites)
        {
            outputs.Add(SpriteMaker.Output(sprites.Layout, job.Video, sheets));
        }

        SharedFrames frames = new(tools, job.Source, job.Video, job.DecoderThreads, FrameSelection.All, outputs);
        try
        {
            await (analyse is null ? frames.DrainAsync(cancellationToken) : analyse(frames, cancellationToken)).ConfigureAwait(false);
            if (!frames.Complete)
            {
                throw new InvalidOperationException("The frames were not read to the end.");
            }

            ProxyFile proxy = await AcceptAsync(job, part, frames, cancellationToken).ConfigureAwait(false);
            return job.Sprites is null
                ? proxy
                : proxy with
                {
                    Sprites = SpriteMaker.Accept(frames, job.Sprites.Layout, sheets, job.Sprites.OutputPath),
                };
        }
        finally
        {
            File.Delete(part);
            File.Delete(sheets);
        }
    }

    private static (string Filters, IReadOnlyList<string> Output) Output(ProxyFileRequest job, string part)
    {
        string timescale = job.Format.Rate.Timescale.ToString(CultureInfo.InvariantCulture);
        return (
            ProxyRecipe.Filters(job.Video, job.Format),
            [
                .. ProxyRecipe.Encoding(job.Video, job.Format),
                "-fps_mode",
                "passthrough",
                "-map_metadata",
                "-1",
                "-fflags",
                "+bitexact",
                "-video_track_timescale",
                timescale,
                "-f",
                "mp4",
                InputFile.Url(part),
            ]
        );
    }

    private static async Task<ProxyFile> AcceptAsync(
        ProxyFileRequest job,
        string part,
        SharedFrames frames,
        CancellationToken cancellationToken
    )
    {
        long[] ticks = [.. frames.Ticks];
        if (ticks.Length == 0)
        {
            throw new MediaException(
                ErrorCode.MediaUnreadable,
                job.Source.Path,
                $"no picture could be decoded ({frames.Problem ?? "the file holds none"}).",
                "Check that it plays elsewhere."
            );
        }

        for (int i = 1; i < ticks.Length; i++)
        {
            if (ticks[i] <= ticks[i - 1])
            {
                throw new MediaException(
                    ErrorCode.Unsupported,
                    job.Source.Path,
                    "its pictures' times do not ascend, so that it gets no proxy.",
                    "Nothing needs to be done: previews are rendered from the file itself."
                );
            }
        }

        Mp4Track? track;
        try
        {
            track = (await Mp4File.ReadAsync(part, cancellationToken).ConfigureAwait(false)).Video;
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            throw new MediaException(
                ErrorCode.RenderFailed,
                job.Source.Path,
                $"its proxy was not finished ({frames.Problem ?? e.Message}).",
                "Check that there is room on the disk and that the file plays.",
                e
            );
        }

        if (track is null || track.Count != ticks.Length || track.SyncSamples is { } sync && sync.Length != ticks.Length)
        {
            throw new MediaException(
                ErrorCode.MediaUnreadable,
                job.Source.Path,
                $"its proxy has {track?.Count ?? 0} pictures of {ticks.Length} ({frames.Problem ?? "no reason known"}).",
                "Previews are rendered from the file itself."
            );
        }

        // As in a rendered shot: the picture is upright, but FFmpeg 5.1 copies the source's flag.
        if (!track.IsUpright)
        {
            await Mp4File.SetUprightAsync(part, track, cancellationToken).ConfigureAwait(false);
        }

        await new ProxyTimes(job.Video.TimeBase, job.Source.Container == "avi", ticks)
            .AppendAsync(part, cancellationToken)
            .ConfigureAwait(false);
        long size = new FileInfo(part).Length;
        File.Move(part, job.OutputPath, overwrite: true);
        return new ProxyFile(job.OutputPath, ticks.Length, size, frames.Problem);
    }
}
