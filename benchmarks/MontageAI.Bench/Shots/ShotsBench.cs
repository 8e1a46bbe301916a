using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;

namespace MontageAI.Bench.Shots;

/// <summary>
/// Accuracy and speed of shot detection: on annotated clips (shots/NAME.cuts beside video/NAME) and single takes, in which every
/// cut found is wrong; on films made of them, whose cuts and transitions are known; beside PySceneDetect where it is there.
/// </summary>
internal sealed class ShotsBench(FFmpegTools tools, string media, string data, TextWriter output)
{
    /// <summary>Clips that their list calls single takes and that are none: this one has a cut at 0.2 s.</summary>
    private static readonly string[] s_leftOut = ["bbb_square_vp9.webm"];

    private readonly ClipAnalyzer _analyzer = new();

    /// <summary>The command: <c>./bench shots [FOLDER] [--once] [cuts] [gradual] [hidden] [speed] [memory]</c>; without names, all of
    /// it.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, string[] arguments)
    {
        string media = arguments.FirstOrDefault(Directory.Exists) ?? BenchPaths.Media;
        if (!Directory.Exists(Path.Combine(media, "shots")))
        {
            Console.Error.WriteLine($"'{media}' does not hold video/ and shots/. Name the media folder: ./bench shots FOLDER");
            return 2;
        }

        string[] parts = [.. arguments.Where(a => a is "cuts" or "gradual" or "hidden" or "speed" or "memory")];
        ShotsBench bench = new(tools, media, BenchPaths.Data, Console.Out);
        await bench.MeasureAsync(parts, arguments.Contains("--once") ? 1 : 3, default).ConfigureAwait(false);
        return 0;
    }

    /// <summary>Measures and prints.</summary>
    /// <param name="parts">Of "cuts", "gradual", "hidden", "speed" and "memory"; empty for all. What is left out stays empty in the
    /// result.</param>
    /// <param name="repeats">Runs of each for speed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ShotsFigures> MeasureAsync(IReadOnlyCollection<string> parts, int repeats, CancellationToken cancellationToken)
    {
        PySceneDetect peer = new();
        string? version = await peer.VersionAsync(cancellationToken).ConfigureAwait(false);
        bool Wanted(string part) => parts.Count == 0 || parts.Contains(part);
        ShotsFigures figures = new()
        {
            Exact = default,
            KeyFrames = default,
            Planning = default,
            GradualAnnotated = GradualScore.None,
            Peer = version,
        };
        output.WriteLine(
            version is null
                ? "PySceneDetect: not there (MONTAGE_PYTHON, MONTAGE_PYSCENEDETECT)"
                : $"PySceneDetect {version}, default settings"
        );
        if (Wanted("cuts"))
        {
            figures = await MeasureCutsAsync(figures, version is null ? null : peer, cancellationToken).ConfigureAwait(false);
        }

        FilmMaker films = new(tools, media, Path.Combine(data, "v1", "films"));
        if (Wanted("gradual"))
        {
            figures = figures with { GradualMade = await MeasureGradualAsync(films, cancellationToken).ConfigureAwait(false) };
        }

        if (Wanted("hidden"))
        {
            figures = figures with { Hidden = await MeasureHiddenAsync(films, cancellationToken).ConfigureAwait(false) };
        }

        if (Wanted("speed"))
        {
            figures = figures with
            {
                Speed = await MeasureSpeedAsync(films, version is null ? null : peer, repeats, cancellationToken).ConfigureAwait(false),
            };
        }

        if (Wanted("memory"))
        {
            figures = figures with
            {
                Memory = await new ShotMemory(tools, media, Path.Combine(data, "v1", "long"), output)
                    .MeasureAsync(cancellationToken)
                    .ConfigureAwait(false),
            };
        }

        return figures;
    }

    private async Task<ShotsFigures> MeasureCutsAsync(ShotsFigures figures, PySceneDetect? peer, CancellationToken cancellationToken)
    {
        List<(FFmpegClipFrames Source, ShotTruth Truth)> clips = [];
        foreach (
            string path in Directory
                .GetFiles(Path.Combine(media, "video"))
                .Order(StringComparer.Ordinal)
                .Where(p => !s_leftOut.Contains(Path.GetFileName(p)))
        )
        {
            clips.Add((await ShotRuns.OpenAsync(tools, path).ConfigureAwait(false), Annotations.Read(media, Path.GetFileName(path))));
        }

        GradualScore gradual = GradualScore.None;
        CutScore exact = await ReportAsync(
                "exact",
                clips,
                async s => await _analyzer.DetectExactAsync(s, 1, cancellationToken).ConfigureAwait(false),
                (source, truth, analysis) =>
                    gradual += truth.Cuts is null ? GradualScore.None : GradualScore.Of(truth.Gradual, ShotRuns.Gradual(source, analysis))
            )
            .ConfigureAwait(false);
        output.WriteLine($"  fades and dissolves: {gradual}");
        CutScore keys = await ReportAsync("key frames", clips, s => _analyzer.ScanAsync(s, new ClipScanOptions(), cancellationToken))
            .ConfigureAwait(false);
        CutScore planning = await ReportAsync(
                "for planning (cuts too many do no harm)",
                clips,
                s => _analyzer.ScanAsync(s, ShotRuns.Planning, cancellationToken)
            )
            .ConfigureAwait(false);
        await ReportAsync(
                "key frames, nothing refined",
                clips,
                s => _analyzer.ScanAsync(s, new ClipScanOptions { RefinementSeconds = 0 }, cancellationToken)
            )
            .ConfigureAwait(false);
        return figures with
        {
            Exact = exact,
            KeyFrames = keys,
            Planning = planning,
            GradualAnnotated = gradual,
            Content = peer is null ? null : await ReportPeerAsync(peer, "content", clips, cancellationToken).ConfigureAwait(false),
            Adaptive = peer is null ? null : await ReportPeerAsync(peer, "adaptive", clips, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<CutScore> ReportAsync(
        string mode,
        List<(FFmpegClipFrames Source, ShotTruth Truth)> clips,
        Func<FFmpegClipFrames, Task<ClipAnalysis>> analyse,
        Action<FFmpegClipFrames, ShotTruth, ClipAnalysis>? also = null
    )
    {
        CutScore[] scores = new CutScore[3];
        long frames = 0;
        double footage = 0;
        Stopwatch watch = Stopwatch.StartNew();
        foreach ((FFmpegClipFrames source, ShotTruth truth) in clips)
        {
            ClipAnalysis analysis = await analyse(source).ConfigureAwait(false);
            frames += analysis.Work.Total;
            footage += analysis.End.Seconds - analysis.FirstFrame.Seconds;
            for (int tolerance = 0; tolerance < scores.Length; tolerance++)
            {
                // Annotations are rounded to milliseconds.
                scores[tolerance] += CutScore.Of(
                    truth.Cuts,
                    ShotRuns.Cuts(analysis),
                    (tolerance * ShotRuns.Frame(source)) + 0.002,
                    ShotRuns.Free(source, truth)
                );
            }

            also?.Invoke(source, truth, analysis);
        }

        double seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine(Line($"{mode}: {clips.Count} clips, {footage:0} s of footage in {seconds:0.0} s, {frames} frames looked at"));
        Print(scores);
        return scores[1];
    }

    private async Task<CutScore> ReportPeerAsync(
        PySceneDetect peer,
        string detector,
        List<(FFmpegClipFrames Source, ShotTruth Truth)> clips,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<(double Wall, double Cpu, double[] Cuts)> results = await peer.DetectAsync(
                detector,
                clips.Select(c => c.Source.Info.Path),
                cancellationToken
            )
            .ConfigureAwait(false);
        CutScore[] scores = new CutScore[3];
        for (int i = 0; i < clips.Count; i++)
        {
            // OpenCV counts from the stream's start, and chooses for itself where a file has two pictures.
            (FFmpegClipFrames source, ShotTruth truth) = clips[i];
            if (source.Info.Video.Count > 1)
            {
                continue;
            }

            IEnumerable<double> found = results[i].Cuts.Select(c => c + ShotRuns.Start(source));
            for (int tolerance = 0; tolerance < scores.Length; tolerance++)
            {
                scores[tolerance] += CutScore.Of(
                    truth.Cuts,
                    found,
                    (tolerance * ShotRuns.Frame(source)) + 0.002,
                    ShotRuns.Free(source, truth)
                );
            }
        }

        output.WriteLine(Line($"PySceneDetect {detector}: {results.Sum(r => r.Wall):0.0} s"));
        Print(scores);
        return scores[1];
    }

    private async Task<List<(string, GradualScore, GradualScore, int)>> MeasureGradualAsync(
        FilmMaker films,
        CancellationToken cancellationToken
    )
    {
        List<(string Film, GradualScore Exact, GradualScore KeyFrames, int CutsInvented)> rows = [];
        output.WriteLine("Fades and dissolves of made films (the first two served for choosing limits)");
        foreach (FilmRecipe recipe in Films.Transitions)
        {
            Film film = await films.GetAsync(recipe, cancellationToken).ConfigureAwait(false);
            FFmpegClipFrames source = await ShotRuns.OpenAsync(tools, film.Path).ConfigureAwait(false);
            ClipAnalysis exact = await _analyzer.DetectExactAsync(source, 1, cancellationToken).ConfigureAwait(false);
            ClipAnalysis keys = await _analyzer.ScanAsync(source, new ClipScanOptions(), cancellationToken).ConfigureAwait(false);
            rows.Add(
                (
                    recipe.Name,
                    GradualScore.Of(film.Truth.Gradual, ShotRuns.Gradual(source, exact)),
                    GradualScore.Of(film.Truth.Gradual, ShotRuns.Gradual(source, keys)),
                    ShotRuns.Cuts(exact).Count()
                )
            );
            output.WriteLine($"  {recipe.Name} exact: {rows[^1].Exact}; {rows[^1].CutsInvented} cuts invented");
            output.WriteLine($"  {recipe.Name} key frames: {rows[^1].KeyFrames}");
        }

        return rows;
    }

    private async Task<List<HiddenCuts>> MeasureHiddenAsync(FilmMaker films, CancellationToken cancellationToken)
    {
        Film film = await films.GetAsync(Films.Cuts, cancellationToken).ConfigureAwait(false);
        List<HiddenCuts> rows = [];
        output.WriteLine("Cuts in encodings with a fixed key-frame distance, within 1 frame");
        foreach ((string name, string[] codec) in Films.Hidden)
        {
            Film encoded = await films.EncodeAgainAsync(film, name, codec, cancellationToken).ConfigureAwait(false);
            FFmpegClipFrames source = await ShotRuns.OpenAsync(tools, encoded.Path).ConfigureAwait(false);
            double[] cuts = [.. encoded.Truth.Cuts!.Select(c => c + ShotRuns.Start(source))];
            ClipAnalysis keys = await _analyzer.ScanAsync(source, new ClipScanOptions(), cancellationToken).ConfigureAwait(false);
            ClipAnalysis planning = await _analyzer.ScanAsync(source, ShotRuns.Planning, cancellationToken).ConfigureAwait(false);
            double reach = ShotRuns.Frame(source) + 0.002;
            rows.Add(
                new HiddenCuts(
                    name,
                    CutScore.Of(cuts, ShotRuns.Cuts(keys), reach),
                    ShotRuns.Parted(planning, cuts, reach),
                    ShotRuns.Shown(planning, cuts, ShotRuns.Frame(source)),
                    (int)Math.Round((keys.End.Seconds - keys.FirstFrame.Seconds) / ShotRuns.Frame(source)),
                    keys.Work.Total,
                    planning.Work.Total
                )
            );
            output.WriteLine(
                Line($"  {name}: key frames {rows[^1].KeyFrames}; {rows[^1].DecodedKeyFrames} of {rows[^1].Frames} frames looked at")
            );
            output.WriteLine(
                Line(
                    $"  {name}: planning parts {rows[^1].PlanningParted} of {cuts.Length}, {rows[^1].PlanningShown} may be shown; ",
                    $"{planning.Rejected.Sum(r => r.End.Seconds - r.Start.Seconds):0} s rejected; {rows[^1].DecodedPlanning} frames ",
                    $"looked at"
                )
            );
        }

        return rows;
    }

    private async Task<List<FilmSpeed>> MeasureSpeedAsync(
        FilmMaker films,
        PySceneDetect? peer,
        int repeats,
        CancellationToken cancellationToken
    )
    {
        List<FilmSpeed> rows = [];
        output.WriteLine(
            Line(
                $"Speed, {Environment.ProcessorCount} cores, median of {repeats}, interleaved; seconds wall / CPU, in brackets how many ",
                $"times key-frame mode in this process"
            )
        );
        output.WriteLine(
            "| film (1080p, x264 defaults) | key frames | through the program | full decode | PySceneDetect content | adaptive | F1 "
                + "within 1 frame of key frames (content, adaptive) | frames looked at |"
        );
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (FilmRecipe recipe in Films.Speed)
        {
            Film film = await films.GetAsync(recipe, cancellationToken).ConfigureAwait(false);
            rows.Add(await new ShotSpeed(tools, peer).MeasureAsync(film, repeats, cancellationToken).ConfigureAwait(false));
            output.WriteLine(ShotSpeed.Row(rows[^1]));
        }

        return rows;
    }

    private void Print(CutScore[] scores)
    {
        for (int tolerance = 0; tolerance < scores.Length; tolerance++)
        {
            output.WriteLine(Line($"  within {tolerance} frames: {scores[tolerance]}"));
        }
    }

    private static string Line(params FormattableString[] text) => string.Concat(text.Select(FormattableString.Invariant));
}
