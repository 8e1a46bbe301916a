using System.Globalization;
using MontageAI.Bench.Speed;
using MontageAI.Editing.Styles;

namespace MontageAI.Bench.Preview;

/// <summary>
/// What proxies save who asks for another style or another shot: when a draft of it can be watched, when the same with its look, when
/// what the film holds. "Look" is the first picture's unless it says otherwise.
/// </summary>
/// <param name="program">Runs the program.</param>
internal sealed class TierFigures(PreviewRun program)
{
    private const int Seconds = 60;

    /// <summary>Another style, each of all, on a store that holds proxies.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="store">Name of the store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> StylesAsync(string clips, string store, CancellationToken cancellationToken)
    {
        List<PreviewFigure> rows = [];
        List<double> drafts = [],
            looks = [];
        foreach (string style in StyleLibrary.Names)
        {
            ProgramRun run = await program
                .PreviewAsync(clips, "style-" + style, store, Seconds, cancellationToken, "--style", style, "--seed", "20")
                .ConfigureAwait(false);
            Add(rows, $"style {style} with proxies", run);
            drafts.Add(PreviewRun.Playable(run).First);
            looks.Add(run.Number("playable", "firstLookSeconds") ?? double.NaN);
        }

        rows.Add(
            new($"another style with proxies: draft playable, s, median of {drafts.Count}", null, Statistics.Median(drafts), Load())
            {
                Target = "at most 0.3",
                Met = Statistics.Median(drafts) <= 0.3,
            }
        );
        rows.Add(
            new(
                $"another style with proxies: first picture with its look, s, median of {looks.Count}",
                null,
                Statistics.Median(looks),
                Load()
            )
            {
                Target = "at most 1",
                Met = Statistics.Median(looks) <= 1,
            }
        );
        return rows;
    }

    /// <summary>One shot changed in a styled plan, from clips of a kind.</summary>
    /// <param name="what">Which kind.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="name">Name for files and store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> SwapAsync(string what, string clips, string name, CancellationToken cancellationToken)
    {
        List<PreviewFigure> rows = [];
        await program.PreviewAsync(clips, name, name, 20, cancellationToken, "--style", "calm", "--proxies").ConfigureAwait(false);
        for (int shot = 2; shot <= 4; shot++)
        {
            ProgramRun run = await program
                .RunAsync(
                    name,
                    cancellationToken,
                    "edit",
                    program.File(name + ".montage.json"),
                    string.Create(CultureInfo.InvariantCulture, $"swap={shot}"),
                    "--output",
                    program.File(name + "-swapped.json"),
                    "--overwrite",
                    "--preview",
                    program.File(name + "-swapped.mp4")
                )
                .ConfigureAwait(false);
            Add(rows, $"shot {shot} swapped, {what}", run);
        }

        return rows;
    }

    /// <summary>What else the machine does: times of one that does other work mean little, and whoever reads them must know.</summary>
    public static string Load() =>
        File.Exists("/proc/loadavg") ? "load of the machine " + File.ReadAllText("/proc/loadavg").Split(' ')[0] : "";

    private static void Add(List<PreviewFigure> rows, string what, ProgramRun run)
    {
        double first = PreviewRun.Playable(run).First,
            look = run.Number("playable", "firstLookSeconds") ?? double.NaN,
            opening = run.Number("playable", "openingLookSeconds") ?? double.NaN,
            final = run.Number("playable", "finalSeconds") ?? double.NaN;
        double used = (run.Number("resources", "ownCpuSeconds") ?? 0) + (run.Number("resources", "childrenCpuSeconds") ?? 0);
        string cpu = string.Create(CultureInfo.InvariantCulture, $"{used:0.0} processor seconds");
        rows.Add(new(what + ": draft playable, s", final, first, cpu) { Target = "at most 0.3", Met = first <= 0.3 });
        rows.Add(
            new(
                what + ": first picture with its look, s",
                final,
                look,
                FormattableString.Invariant($"first ten seconds with theirs {opening:0.00} s; before: as in the film")
            )
            {
                Target = "at most 1",
                Met = look <= 1,
            }
        );
    }
}
