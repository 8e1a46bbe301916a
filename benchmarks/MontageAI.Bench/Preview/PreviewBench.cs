using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Bench.Preview;

/// <summary>How long a user waits, what each optimisation of the preview gains, and the whole against the plain way: one table.</summary>
internal sealed class PreviewBench(FFmpegTools tools, InputSets sets)
{
    /// <summary>Names of the parts, in order.</summary>
    public static readonly string[] Parts =
    [
        "wait",
        "host",
        "scale",
        "plain",
        "proxies",
        "intake",
        "cut",
        "join",
        "io",
        "split",
        "hardware",
    ];

    /// <summary>The part that <c>./bench intake</c> runs alone: a thousand files, identified and probed.</summary>
    public const string Files = "files";

    /// <summary>Measures and prints.</summary>
    /// <param name="parts">Which parts; empty for all (some twenty-five minutes).</param>
    /// <param name="repeats">Repeats, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyList<string> parts, int repeats, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores; medians of interleaved repeats ({repeats}), scale and plain once");
        FigureTable.Begin();
        foreach (string part in parts.Contains(Files) ? [Files] : Parts.Where(p => parts.Count == 0 || parts.Contains(p)))
        {
            await FigureTable.AddAsync(work => MeasureAsync(part, repeats, work, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(
        string part,
        int repeats,
        string work,
        CancellationToken cancellationToken
    ) =>
        part switch
        {
            "wait" => await new WaitFigures(tools, sets).MeasureAsync(repeats, work, cancellationToken).ConfigureAwait(false),
            "host" => await new HostFigures(sets).MeasureAsync(work, cancellationToken).ConfigureAwait(false),
            "scale" => await new ScaleFigures(sets).MeasureAsync(work, cancellationToken).ConfigureAwait(false),
            "plain" => await PlainAsync(work, cancellationToken).ConfigureAwait(false),
            "proxies" => await new ProxyFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
            "intake" =>
            [
                .. await new ThousandFiles(tools).MeasureAsync(repeats, work, cancellationToken).ConfigureAwait(false),
                .. await new IntakeFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
            ],
            Files => await new ThousandFiles(tools).MeasureAsync(repeats, work, cancellationToken).ConfigureAwait(false),
            "cut" => await new CutFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
            "join" => await new JoinFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
            "io" => await new IoFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
            "split" => await new SplitFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
            _ => await new HardwareFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
        };

    /// <summary>The whole of set M: a preview of a minute, and the same shots the plain way.</summary>
    public async Task<IReadOnlyList<PreviewFigure>> PlainAsync(string work, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        PreviewRun program = new(sets, work);
        ProgramRun run = await program.PreviewAsync(clips, "ours", "store", 60, cancellationToken).ConfigureAwait(false);
        string plan = program.File("ours.montage.json");
        Timeline timeline = TimelineJson.Read(await File.ReadAllTextAsync(plan, cancellationToken).ConfigureAwait(false), plan);
        double plain = await PlainWay.RunAsync(tools, sets, timeline, program.File("plain"), cancellationToken).ConfigureAwait(false);
        double seen = PreviewRun.Playable(run).Opening;
        return
        [
            new(
                "the plain way, set M: until something can be seen, s",
                plain,
                seen,
                "ours: the first ten seconds; the plain way shows nothing before its end"
            )
            {
                Target = "15-30 times",
                Met = plain / seen >= 15,
            },
            new("the plain way, set M: until all is done, s", plain, run.Seconds, "the same shots, as many frames"),
        ];
    }
}
