using System.Diagnostics;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Cutting;

namespace MontageAI.Bench.Preview;

/// <summary>V2: taking a piece out by copying, by smart cut, and by encoding it anew, interleaved. Processor seconds hold on a busy
/// machine, wall seconds do not.</summary>
internal sealed class CutFigures(FFmpegTools tools, InputSets sets)
{
    /// <summary>Measures; a minute of 1080p is encoded once per repeat.</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more; medians are given.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        string folder = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        MediaInfo clip = await new MediaProbe(tools)
            .ProbeAsync(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).First(), cancellationToken)
            .ConfigureAwait(false);
        long frames = clip.MainVideo!.FrameCount ?? throw new InvalidOperationException("The clip's frames are not counted.");
        double rate = clip.MainVideo.AverageRate!.Value.Value;
        List<PreviewFigure> figures = [];
        string work = Directory.CreateTempSubdirectory("montage-cut-").FullName;
        try
        {
            // A frame less at either end, so that neither end lies on a key frame; and ten seconds from the middle.
            foreach (
                (string name, long first, long count) in new[]
                {
                    ("a minute", 1L, frames - 2),
                    ("10 s", (frames / 2) + 7, (long)(10 * rate)),
                }
            )
            {
                Dictionary<string, List<(double Wall, double Cpu)>> costs = [];
                CutResult? smart = null;
                for (int r = 0; r < repeats; r++)
                {
                    smart = await RunAsync("smart cut", first, count, CutMode.Smart).ConfigureAwait(false);
                    await RunAsync("encode", first, count, CutMode.Encode).ConfigureAwait(false);
                    await RunAsync("copy", 0, count == frames - 2 ? frames : count, CutMode.Copy).ConfigureAwait(false);

                    async Task<CutResult?> RunAsync(string what, long from, long length, CutMode mode)
                    {
                        CutRequest request = new()
                        {
                            Source = clip,
                            From = new CutPoint(null, from),
                            Frames = length,
                            Output = Path.Combine(work, "piece.mp4"),
                            Mode = mode,
                            Overwrite = true,
                        };
                        double cpu = CpuClock.Seconds();
                        long begun = Stopwatch.GetTimestamp();
                        try
                        {
                            CutResult result = await new SmartCut(tools).CutAsync(request, cancellationToken).ConfigureAwait(false);
                            if (!costs.TryGetValue(what, out List<(double Wall, double Cpu)>? list))
                            {
                                costs.Add(what, list = []);
                            }

                            list.Add((Stopwatch.GetElapsedTime(begun).TotalSeconds, CpuClock.Seconds() - cpu));
                            return result;
                        }
                        catch (Errors.MediaException) when (mode == CutMode.Copy)
                        {
                            // Ten seconds from the first frame on need not end where a copy can.
                            return null;
                        }
                    }
                }

                string note = $"{name} of 1080p, {smart!.CopiedFrames} of {smart.Frames} frames copied";
                foreach (string what in costs.Keys.Where(k => k != "encode"))
                {
                    figures.Add(
                        new PreviewFigure(
                            $"{what} instead of encoding, CPU s",
                            Median(costs["encode"], c => c.Cpu),
                            Median(costs[what], c => c.Cpu),
                            what == "copy" ? $"{name} of 1080p" : note
                        )
                    );
                    figures.Add(
                        new PreviewFigure(
                            $"{what} instead of encoding, wall s",
                            Median(costs["encode"], c => c.Wall),
                            Median(costs[what], c => c.Wall),
                            what == "copy" ? $"{name} of 1080p" : note
                        )
                    );
                }
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        return figures;
    }

    private static double Median(List<(double Wall, double Cpu)> values, Func<(double Wall, double Cpu), double> of) =>
        Statistics.Median(values.Select(of));
}
