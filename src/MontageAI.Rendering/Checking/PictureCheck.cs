using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Time;

namespace MontageAI.Rendering.Checking;

/// <summary>Decodes the film small and grey and looks for black and frozen stretches.</summary>
internal sealed class PictureCheck(FFmpegTools tools)
{
    private const int Width = 64;
    private const int Height = 36;

    // A picture is black when nearly all of it is darker than this, of 255. A frozen one differs from the one before by less than this
    // on average. Chosen by hand; compression noise in a still picture stays below a tenth of it.
    private const byte BlackLuma = 16;
    private const double BlackShare = 0.98;
    private const double FrozenDifference = 0.05;
    private const double ShortestSeconds = 0.5;

    /// <summary>Black and frozen stretches, and whether the film decodes at all.</summary>
    public async Task<IReadOnlyList<CheckFinding>> FindAsync(
        string path,
        OutputExpectation expected,
        bool keyFramesOnly,
        CancellationToken cancellationToken
    )
    {
        List<string> options = ["-skip_loop_filter", "all"];
        if (keyFramesOnly)
        {
            options.AddRange(["-discard", "nokey", "-skip_frame", "nokey"]);
        }

        ToolCommand command = tools.Command([
            .. InputFile.Arguments(path, options),
            "-map",
            "0:v:0",
            "-vf",
            string.Create(CultureInfo.InvariantCulture, $"scale={Width}:{Height}:flags=area,format=gray"),
            "-fps_mode",
            "passthrough",
            "-f",
            "rawvideo",
            "pipe:1",
        ]);
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        List<(bool Black, bool Still)> pictures = await ReadAsync(process.Output, cancellationToken).ConfigureAwait(false);
        int exit = await process.WaitAsync(cancellationToken).ConfigureAwait(false);
        string errors = process.ErrorTail.Trim();
        List<CheckFinding> findings = [];
        if (exit != 0 || errors.Length > 0)
        {
            findings.Add(new(CheckKind.Damage, true, $"The picture does not decode cleanly: {errors.Split('\n')[0]}"));
        }

        IReadOnlyList<long> keys = keyFramesOnly ? expected.KeyFrames() : [];
        long wanted = keyFramesOnly ? keys.Count : expected.Frames;
        if (pictures.Count != wanted)
        {
            findings.Add(
                new(CheckKind.FrameCount, true, $"{pictures.Count} {(keyFramesOnly ? "key frames" : "frames")} decode instead of {wanted}.")
            );
        }

        if (keyFramesOnly)
        {
            // The first picture of each shot.
            HashSet<long> firsts = [.. expected.Cuts];
            FindBlackShots([.. pictures.Zip(keys).Where(p => firsts.Contains(p.Second)).Select(p => p.First)], expected, findings);
        }
        else
        {
            HashSet<long> cuts = [.. expected.Cuts];
            FindRuns(pictures, p => p.Black, [], CheckKind.Black, "is black", expected.Rate, findings);
            FindRuns(
                pictures,
                p => p.Still && !p.Black,
                cuts,
                CheckKind.Frozen,
                "stands still",
                expected.Rate,
                findings,
                expected.MayStand
            );
        }

        return findings;
    }

    private static async Task<List<(bool Black, bool Still)>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] current = new byte[Width * Height];
        byte[] previous = new byte[Width * Height];
        List<(bool, bool)> pictures = [];
        while (
            await stream.ReadAtLeastAsync(current, current.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)
            == current.Length
        )
        {
            pictures.Add((IsBlack(current), pictures.Count > 0 && Difference(current, previous) < FrozenDifference));
            (current, previous) = (previous, current);
        }

        return pictures;
    }

    private static bool IsBlack(byte[] picture) => picture.Count(p => p <= BlackLuma) >= BlackShare * picture.Length;

    private static double Difference(byte[] a, byte[] b)
    {
        long sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return (double)sum / a.Length;
    }

    private static void FindBlackShots(List<(bool Black, bool Still)> pictures, OutputExpectation expected, List<CheckFinding> findings)
    {
        for (int i = 0; i < Math.Min(pictures.Count, expected.Cuts.Count); i++)
        {
            if (pictures[i].Black && !expected.BlackStarts.Contains(expected.Cuts[i]))
            {
                double at = expected.Rate.SecondsAt(expected.Cuts[i]);
                bool all = pictures.TrueForAll(p => p.Black);
                findings.Add(
                    new(CheckKind.Black, all, string.Create(CultureInfo.InvariantCulture, $"The shot at {at:0.00} s starts black."), at)
                );
            }
        }
    }

    private static void FindRuns(
        List<(bool Black, bool Still)> pictures,
        Func<(bool Black, bool Still), bool> belongs,
        HashSet<long> breaks,
        CheckKind kind,
        string what,
        FrameRate rate,
        List<CheckFinding> findings,
        Func<long, long, bool>? wanted = null
    )
    {
        long least = Math.Max(2, rate.FrameAt(ShortestSeconds));
        int run = 0;
        for (int i = 0; i <= pictures.Count; i++)
        {
            if (i < pictures.Count && belongs(pictures[i]) && !breaks.Contains(i))
            {
                run++;
                continue;
            }

            if (run >= least && wanted?.Invoke(i - run, i) != true)
            {
                double from = rate.SecondsAt(i - run);
                double to = rate.SecondsAt(i);
                findings.Add(
                    new(
                        kind,
                        run >= pictures.Count - 1,
                        string.Create(CultureInfo.InvariantCulture, $"The picture {what} from {from:0.00} s to {to:0.00} s."),
                        from,
                        to
                    )
                );
            }

            run = 0;
        }
    }
}
