using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Bench.Shots;

/// <summary>
/// Accuracy and speed of shot detection on annotated clips (shots/NAME.cuts beside video/NAME) and on single takes, in which every
/// cut found is wrong. Cuts are matched one to one, nearest first come, at 0, 1 and 2 frames.
/// </summary>
internal static class ShotsBench
{
    /// <summary>Clips that their list calls single takes and that are none: this one has a cut at 0.2 s.</summary>
    private static readonly string[] s_leftOut = ["bbb_square_vp9.webm"];

    public static async Task<int> RunAsync(FFmpegTools tools, string media)
    {
        if (!Directory.Exists(Path.Combine(media, "shots")))
        {
            Console.Error.WriteLine($"'{media}' does not hold video/ and shots/. Name the media folder: ./bench shots FOLDER");
            return 2;
        }

        List<(FFmpegClipFrames Source, double[]? Cuts)> clips = [];
        foreach (string path in Directory.GetFiles(Path.Combine(media, "video")).Order(StringComparer.Ordinal).Where(p => !s_leftOut.Contains(Path.GetFileName(p))))
        {
            string list = Path.Combine(media, "shots", Path.GetFileName(path) + ".cuts");
            MediaInfo info = await new MediaProbe(tools).ProbeAsync(path, default).ConfigureAwait(false);
            // The cuts of the clip with two pictures are annotated in its first stream.
            VideoStreamInfo? stream = path.EndsWith("nasa_two_streams.mp4", StringComparison.Ordinal) ? info.Video[0] : null;
            clips.Add((new FFmpegClipFrames(tools, info, stream), File.Exists(list) ? ReadCuts(list) : null));
        }

        ClipAnalyzer analyzer = new();
        double exact = await ReportAsync("exact", clips, s => analyzer.DetectExactAsync(s, 1, default)).ConfigureAwait(false);
        double keys = await ReportAsync("key frames", clips, s => analyzer.ScanAsync(s, new ClipScanOptions(), default)).ConfigureAwait(false);
        await ReportAsync("key frames, no packet sizes", clips, s => analyzer.ScanAsync(s, new ClipScanOptions { UsePackets = false }, default)).ConfigureAwait(false);
        await ReportAsync("for planning (cuts too many do no harm)", clips, s => analyzer.ScanAsync(s, new ClipScanOptions { ForPlanning = true, RefinementSeconds = 10 }, default)).ConfigureAwait(false);
        double bare = await ReportAsync("key frames, nothing refined", clips, s => analyzer.ScanAsync(s, new ClipScanOptions { RefinementSeconds = 0 }, default)).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exact / key frames: {exact / keys:0.0} times the wall time; exact / key frames, nothing refined: {exact / bare:0.0} times (short clips: mostly process start)"));
        return 0;
    }

    private static double[] ReadCuts(string list) =>
        [.. File.ReadAllLines(list).Where(l => l.Length > 0).Select(l => double.Parse(l, CultureInfo.InvariantCulture))];

    private static async Task<double> ReportAsync(
        string mode, List<(FFmpegClipFrames Source, double[]? Cuts)> clips, Func<FFmpegClipFrames, Task<ClipAnalysis>> analyse)
    {
        List<(FFmpegClipFrames Source, double[]? Cuts, List<double> Found)> results = [];
        long frames = 0;
        double footage = 0;
        Stopwatch watch = Stopwatch.StartNew();
        foreach ((FFmpegClipFrames source, double[]? cuts) in clips)
        {
            ClipAnalysis analysis = await analyse(source).ConfigureAwait(false);
            frames += analysis.Work.Total;
            footage += analysis.End.Seconds - analysis.FirstFrame.Seconds;
            results.Add((source, cuts, [.. analysis.Shots.Shots.Where(s => s.StartKind == BoundaryKind.Cut).Select(s => s.Start.Seconds)]));
        }

        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mode}: {clips.Count} clips, {footage:0} s of footage in {seconds:0.0} s, {frames} frames looked at, {frames / seconds:0} frames/s"));
        foreach (int tolerance in new[] { 0, 1, 2 })
        {
            Console.WriteLine("  " + Score(results, tolerance));
        }

        return seconds;
    }

    private static string Score(List<(FFmpegClipFrames Source, double[]? Cuts, List<double> Found)> results, int tolerance)
    {
        int hits = 0, wrong = 0, missed = 0, wrongInTakes = 0;
        foreach ((FFmpegClipFrames source, double[]? cuts, List<double> found) in results)
        {
            // Annotations are rounded to milliseconds.
            double reach = (tolerance * ClipFrame(source)) + 0.002;
            List<double> open = [.. cuts ?? []];
            foreach (double cut in found)
            {
                int match = open.FindIndex(c => Math.Abs(c - cut) <= reach);
                if (match >= 0)
                {
                    hits++;
                    open.RemoveAt(match);
                }
                else if (cuts is null)
                {
                    wrongInTakes++;
                }
                else
                {
                    wrong++;
                }
            }

            missed += open.Count;
        }

        int all = wrong + wrongInTakes;
        return string.Create(CultureInfo.InvariantCulture, $"within {tolerance} frames: precision {Ratio(hits, hits + all):0.000}, recall {Ratio(hits, hits + missed):0.000}, F1 {Ratio(2 * hits, (2 * hits) + all + missed):0.000} ({hits} found, {wrong} wrong, {missed} missed; {wrongInTakes} wrong in single takes)");
    }

    private static double ClipFrame(FFmpegClipFrames source) => 1 / (source.Stream.AverageRate?.Value ?? 25);

    private static double Ratio(int part, int whole) => whole == 0 ? 1 : (double)part / whole;
}
