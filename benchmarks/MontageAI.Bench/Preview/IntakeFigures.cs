using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Probing.Native;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Preview;

/// <summary>V4: what clips cost before the first picture of them is decoded: ffprobe for each against reading the tables in-process, interleaved, processor seconds.</summary>
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
        List<double> ours = [], theirs = [];
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
            new PreviewFigure("probing, CPU s", Median(theirs), Median(ours), note),
            new PreviewFigure("processes for probing", clips.Length, clips.Length - answered, note),
        ];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
