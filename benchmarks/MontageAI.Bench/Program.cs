// One program, one subcommand per question: how fast (speed), how right (beats, shots).
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.FFmpeg.Processes;

FFmpegTools tools = FFmpegTools.Locate(Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"), Environment.GetEnvironmentVariable("PATH"));
InputSets sets = new(tools, BenchPaths.Media, BenchPaths.Data);
switch (args.FirstOrDefault())
{
    case "inputs":
        foreach (string set in args.Skip(1).DefaultIfEmpty("M"))
        {
            Console.WriteLine(await sets.GetAsync(set, CancellationToken.None).ConfigureAwait(false));
        }

        return 0;
    case "speed":
        foreach (string set in args.Skip(1).Where(a => a is "S" or "M" or "L").DefaultIfEmpty("M"))
        {
            int repeats = args.Contains("--once") ? 1 : 3;
            await new SpeedBench(tools, sets).RunAsync(set, repeats, CancellationToken.None).ConfigureAwait(false);
        }

        return 0;
    case "beats":
        return await MontageAI.Bench.Beats.BeatsBench.RunAsync(tools, args[1..]).ConfigureAwait(false);
    case "analysis":
        return await MontageAI.Bench.Analysis.AnalysisBench.RunAsync(tools, args[1..]).ConfigureAwait(false);
    case "shots":
        return await MontageAI.Bench.Shots.ShotsBench.RunAsync(tools, args[1..]).ConfigureAwait(false);
    case "features":
        return await MontageAI
            .Bench.Features.FeaturesBench.RunAsync(tools, args.Contains("--once") ? 1 : 5, args.Contains("--race"))
            .ConfigureAwait(false);
    case "preview":
        await new MontageAI.Bench.Preview.PreviewBench(tools, sets)
            .RunAsync(
                [.. args.Skip(1).Where(a => MontageAI.Bench.Preview.PreviewBench.Parts.Contains(a))],
                args.Contains("--once") ? 1 : 3,
                CancellationToken.None
            )
            .ConfigureAwait(false);
        return 0;
    case "intake":
        await new MontageAI.Bench.Preview.PreviewBench(tools, sets)
            .RunAsync([MontageAI.Bench.Preview.PreviewBench.Files], args.Contains("--once") ? 1 : 3, CancellationToken.None)
            .ConfigureAwait(false);
        return 0;
    case "edit":
        return await MontageAI.Bench.Editing.EditBench.RunAsync(tools, sets, args[1..]).ConfigureAwait(false);
    case "song":
        return await MontageAI.Bench.Songs.SongBench.RunAsync(tools, args[1..]).ConfigureAwait(false);
    case "models":
        return await MontageAI.Bench.Models.ModelsBench.RunAsync(tools, args[1..]).ConfigureAwait(false);
    case "studio":
        MontageAI.Bench.Preview.FigureTable.Begin();
        await MontageAI
            .Bench.Preview.FigureTable.AddAsync(work =>
                new MontageAI.Bench.Studio.StudioFigures(sets)
                {
                    Set = args.FirstOrDefault(a => a is "S" or "L" or InputSets.Large) ?? "M",
                    FirstOnly = args.Contains("--first"),
                }.MeasureAsync(work, CancellationToken.None)
            )
            .ConfigureAwait(false);
        return 0;
    case "farm":
        return await MontageAI.Bench.Farm.FarmBench.RunAsync(tools, sets, args[1..]).ConfigureAwait(false);
    case "guard":
        return await MontageAI.Bench.Gains.GainGuard.RunAsync(tools, sets).ConfigureAwait(false);
    case "gains":
        return await MontageAI.Bench.Gains.GainsBench.RunAsync(tools, sets, args[1..]).ConfigureAwait(false);
    case "handoff":
        return MontageAI.Bench.Handoffs.HandoffBench.Run(args.Contains("--once") ? 1 : 3);
    case "siege":
        return await MontageAI.Bench.Siege.SiegeBench.RunAsync(tools, args[1..]).ConfigureAwait(false);
    case "gallery":
        return await MontageAI.Bench.Gallery.GalleryBench.RunAsync(tools, args[1..]).ConfigureAwait(false);
    default:
        Console.Error.WriteLine(
            "Usage: ./bench inputs [S M L] | analysis [FOLDER] [--once] | speed [S M L] [--once] | beats | shots [FOLDER] [--once] "
                + "[cuts] [gradual] [hidden] [speed] [memory] | features [--race] [--once] | preview [wait host scale plain proxies "
                + "intake cut join io split hardware] [--once] | intake [--once] | edit [PART ...] | models [PART ...] | "
                + "song [styles|fit] [FOLDER ...] | studio [S M L 4K] [--first] | handoff [--once] | "
                + "farm [queue drills films many] [--once] | "
                + "gains [PART ...] [--once] [--to FOLDER] | guard | "
                + "siege [PART ...] [--minutes N] [--seed S] [--keep FOLDER] | "
                + "gallery [looks] [motion] [transitions] [--from CLIP ...] [--to FOLDER]"
        );
        return 2;
}
