using System.Globalization;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Features;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Shots;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Analysis;

/// <summary>All figures of analysis, music and pictures, from one run as one table beside their targets.</summary>
internal sealed class AnalysisBench(FFmpegTools tools, string media, string data, TextWriter output)
{
    private readonly List<string> _rows = [];

    /// <summary>The command: <c>./bench analysis [FOLDER] [--once]</c>.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, string[] arguments)
    {
        string media = arguments.FirstOrDefault(Directory.Exists) ?? BenchPaths.Media;
        if (!Directory.Exists(Path.Combine(media, "music")) || !Directory.Exists(Path.Combine(media, "shots")))
        {
            Console.Error.WriteLine($"'{media}' does not hold music/, video/ and shots/. Name the media folder: ./bench analysis FOLDER");
            return 2;
        }

        await new AnalysisBench(tools, media, BenchPaths.Data, Console.Out)
            .MeasureAsync(arguments.Contains("--once") ? 1 : 3, CancellationToken.None)
            .ConfigureAwait(false);
        return 0;
    }

    private async Task MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        output.WriteLine("# Music");
        Music(await BeatsMeasurement.MeasureAsync(tools, media, null, cancellationToken).ConfigureAwait(false));
        output.WriteLine("# Shots");
        Shots(await new ShotsBench(tools, media, data, output).MeasureAsync([], repeats, cancellationToken).ConfigureAwait(false));
        output.WriteLine("# Features");
        Features(await FeaturesBench.MeasureAsync(tools, repeats, cancellationToken).ConfigureAwait(false));
        output.WriteLine();
        output.WriteLine($"| analysis, {Environment.ProcessorCount} cores | measured | target | | beside it |");
        output.WriteLine("|---|---|---|---|---|");
        _rows.ForEach(output.WriteLine);
    }

    private void Music(BeatsFigures figures)
    {
        BeatScore unseen = figures.Mean(BeatsFigures.Default, test: true, AnnotatedTrack.Gtzan);
        string aubio = figures.AubioF70 is { } f ? Text($"aubio {f:0.000} on the same") : "aubio not installed";
        AtLeast("beats F at 70 ms, GTZAN excerpts never tuned on", unseen.F70, 0.88, "0.000", aubio);
        AtMost("AMLt minus CMLt on them", unseen.LevelErrors, 0.10, "0.000", Text($"AMLt {unseen.Amlt:0.000}, CMLt {unseen.Cmlt:0.000}"));
        AtLeast("downbeats F on them", unseen.DownbeatF, 0.65, "0.000", "");
        foreach (string source in new[] { "flux", "learned", "both" })
        {
            BeatScore other = figures.Mean(source, test: true, AnnotatedTrack.Gtzan);
            Row(
                Text($"the same by {source}"),
                Text($"{other.F70:0.000}; {other.LevelErrors:0.000}; {other.DownbeatF:0.000}"),
                "",
                "",
                "same decoder"
            );
        }

        BeatScore[] grid =
        [
            figures.Mean(BeatsFigures.Default, false, AnnotatedTrack.ExactGrid),
            figures.Mean(BeatsFigures.Default, true, AnnotatedTrack.ExactGrid),
        ];
        AtMost("mean absolute beat error, exact grid, ms", grid.Max(s => s.ErrorMs), 8, "0.0", "the worse of validation and test");
        AtMost("bias, exact grid, ms", grid.Max(s => Math.Abs(s.BiasMs)), 3, "0.0", "the worse of validation and test, its size");
        SpeedFigure songs = figures.Speeds.First(s => s.Group == "long songs");
        AtLeast(
            "beats, times real time on one core, decoding included",
            songs.Speed,
            300,
            "0",
            figures.AubioSpeed is { } a ? Text($"aubio {a:0}") : "aubio not installed"
        );
        AtLeast("energy by statistics, times faster than the spectrum", figures.EnergyLead, 20, "0", "same samples, interleaved");
    }

    private void Shots(ShotsFigures figures)
    {
        double peer = Math.Max(figures.Content?.F1 ?? 0.960, figures.Adaptive?.F1 ?? 0.891);
        string beside =
            figures.Content is { } c && figures.Adaptive is { } a
                ? Text($"PySceneDetect content {c.F1:0.000}, adaptive {a.F1:0.000}, same run")
                : "PySceneDetect not installed: 0.960 and 0.891 as stated with the media";
        Row(
            "hard cuts F1 within 1 frame, exact mode",
            Text($"{figures.Exact.F1:0.000}"),
            Text($"> {peer:0.000}"),
            figures.Exact.F1 > peer ? "met" : "missed",
            beside
        );
        Row("the same, key-frame mode", Text($"{figures.KeyFrames.F1:0.000}"), "", "", "");
        if (figures.Speed.Count > 0)
        {
            double decode = Statistics.Median(figures.Speed.Select(s => s.FullDecode.Wall / s.KeyFrames.Wall)),
                decodeCpu = Statistics.Median(figures.Speed.Select(s => s.FullDecode.Cpu / s.KeyFrames.Cpu));
            AtLeast(
                "key-frame mode, times one full decode (wall)",
                decode,
                12,
                "0.0",
                Text($"{decodeCpu:0.0} by CPU time; median of {figures.Speed.Count} films")
            );
            if (figures.Speed.All(s => s.Content is not null))
            {
                double content = Statistics.Median(figures.Speed.Select(s => s.Content!.Value.Wall / s.KeyFrames.Wall));
                AtLeast("key-frame mode, times PySceneDetect (content, wall)", content, 20, "0.0", Text($"{figures.Peer}"));
            }

            CutScore all = figures.Speed.Aggregate(default(CutScore), (sum, s) => sum + s.Score);
            Row(
                "cuts that key-frame mode finds on these films, F1",
                Text($"{all.F1:0.000}"),
                "",
                "",
                Text($"{all.Hits} found, {all.Wrong} wrong, {all.Missed} missed")
            );
        }

        foreach (HiddenCuts hidden in figures.Hidden)
        {
            Row(
                Text($"recall, fixed key-frame distance: {hidden.Encoding}"),
                Text($"{hidden.KeyFrames.Recall:0.000}"),
                "",
                "",
                Text(
                    $"planning parts the film at {hidden.PlanningParted} of {hidden.KeyFrames.Hits + hidden.KeyFrames.Missed}; ",
                    $"{hidden.DecodedKeyFrames} of {hidden.Frames} frames looked at"
                )
            );
        }

        foreach ((int seconds, long own, long child, double wall) in figures.Memory)
        {
            Row(
                Text($"peak memory, {seconds} s of 4K by key frames, MiB"),
                Text($"{own}"),
                "flat",
                "",
                Text($"FFmpeg {child} MiB; {wall:0.0} s")
            );
        }

        foreach ((string film, GradualScore exact, GradualScore keys, int invented) in figures.GradualMade)
        {
            Row(
                Text($"fades and dissolves F1: {film}"),
                Text($"{exact.F1:0.000}"),
                "",
                "",
                Text($"ends off by {exact.MedianError:0} frames in the median; key-frame mode {keys.F1:0.000}; {invented} cuts invented")
            );
        }
    }

    private void Features(FeaturesFigures figures)
    {
        RaceTimes race = figures.Race,
            waiting = figures.Waiting;
        AtLeast(
            "parallel analysis, times one worker on 2 cores (wall)",
            race.Speedup,
            1.8,
            "0.00",
            Text(
                $"static partition {race.One.Wall / race.Static.Wall:0.00}, queue {race.One.Wall / race.Queue.Wall:0.00}; results ",
                $"{(race.SameBytes ? "the same to the byte" : "DIFFER")}; {figures.RaceSet}"
            )
        );
        Row(
            "the same where work is waited for, not computed",
            Text($"{waiting.Speedup:0.00}"),
            "",
            "",
            Text(
                $"static partition {waiting.One.Wall / waiting.Static.Wall:0.00}, queue {waiting.One.Wall / waiting.Queue.Wall:0.00}: ",
                $"what sharing out alone gains"
            )
        );
        Row(
            "window features, microseconds per frame",
            Text($"{figures.NanosecondsPerFrame / 1000:0}"),
            "",
            "",
            "320 x 180, one core, without decoding"
        );
        AtMost("bytes allocated per frame in steady state", figures.BytesPerFrame, 0, "0.0", "");
        AtLeast(
            "planted faults caught",
            figures.Caught,
            0.95,
            "0.000",
            string.Join(", ", figures.Faults.Where(f => f.Fault != "none").Select(f => Text($"{f.Fault} {f.Rejected}/{f.Pieces}")))
        );
        AtMost(
            "good pieces rejected",
            figures.WronglyRejected,
            0.05,
            "0.000",
            Text($"{figures.Faults.Where(f => f.Fault == "none").Sum(f => f.Pieces)} pieces")
        );
        Row("sharpness of the same picture, 360p to 2160p, largest difference", Text($"{figures.SharpnessSpread:0.000}"), "", "", "");
    }

    private void AtLeast(string what, double value, double target, string format, string beside) =>
        Row(
            what,
            value.ToString(format, CultureInfo.InvariantCulture),
            ">= " + target.ToString("0.##", CultureInfo.InvariantCulture),
            value >= target ? "met" : "missed",
            beside
        );

    private void AtMost(string what, double value, double target, string format, string beside) =>
        Row(
            what,
            value.ToString(format, CultureInfo.InvariantCulture),
            "<= " + target.ToString("0.##", CultureInfo.InvariantCulture),
            value <= target ? "met" : "missed",
            beside
        );

    private void Row(string what, string value, string target, string verdict, string beside) =>
        _rows.Add($"| {what} | {value} | {target} | {verdict} | {beside} |");

    private static string Text(params FormattableString[] text) => string.Concat(text.Select(FormattableString.Invariant));
}
