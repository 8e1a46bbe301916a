using System.Diagnostics;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;

namespace MontageAI.Bench.Preview;

/// <summary>What happens with ten times the footage, ten times the length, and after a kill.</summary>
internal sealed class ScaleFigures(InputSets sets)
{
    private const int Seconds = 45;

    /// <summary>Measures, each once.</summary>
    /// <param name="work">A folder to work in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(string work, CancellationToken cancellationToken)
    {
        PreviewRun program = new(sets, work);
        return
        [
            .. await FootageAsync(program, cancellationToken).ConfigureAwait(false),
            .. await LengthAsync(program, cancellationToken).ConfigureAwait(false),
            await KilledAsync(program, cancellationToken).ConfigureAwait(false),
        ];
    }

    // 200 clips of set L, and every tenth of them.
    private async Task<List<PreviewFigure>> FootageAsync(PreviewRun program, CancellationToken cancellationToken)
    {
        string all = await sets.GetAsync("L", cancellationToken).ConfigureAwait(false),
            few = program.File("few");
        Directory.CreateDirectory(few);
        foreach (string clip in Directory.GetFiles(all, "*.mp4").Order(StringComparer.Ordinal).Where((_, i) => i % 10 == 5))
        {
            File.CreateSymbolicLink(Path.Combine(few, Path.GetFileName(clip)), clip);
        }

        ProgramRun small = await program.PreviewAsync(few, "few", "few-store", Seconds, cancellationToken).ConfigureAwait(false);
        ProgramRun large = await program.PreviewAsync(all, "all", "all-store", Seconds, cancellationToken).ConfigureAwait(false);
        double before = PreviewRun.Playable(small).Opening,
            after = PreviewRun.Playable(large).Opening;
        return
        [
            new("20 clips, then 200: first 10 s playable, s", before, after, $"{after / before:0.00} times")
            {
                Target = "grows by less than 1.5 times",
                Met = after < 1.5 * before,
            },
            new(
                "20 clips, then 200: whole preview, s",
                small.Seconds,
                large.Seconds,
                $"{large.Seconds / small.Seconds:0.00} times: every clip is looked at before the rest is planned"
            ),
        ];
    }

    private async Task<List<PreviewFigure>> LengthAsync(PreviewRun program, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        ProgramRun small = await program.PreviewAsync(clips, "short", "short-store", Seconds, cancellationToken).ConfigureAwait(false);
        ProgramRun large = await program.PreviewAsync(clips, "long", "long-store", 10 * Seconds, cancellationToken).ConfigureAwait(false);
        double own = large.Number("resources", "ownPeakMiB") ?? double.NaN,
            child = large.Number("resources", "largestChildPeakMiB") ?? double.NaN;
        double ownBefore = small.Number("resources", "ownPeakMiB") ?? double.NaN,
            childBefore = small.Number("resources", "largestChildPeakMiB") ?? double.NaN;
        return
        [
            new(
                $"montage of {Seconds} s, then of {10 * Seconds} s: whole, s",
                small.Seconds,
                large.Seconds,
                $"{large.Seconds / small.Seconds:0.0} times"
            )
            {
                Target = "linear",
                Met = large.Seconds <= 10 * small.Seconds,
            },
            new("the same: peak of our own memory, MiB", ownBefore, own, $"{own - ownBefore:0} MiB more")
            {
                Target = "flat",
                Met = own <= 1.25 * ownBefore,
            },
            new("the same: peak of the largest FFmpeg, MiB", childBefore, child, "") { Target = "flat", Met = child <= 1.25 * childBefore },
            new(
                "the same: first 10 s playable, s",
                PreviewRun.Playable(small).Opening,
                PreviewRun.Playable(large).Opening,
                "the sound of all of it is made first"
            ),
        ];
    }

    private async Task<PreviewFigure> KilledAsync(PreviewRun program, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        ProcessStartInfo info = new(program.Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in program.Arguments(clips, "killed", "killed-store", Seconds))
        {
            info.ArgumentList.Add(argument);
        }

        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(info)!;
        Task drain = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken),
            process.StandardError.ReadToEndAsync(cancellationToken)
        );
        string playlist = program.File("killed.preview/index.m3u8");
        while (!process.HasExited && ShownSeconds(playlist) < 0.9 * Seconds)
        {
            await Task.Delay(20, cancellationToken).ConfigureAwait(false);
        }

        double until = watch.Elapsed.TotalSeconds;
        process.Kill();
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await drain.ConfigureAwait(false);
        ProgramRun again = await program.PreviewAsync(clips, "killed", "killed-store", Seconds, cancellationToken).ConfigureAwait(false);
        (long all, long found) = PreviewRun.Frames(again);
        return new("killed (-9) at 90 %, run again: whole, s", until, again.Seconds, $"{all - found} of {all} frames rendered again")
        {
            Target = "the rest only",
            Met = all - found <= all / 5,
        };
    }

    private static double ShownSeconds(string playlist) =>
        File.Exists(playlist)
            ? File.ReadAllLines(playlist)
                .Where(l => l.StartsWith("#EXTINF:", StringComparison.Ordinal))
                .Sum(l => double.Parse(l[8..].TrimEnd(','), System.Globalization.CultureInfo.InvariantCulture))
            : 0;
}
