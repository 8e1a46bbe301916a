using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Containers.Joining;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Profiles;
using MontageAI.Time;

namespace MontageAI.Bench.Preview;

/// <summary>
/// V6: one long shot at full quality, by one process with x264's own threads and by processes side by side with one thread each, joined
/// without encoding
/// again. The same frames both times.
/// </summary>
internal sealed class SplitFigures(FFmpegTools tools, InputSets sets)
{
    private const int Frames = 300;
    private const int Pieces = 2;

    /// <summary>Measures.</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        string work = Directory.CreateTempSubdirectory("montage-split-").FullName;
        try
        {
            string source = Path.Combine(work, "source.mp4");
            string clip = Directory.GetFiles(await sets.GetAsync("M", cancellationToken).ConfigureAwait(false), "14_*.mp4")[0];
            await RunAsync(
                    [
                        "-stream_loop",
                        "-1",
                        "-i",
                        clip,
                        "-map",
                        "0:v:0",
                        "-an",
                        "-vf",
                        "fps=30,scale=1920:1080,setsar=1,format=yuv420p",
                        "-frames:v",
                        $"{Frames}",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "superfast",
                        "-crf",
                        "16",
                        "-bf",
                        "0",
                        "-g",
                        "30",
                        "-sc_threshold",
                        "0",
                        source,
                    ],
                    cancellationToken
                )
                .ConfigureAwait(false);
            string one = Path.Combine(work, "one.mp4");
            string joined = Path.Combine(work, "joined.mp4");
            (double Wall, double Cpu)[] times = await IoRace
                .RunAsync(
                    repeats,
                    () => RunAsync(Encode(source, 0, Frames, threads: 0, one), cancellationToken),
                    () => SplitAsync(source, work, joined, cancellationToken)
                )
                .ConfigureAwait(false);
            double[] whole = await PsnrAsync(one, source, cancellationToken).ConfigureAwait(false);
            double[] pieces = await PsnrAsync(joined, source, cancellationToken).ConfigureAwait(false);
            int seam = Frames / Pieces;
            string note = string.Create(
                CultureInfo.InvariantCulture,
                $"{Frames} frames of 1080p at the standard profile, {Pieces} pieces on {Environment.ProcessorCount} cores; "
                    + $"{pieces.Length} frames came out"
            );
            return
            [
                new("V6 one process with x264's threads against pieces side by side, wall s", times[0].Wall, times[1].Wall, note),
                new("V6 the same, CPU s", times[0].Cpu, times[1].Cpu, note),
                new("V6 the same, bytes", new FileInfo(one).Length, new FileInfo(joined).Length, note),
                new("V6 the same, mean PSNR in dB against the source", whole.Average(), pieces.Average(), note),
                new(
                    "V6 the same, PSNR of the ten frames around the seam",
                    whole[(seam - 5)..(seam + 5)].Average(),
                    pieces[(seam - 5)..(seam + 5)].Average(),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"worst of them {whole[(seam - 5)..(seam + 5)].Min():0.0} and {pieces[(seam - 5)..(seam + 5)].Min():0.0}; last "
                            + $"before the seam {pieces[seam - 1]:0.0}, first after it {pieces[seam]:0.0}"
                    )
                ),
            ];
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string[] Encode(string source, int first, int count, int threads, string output)
    {
        List<string> arguments = [.. RenderProfile.Standard.VideoArguments()];
        arguments[arguments.IndexOf("-threads") + 1] = threads.ToString(CultureInfo.InvariantCulture);
        return
        [
            "-threads",
            "1",
            "-ss",
            (first / 30.0).ToString("0.000000", CultureInfo.InvariantCulture),
            "-i",
            source,
            "-map",
            "0:v:0",
            "-frames:v",
            count.ToString(CultureInfo.InvariantCulture),
            .. arguments,
            "-video_track_timescale",
            "15360",
            "-f",
            "mp4",
            output,
        ];
    }

    private async Task SplitAsync(string source, string work, string joined, CancellationToken cancellationToken)
    {
        const int Length = Frames / Pieces;
        JoinPart[] parts = [.. Enumerable.Range(0, Pieces).Select(i => new JoinPart(Path.Combine(work, $"piece{i}.mp4"), Length))];
        await Task.WhenAll(parts.Select((p, i) => RunAsync(Encode(source, i * Length, Length, threads: 1, p.Path), cancellationToken)))
            .ConfigureAwait(false);
        await new Joiner()
            .JoinAsync(
                new()
                {
                    Rate = new FrameRate(30),
                    Parts = parts,
                    OutputPath = joined,
                    Overwrite = true,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private async Task<double[]> PsnrAsync(string film, string source, CancellationToken cancellationToken)
    {
        ToolCommand compare = tools.Command("-i", film, "-i", source, "-filter_complex", "[0:v][1:v]psnr=stats_file=-", "-f", "null", "-");
        byte[] output = await ToolProcess.ReadOutputAsync("Comparing", compare, 1 << 20, cancellationToken).ConfigureAwait(false);
        return
        [
            .. System
                .Text.Encoding.ASCII.GetString(output)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => double.Parse(l.Split("psnr_y:")[1].Split(' ')[0], CultureInfo.InvariantCulture)),
        ];
    }

    private Task RunAsync(string[] arguments, CancellationToken cancellationToken) =>
        ToolProcess.RunAsync("A figure", tools.Command(["-y", .. arguments]), cancellationToken);
}
