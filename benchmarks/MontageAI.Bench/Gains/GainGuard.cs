using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Editing;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Preview;
using MontageAI.Bench.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Gains;

/// <summary>
/// Whether techniques still gain what makes them worth their code, in half a minute: each against its plain way within one run, so that the
/// machine does not matter. Floors are a third of what <c>./bench gains</c> measures, or less. A busy machine only lowers a factor, so a
/// row is measured up to three times, and the best counts.
/// </summary>
internal static class GainGuard
{
    private const int Tries = 3;

    /// <summary>Exit code where the media are not there.</summary>
    private const int NoMedia = 3;

    /// <summary>Measures and prints.</summary>
    /// <returns>0 where all rows hold, 1 where one does not, 3 where the test media are not there.</returns>
    public static async Task<int> RunAsync(FFmpegTools tools, InputSets sets)
    {
        string film = Path.Combine(BenchPaths.Media, "video", "drone_kohlipe1_hevc.mp4");
        if (!File.Exists(sets.Song) || !File.Exists(film))
        {
            await Console
                .Error.WriteLineAsync($"The test media are not in '{BenchPaths.Media}' (MONTAGE_TEST_MEDIA); nothing was measured.")
                .ConfigureAwait(false);
            return NoMedia;
        }

        float[] samples = await BeatsMeasurement.DecodeAsync(tools, sets.Song, CancellationToken.None).ConfigureAwait(false);

        // To add a row: what is done against what, the least factor, and both costs in one unit. Choosing comes before scoring, which is
        // compiled for good by then.
        (string What, double Floor, Func<Task<(double Plain, double Ours)>> Measure)[] rows =
        [
            ("k-d tree, not a scan of 30,000 shots", 2, () => Task.FromResult(SelectionFigures.ChoosingFrom(30_000))),
            ("scoring by vectors, not one by one", 2.5, () => Task.FromResult(Scoring())),
            ("energy of a song by statistics, not by its spectrum", 10, () => Task.FromResult(FrontEndSpeed.Costs(samples))),
            ("shots by key frames, not by every frame (69 s of HEVC)", 5, () => KeyFramesAsync(tools, film)),
        ];
        bool holds = true;
        foreach ((string what, double floor, Func<Task<(double Plain, double Ours)>> measure) in rows)
        {
            double best = 0;
            int tries = 0;
            while (tries < Tries && best < floor)
            {
                (double plain, double ours) = await measure().ConfigureAwait(false);
                best = Math.Max(best, plain / ours);
                tries++;
            }

            holds &= best >= floor;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what, -56} {best, 7:0.0} times less, at least {floor:0.#}: {(best >= floor ? "holds" : $"BELOW in {tries} tries")}"
                )
            );
        }

        return holds ? 0 : 1;
    }

    private static (double Plain, double Ours) Scoring()
    {
        (_, double scalar, double vector) = SelectionFigures.Scoring(10_000);
        return (scalar, vector);
    }

    private static async Task<(double Plain, double Ours)> KeyFramesAsync(FFmpegTools tools, string film)
    {
        ClipAnalyzer analyzer = new();
        FFmpegClipFrames source = await ShotRuns.OpenAsync(tools, film).ConfigureAwait(false);
        (double Wall, double Cpu) every = await ProxyFigures
            .TimeAsync(() => analyzer.DetectExactAsync(source, 1, CancellationToken.None))
            .ConfigureAwait(false);
        (double Wall, double Cpu) keys = await ProxyFigures
            .TimeAsync(() => analyzer.ScanAsync(source, ShotRuns.Planning with { DecoderThreads = 1 }, CancellationToken.None))
            .ConfigureAwait(false);
        return (every.Cpu, keys.Cpu);
    }
}
