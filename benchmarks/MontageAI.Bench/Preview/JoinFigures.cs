using System.Diagnostics;
using System.Globalization;
using System.Text;
using MontageAI.Bench.Inputs;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Streaming;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Profiles;
using MontageAI.Time;

namespace MontageAI.Bench.Preview;

/// <summary>W4, V7: 48 preview shots of 1.25 s from set M, joined with a song by FFmpeg's concat demuxer and by us, and streamed.</summary>
internal sealed class JoinFigures(FFmpegTools tools, InputSets sets)
{
    private const int ShotFrames = 38;
    private const int Inner = 10;

    private static readonly FrameRate s_rate = new(30);

    private readonly string _folder = Path.Combine(BenchPaths.Data, "join1");

    /// <summary>Makes 48 shots and a song where they are missing.</summary>
    public async Task<(IReadOnlyList<JoinPart> Parts, string Song)> MakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        string[] clips = [.. Directory.GetFiles(await sets.GetAsync("M", cancellationToken).ConfigureAwait(false), "*.mp4").Order()];
        List<JoinPart> parts = [];
        for (int i = 0; i < 48; i++)
        {
            string path = Path.Combine(_folder, $"shot{i:00}.mp4");
            await MakeAsync(
                    path,
                    [
                        "-ss",
                        i < 24 ? "0" : "2",
                        "-i",
                        clips[i % clips.Length],
                        "-map",
                        "0:v:0",
                        "-an",
                        "-vf",
                        "fps=30,scale=640:360:flags=fast_bilinear,setsar=1,format=yuv420p,tpad=stop=-1:stop_mode=clone",
                        "-frames:v",
                        ShotFrames.ToString(CultureInfo.InvariantCulture),
                        .. RenderProfile.Preview.VideoArguments(),
                        "-map_metadata",
                        "-1",
                        "-fflags",
                        "+bitexact",
                        "-video_track_timescale",
                        "15360",
                    ],
                    cancellationToken
                )
                .ConfigureAwait(false);
            parts.Add(new JoinPart(path, ShotFrames));
        }

        string song = Path.Combine(_folder, "song.m4a");
        await MakeAsync(
                song,
                [
                    "-stream_loop",
                    "-1",
                    "-i",
                    sets.Song,
                    "-map",
                    "0:a:0",
                    "-t",
                    "60.8",
                    "-ac",
                    "2",
                    "-ar",
                    "48000",
                    "-c:a",
                    "aac",
                    "-b:a",
                    "128k",
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        return (parts, song);
    }

    /// <summary>Measures.</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        (IReadOnlyList<JoinPart> parts, string song) = await MakeAsync(cancellationToken).ConfigureAwait(false);
        string work = Directory.CreateTempSubdirectory("montage-join-").FullName;
        try
        {
            JoinRequest request = new()
            {
                Rate = s_rate,
                Parts = parts,
                AudioPath = song,
                OutputPath = Path.Combine(work, "ours.mp4"),
                Overwrite = true,
            };
            (double Wall, double Cpu)[] join = await IoRace
                .RunAsync(
                    repeats,
                    () => TimesAsync(() => ConcatAsync(parts, song, Path.Combine(work, "theirs.mp4"), work, cancellationToken)),
                    () => TimesAsync(() => new Joiner().JoinAsync(request, cancellationToken))
                )
                .ConfigureAwait(false);
            List<double> first = [];
            (double Wall, double Cpu)[] stream = await IoRace
                .RunAsync(repeats, () => TimesAsync(() => StreamAsync(parts, song, Path.Combine(work, "stream"), first, cancellationToken)))
                .ConfigureAwait(false);
            string note = $"48 shots of {ShotFrames} frames at 360p and a song";
            return
            [
                new("join, CPU ms", join[0].Cpu / Inner * 1000, join[1].Cpu / Inner * 1000, note),
                new("join, wall ms", join[0].Wall / Inner * 1000, join[1].Wall / Inner * 1000, note),
                new(
                    "first segment from an empty folder, wall ms (before: an opening of 8 shots joined by FFmpeg)",
                    await OpeningAsync(parts, song, work, cancellationToken).ConfigureAwait(false),
                    first.Order().ElementAt(first.Count / 2),
                    "first shot, its sound, header and playlist"
                ),
                new(
                    "all 48 segments, wall ms (before: one join by FFmpeg)",
                    join[0].Wall / Inner * 1000,
                    stream[0].Wall / Inner * 1000,
                    note
                ),
            ];
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task TimesAsync(Func<Task> work)
    {
        for (int i = 0; i < Inner; i++)
        {
            await work().ConfigureAwait(false);
        }
    }

    private static async Task StreamAsync(
        IReadOnlyList<JoinPart> parts,
        string song,
        string folder,
        List<double> first,
        CancellationToken cancellationToken
    )
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Stopwatch watch = Stopwatch.StartNew();
        await using PreviewStream stream = await PreviewStream
            .CreateAsync(
                new()
                {
                    Folder = folder,
                    Rate = s_rate,
                    LongestSegmentSeconds = 2,
                    SoundPath = song,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (JoinPart part in parts)
        {
            await stream.AppendAsync([part], cancellationToken).ConfigureAwait(false);
            if (stream.Segments == 1)
            {
                first.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        await stream.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<double> OpeningAsync(IReadOnlyList<JoinPart> parts, string song, string work, CancellationToken cancellationToken)
    {
        (double Wall, double Cpu)[] times = await IoRace
            .RunAsync(
                5,
                () => ConcatAsync([.. parts.Take(8)], song, Path.Combine(work, "opening.mp4"), work, cancellationToken, "-t", "10.133333")
            )
            .ConfigureAwait(false);
        return times[0].Wall * 1000;
    }

    // The way in which films were joined before.
    private async Task ConcatAsync(
        IReadOnlyList<JoinPart> parts,
        string song,
        string output,
        string work,
        CancellationToken cancellationToken,
        params string[] options
    )
    {
        string list = Path.Combine(work, "list.ffconcat");
        StringBuilder text = new("ffconcat version 1.0\n");
        foreach (JoinPart part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"file '{part.Path}'\nduration {ShotFrames / 30.0:0.000000}\n");
        }

        await File.WriteAllTextAsync(list, text.ToString(), cancellationToken).ConfigureAwait(false);
        ToolCommand join = tools.Command([
            "-protocol_whitelist",
            "file",
            "-f",
            "concat",
            "-safe",
            "0",
            "-i",
            list,
            .. InputFile.Arguments(song),
            "-map",
            "0:v:0",
            "-map",
            "1:a:0",
            .. options,
            "-c",
            "copy",
            "-map_metadata",
            "-1",
            "-fflags",
            "+bitexact",
            "-movflags",
            "+faststart",
            "-video_track_timescale",
            "15360",
            "-f",
            "mp4",
            "-y",
            output,
        ]);
        await ToolProcess.RunAsync("Joining", join, cancellationToken).ConfigureAwait(false);
    }

    private async Task MakeAsync(string target, string[] arguments, CancellationToken cancellationToken)
    {
        if (!File.Exists(target))
        {
            await ToolProcess
                .RunAsync($"Making '{target}'", tools.Command(["-y", .. arguments, "-f", "mp4", target + ".part"]), cancellationToken)
                .ConfigureAwait(false);
            File.Move(target + ".part", target);
        }
    }
}
