using MontageAI.Analysis.Clips;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.Containers.Probing;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.Bench.Preview;

/// <summary>V4: what clips cost before the first picture of them is decoded: ffprobe for each against reading the tables in-process,
/// interleaved, processor seconds.</summary>
internal sealed class IntakeFigures(FFmpegTools tools, InputSets sets)
{
    /// <summary>Measures.</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more; medians are given.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        string folder = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        string[] clips = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        MediaProbe probe = new(tools);
        int answered = 0;
        List<double> ours = [],
            theirs = [];
        for (int r = 0; r < repeats; r++)
        {
            double cpu = CpuClock.Seconds();
            foreach (string clip in clips)
            {
                await probe.AskAsync(clip, new FileInfo(clip).Length, cancellationToken).ConfigureAwait(false);
            }

            theirs.Add(CpuClock.Seconds() - cpu);
            cpu = CpuClock.Seconds();
            answered = 0;
            foreach (string clip in clips)
            {
                answered += await Mp4Facts.ReadAsync(clip, cancellationToken).ConfigureAwait(false) is null ? 0 : 1;
            }

            ours.Add(CpuClock.Seconds() - cpu);
        }

        string note = $"set M, {answered} of {clips.Length} clips answered in-process";
        return
        [
            new PreviewFigure("probing, CPU s", Statistics.Median(theirs), Statistics.Median(ours), note),
            new PreviewFigure("processes for probing", clips.Length, clips.Length - answered, note),
            await TogetherAsync(clips, repeats, cancellationToken).ConfigureAwait(false),
        ];
    }

    // Key frames by one process per clip, and by one per four clips.
    private async Task<PreviewFigure> TogetherAsync(string[] clips, int repeats, CancellationToken cancellationToken)
    {
        MediaProbe probe = new(tools);
        List<double> together = [],
            alone = [];
        for (int r = 0; r < repeats; r++)
        {
            foreach (int size in (int[])[1, 4])
            {
                double cpu = CpuClock.Seconds();
                foreach (string[] batch in clips.Chunk(size))
                {
                    List<(FFmpegClipFrames Clip, FrameRequest Request)> members = [];
                    foreach (string clip in batch)
                    {
                        members.Add(
                            (
                                new FFmpegClipFrames(tools, await probe.ProbeAsync(clip, cancellationToken).ConfigureAwait(false)),
                                ClipAnalyzer.KeyFrameRequest
                            )
                        );
                    }

                    foreach (IClipFrameSource source in await FrameBatch.ReadAsync(tools, members, cancellationToken).ConfigureAwait(false))
                    {
                        await using IFrameReader reader = await source
                            .OpenAsync(ClipAnalyzer.KeyFrameRequest, cancellationToken)
                            .ConfigureAwait(false);
                        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) { }
                    }
                }

                (size == 1 ? alone : together).Add(CpuClock.Seconds() - cpu);
            }
        }

        return new PreviewFigure(
            "key frames of all clips, CPU s",
            Statistics.Median(alone),
            Statistics.Median(together),
            "set M, four clips per process instead of one"
        );
    }
}
