using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Music;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;

namespace MontageAI.Bench.Beats;

/// <summary>How right beats and downbeats are on annotated music, and how fast they are found, decoding included.</summary>
internal static class BeatsBench
{
    // mir_eval leaves out the first five seconds.
    private const double TrimSeconds = 5;

    private static readonly string[] s_columns = ["F70", "F20", "CMLt", "AMLt", "downF", "F70all", "bias ms", "error ms"];

    /// <summary>Runs over MEDIA/music; the first argument, or MONTAGE_TEST_MEDIA, or ../shared/media above the program is MEDIA.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (FindMedia(args) is not { } media)
        {
            Console.Error.WriteLine("Annotated music not found: give the media folder (the one that holds music/) as argument, or set MONTAGE_TEST_MEDIA.");
            return 2;
        }

        FFmpegTools tools = FFmpegTools.Locate(Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"), Environment.GetEnvironmentVariable("PATH"));
        Dictionary<string, List<double[]>> groups = [];
        Dictionary<string, (double Music, double Wall, double Cpu)> speed = [];
        int withoutBeats = 0;
        Console.WriteLine($"{"track",-42}{string.Concat(s_columns.Select(c => c.PadLeft(9)))}   strategy, BPM, confidence");
        foreach ((string group, string file) in Tracks(media))
        {
            long start = Stopwatch.GetTimestamp();
            double cpu = CpuClock.Seconds();
            MusicAnalysis analysis = await AnalyseAsync(tools, file);
            double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
            (double Music, double Wall, double Cpu) sum = speed.GetValueOrDefault(group);
            speed[group] = (sum.Music + analysis.AnalysedEnd, sum.Wall + wall, sum.Cpu + CpuClock.Seconds() - cpu);
            withoutBeats += analysis.Strategy == RhythmStrategy.Beats ? 0 : 1;
            double[] row = Score(file, analysis);
            if (!groups.TryGetValue(group, out List<double[]>? rows))
            {
                groups[group] = rows = [];
            }

            rows.Add(row);
            Console.WriteLine(Text(Path.GetFileName(file), row) + string.Create(
                CultureInfo.InvariantCulture, $"   {analysis.Strategy} {analysis.TempoBpm:0.0} {analysis.Confidence:0.00}"));
        }

        Console.WriteLine();
        foreach ((string group, List<double[]> rows) in groups)
        {
            double[] mean = [.. Enumerable.Range(0, s_columns.Length).Select(c => rows.Select(r => r[c]).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average())];
            (double music, double wall, double cpu) = speed[group];
            Console.WriteLine(Text($"{group}: mean of {rows.Count}", mean) + string.Create(
                CultureInfo.InvariantCulture, $"   {music / cpu:0} x real time per core (CPU time), {music / wall:0} x by the clock; {music:0} s of music"));
        }

        Console.WriteLine($"""

            F70, F20: F-measure within 70 and 20 ms; CMLt, AMLt: continuity; downF: F-measure of downbeats within 70 ms; all as mir_eval defines them,
            the first 5 s left out (F70all: nothing left out). bias, error: mean signed and absolute distance of matched beats from annotations.
            GTZAN's and Ballroom's annotations sit about 20 ms after the onsets, hence their negative bias and low F20; 'exact grid' songs were produced on a grid.
            Tracks judged to have no beat ({withoutBeats}) count as having none: F 0. Speed includes decoding and starting one
            FFmpeg per track (about 0.1 s of CPU, which excerpts of 17 s feel) and, by the clock, whatever else the machine does; {Environment.ProcessorCount} cores, decoder
            and analysis side by side.
            """);
        return 0;
    }

    private static async Task<MusicAnalysis> AnalyseAsync(FFmpegTools tools, string file)
    {
        MusicAnalyzer analyzer = new(new MusicOptions());
        await new PcmReader(tools).ReadAsync(file, new PcmOptions(), analyzer.Append, CancellationToken.None);
        return analyzer.Finish();
    }

    private static double[] Score(string file, MusicAnalysis analysis)
    {
        double[] beats = Annotation(file, ".beats"), downbeats = Annotation(file, ".downbeats");
        IReadOnlyList<Beat> found = analysis.Strategy == RhythmStrategy.Beats ? analysis.Beats : [];
        // Where annotation begins late (an intro left out), what is found before it is neither right nor wrong.
        double from = Math.Max(TrimSeconds, beats[0] > TrimSeconds ? beats[0] - 0.07 : 0);
        double[] times = [.. found.Select(b => b.Time)];
        double[] down = BeatMetrics.Trim(found.Where(b => b.BarPosition == 1).Select(b => b.Time), from);
        double[] reference = BeatMetrics.Trim(beats, from), estimate = BeatMetrics.Trim(times, from);
        List<double> errors = BeatMetrics.Match(reference, estimate, 0.07);
        return
        [
            BeatMetrics.F(reference, estimate, 0.07),
            BeatMetrics.F(reference, estimate, 0.02),
            BeatMetrics.Cmlt(reference, estimate),
            BeatMetrics.Amlt(reference, estimate),
            downbeats.Length < 2 ? double.NaN : BeatMetrics.F(BeatMetrics.Trim(downbeats, from), down, 0.07),
            BeatMetrics.F(beats, times, 0.07),
            errors.Count == 0 ? double.NaN : errors.Average() * 1000,
            errors.Count == 0 ? double.NaN : errors.Average(Math.Abs) * 1000,
        ];
    }

    private static string Text(string name, double[] row) =>
        $"{(name.Length > 41 ? name[..41] : name),-42}{string.Concat(row.Select((v, c) => (double.IsNaN(v) ? "-" : v.ToString(c < 6 ? "0.000" : "0.0", CultureInfo.InvariantCulture)).PadLeft(9)))}";

    private static double[] Annotation(string file, string extension)
    {
        string path = Path.ChangeExtension(file, extension);
        return File.Exists(path)
            ? [.. File.ReadLines(path).Where(l => l.Trim().Length > 0).Select(l => double.Parse(l.Split('\t', ' ')[0], CultureInfo.InvariantCulture))]
            : [];
    }

    private static IEnumerable<(string Group, string File)> Tracks(string media)
    {
        foreach (string file in Annotated(Path.Combine(media, "music", "gtzan")))
        {
            yield return ("gtzan", file);
        }

        foreach (string file in Annotated(Path.Combine(media, "music")))
        {
            string name = Path.GetFileName(file);
            bool exact = name.StartsWith("osu_", StringComparison.Ordinal) || name.StartsWith("stepmania_", StringComparison.Ordinal) || name.StartsWith("tbd_tutorial_easy", StringComparison.Ordinal);
            yield return (exact ? "exact grid" : "other", file);
        }
    }

    private static IEnumerable<string> Annotated(string folder) =>
        !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder)
                .Where(f => Path.GetExtension(f) is ".flac" or ".mp3" or ".ogg" or ".m4a" or ".wav" && File.Exists(Path.ChangeExtension(f, ".beats")))
                .Order(StringComparer.Ordinal);

    private static string? FindMedia(IReadOnlyList<string> args)
    {
        if (args.Count > 0)
        {
            return Directory.Exists(Path.Combine(args[0], "music")) ? args[0] : null;
        }

        if (Environment.GetEnvironmentVariable("MONTAGE_TEST_MEDIA") is { Length: > 0 } configured)
        {
            return Directory.Exists(Path.Combine(configured, "music")) ? configured : null;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "..", "shared", "media");
            if (Directory.Exists(Path.Combine(candidate, "music")))
            {
                return Path.GetFullPath(candidate);
            }
        }

        return null;
    }
}
