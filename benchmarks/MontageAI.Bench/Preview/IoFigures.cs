using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Containers.Joining;
using MontageAI.FFmpeg.Processes;
using MontageAI.Time;

namespace MontageAI.Bench.Preview;

/// <summary>D1, D2, D4: pipes against temporary files, memory against disk, direct against cached writing.</summary>
internal sealed class IoFigures(FFmpegTools tools, InputSets sets)
{
    private const string Memory = "/dev/shm";

    private static readonly string[] s_wav = ["-f", "wav", "-c:a", "pcm_f32le"];
    private static readonly string[] s_encode = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", "128k", "-f", "mp4"];

    /// <summary>Measures.</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        string disk = Path.Combine(BenchPaths.Data, "io1");
        Directory.CreateDirectory(disk);
        string? memory =
            OperatingSystem.IsLinux() && Directory.Exists(Memory) ? Directory.CreateTempSubdirectory("montage-io-").FullName : null;
        if (memory is not null)
        {
            Directory.Delete(memory);
            memory = Path.Combine(Memory, Path.GetFileName(memory));
            Directory.CreateDirectory(memory);
        }

        try
        {
            (IReadOnlyList<JoinPart> parts, string song) = await new JoinFigures(tools, sets)
                .MakeAsync(cancellationToken)
                .ConfigureAwait(false);
            return
            [
                .. NamedPipe.IsSupported ? await SoundPipeAsync(disk, repeats, cancellationToken).ConfigureAwait(false) : [],
                .. NamedPipe.IsSupported
                    ? await PicturePipeAsync(disk, parts[0].Path, repeats, cancellationToken).ConfigureAwait(false)
                    : [],
                .. memory is not null ? await MemoryAsync(disk, memory, parts, song, repeats, cancellationToken).ConfigureAwait(false) : [],
                .. await DirectAsync(disk, repeats, cancellationToken).ConfigureAwait(false),
            ];
        }
        finally
        {
            Directory.Delete(disk, recursive: true);
            if (memory is not null)
            {
                Directory.Delete(memory, recursive: true);
            }
        }
    }

    // The song's samples between two passes: by a file, straight from process to process, and kept by us from one pipe to the next.
    private async Task<PreviewFigure[]> SoundPipeAsync(string folder, int repeats, CancellationToken cancellationToken)
    {
        string[] song = ["-stream_loop", "-1", .. InputFile.Arguments(sets.Song), "-map", "0:a:0", "-t", "60", "-ac", "2", "-ar", "48000"];
        string file = Path.Combine(folder, "mix.wav");
        string output = Path.Combine(folder, "sound.m4a");
        (double Wall, double Cpu)[] times = await IoRace
            .RunAsync(
                repeats,
                async () =>
                {
                    await RunAsync([.. song, .. s_wav, file], cancellationToken).ConfigureAwait(false);
                    await RunAsync(["-i", file, .. s_encode, output], cancellationToken).ConfigureAwait(false);
                    File.Delete(file);
                },
                async () =>
                {
                    using NamedPipe pipe = NamedPipe.Create(Path.Combine(folder, "pcm"));
                    await Task.WhenAll(
                            RunAsync([.. song, .. s_wav, pipe.Path], cancellationToken),
                            RunAsync(["-f", "wav", "-i", pipe.Path, .. s_encode, output], cancellationToken)
                        )
                        .ConfigureAwait(false);
                },
                async () =>
                {
                    using MemoryStream samples = new(32 << 20);
                    await ReadAsync(folder, [.. song, .. s_wav], samples, cancellationToken).ConfigureAwait(false);
                    samples.Position = 0;
                    await WriteAsync(folder, [.. s_encode, output], samples, cancellationToken).ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
        const string Note = "60 s of stereo float samples (23 MB) between two FFmpeg processes";
        return
        [
            new(
                "D1 sound, temporary file against FIFO between two processes at once, CPU ms",
                1000 * times[0].Cpu,
                1000 * times[1].Cpu,
                Note
            ),
            new("D1 sound, the same, wall ms", 1000 * times[0].Wall, 1000 * times[1].Wall, Note),
            new(
                "D1 sound, temporary file against FIFOs and our memory, one process after the other, CPU ms",
                1000 * times[0].Cpu,
                1000 * times[2].Cpu,
                Note
            ),
            new("D1 sound, the same, wall ms", 1000 * times[0].Wall, 1000 * times[2].Wall, Note),
        ];
    }

    // Decoded pictures between two processes.
    private async Task<PreviewFigure[]> PicturePipeAsync(string folder, string clip, int repeats, CancellationToken cancellationToken)
    {
        string[] decode = ["-stream_loop", "7", "-i", clip, "-map", "0:v:0", "-c:v", "rawvideo", "-f", "nut"];
        string[] encode = ["-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-f", "mp4", Path.Combine(folder, "picture.mp4")];
        string file = Path.Combine(folder, "picture.nut");
        (double Wall, double Cpu)[] times = await IoRace
            .RunAsync(
                repeats,
                async () =>
                {
                    await RunAsync([.. decode, file], cancellationToken).ConfigureAwait(false);
                    await RunAsync(["-i", file, .. encode], cancellationToken).ConfigureAwait(false);
                    File.Delete(file);
                },
                async () =>
                {
                    using NamedPipe pipe = NamedPipe.Create(Path.Combine(folder, "pictures"));
                    await Task.WhenAll(
                            RunAsync([.. decode, pipe.Path], cancellationToken),
                            RunAsync(["-f", "nut", "-i", pipe.Path, .. encode], cancellationToken)
                        )
                        .ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
        const string Note = "304 decoded pictures of 360p (105 MB) from a decoding to an encoding process";
        return
        [
            new("D1 picture, temporary file against FIFO, CPU ms", 1000 * times[0].Cpu, 1000 * times[1].Cpu, Note),
            new("D1 picture, the same, wall ms", 1000 * times[0].Wall, 1000 * times[1].Wall, Note),
        ];
    }

    // What a job writes and reads again: parts, and samples between passes.
    private async Task<PreviewFigure[]> MemoryAsync(
        string disk,
        string memory,
        IReadOnlyList<JoinPart> parts,
        string song,
        int repeats,
        CancellationToken cancellationToken
    )
    {
        (double Wall, double Cpu)[] shots = await IoRace
            .RunAsync(repeats, () => ShotsAsync(disk), () => ShotsAsync(memory))
            .ConfigureAwait(false);
        (double Wall, double Cpu)[] sound = await IoRace
            .RunAsync(repeats, () => SoundAsync(disk), () => SoundAsync(memory))
            .ConfigureAwait(false);
        return
        [
            new(
                "D2 48 shot files written and joined, disk against /dev/shm, CPU ms",
                1000 * shots[0].Cpu,
                1000 * shots[1].Cpu,
                "360p, the bytes of the shots copied into place and the film joined"
            ),
            new("D2 the same, wall ms", 1000 * shots[0].Wall, 1000 * shots[1].Wall, "48 shot files of 360p written and joined"),
            new(
                "D2 23 MB of samples between two passes, disk against /dev/shm, CPU ms",
                1000 * sound[0].Cpu,
                1000 * sound[1].Cpu,
                "60 s of stereo"
            ),
            new("D2 the same, wall ms", 1000 * sound[0].Wall, 1000 * sound[1].Wall, ""),
        ];

        async Task ShotsAsync(string folder)
        {
            List<JoinPart> copies = [];
            foreach (JoinPart part in parts)
            {
                string copy = Path.Combine(folder, Path.GetFileName(part.Path));
                await File.WriteAllBytesAsync(
                        copy,
                        await File.ReadAllBytesAsync(part.Path, cancellationToken).ConfigureAwait(false),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                copies.Add(part with { Path = copy });
            }

            await new Joiner()
                .JoinAsync(
                    new()
                    {
                        Rate = new FrameRate(30),
                        Parts = copies,
                        AudioPath = song,
                        OutputPath = Path.Combine(disk, "film.mp4"),
                        Overwrite = true,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            copies.ForEach(c => File.Delete(c.Path));
        }

        async Task SoundAsync(string folder)
        {
            string file = Path.Combine(folder, "mix.wav");
            await RunAsync(
                    [
                        "-stream_loop",
                        "-1",
                        .. InputFile.Arguments(sets.Song),
                        "-map",
                        "0:a:0",
                        "-t",
                        "60",
                        "-ac",
                        "2",
                        "-ar",
                        "48000",
                        .. s_wav,
                        file,
                    ],
                    cancellationToken
                )
                .ConfigureAwait(false);
            await RunAsync(["-i", file, .. s_encode, Path.Combine(disk, "sound.m4a")], cancellationToken).ConfigureAwait(false);
            File.Delete(file);
        }
    }

    // A gigabyte of film. Both ways end with everything on the disk.
    private async Task<PreviewFigure[]> DirectAsync(string folder, int repeats, CancellationToken cancellationToken)
    {
        string part = Path.Combine(folder, "intra.mp4");
        await RunAsync(
                [
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc2=size=1280x720:rate=25,noise=alls=40:allf=t",
                    "-frames:v",
                    "50",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-qp",
                    "10",
                    "-x264-params",
                    "keyint=1",
                    "-pix_fmt",
                    "yuv420p",
                    "-f",
                    "mp4",
                    part,
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        int rounds = (int)Math.Ceiling((1L << 30) / (double)new FileInfo(part).Length);
        JoinPart whole = new(part, 50L * rounds, [.. Enumerable.Repeat(Enumerable.Range(0, 50), rounds).SelectMany(i => i)]);
        JoinRequest request = new()
        {
            Rate = new FrameRate(25),
            Parts = [whole],
            OutputPath = Path.Combine(folder, "large.mp4"),
            Overwrite = true,
        };
        JoinRequest small = request with
        {
            Parts = [whole with { Frames = 50, Samples = null }],
            OutputPath = Path.Combine(folder, "small.mp4"),
        };
        bool direct = true;
        (double Wall, double Cpu)[] times = await IoRace
            .RunAsync(
                repeats,
                () => FlushAsync(request),
                () => FlushAsync(request with { DirectIo = true }),
                () => ReadAsync(request),
                () => ReadAsync(request with { DirectIo = true }),
                () => ReadAsync(small),
                () => ReadAsync(small with { DirectIo = true })
            )
            .ConfigureAwait(false);
        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"until it is on the disk; direct was {(direct ? "granted" : "not granted")} by the file system"
        );
        return
        [
            new("D4 film of 1 GiB, cached against direct writing, wall ms", 1000 * times[0].Wall, 1000 * times[1].Wall, note),
            new("D4 the same, CPU ms", 1000 * times[0].Cpu, 1000 * times[1].Cpu, note),
            new(
                "D4 film of 1 GiB written and read again at once, as the check does, wall ms",
                1000 * times[2].Wall,
                1000 * times[3].Wall,
                "nobody waits for the disk"
            ),
            new("D4 the same, CPU ms", 1000 * times[2].Cpu, 1000 * times[3].Cpu, ""),
            new(
                $"D4 film of {new FileInfo(small.OutputPath).Length >> 20} MiB written and read again at once, wall ms",
                1000 * times[4].Wall,
                1000 * times[5].Wall,
                ""
            ),
        ];

        async Task FlushAsync(JoinRequest join)
        {
            JoinedFilm film = await new Joiner().JoinAsync(join, cancellationToken).ConfigureAwait(false);
            direct &= film.IsDirect == join.DirectIo;
            using FileStream file = new(film.Path, FileMode.Open, FileAccess.Write);
            file.Flush(flushToDisk: true);
        }

        async Task ReadAsync(JoinRequest join)
        {
            JoinedFilm film = await new Joiner().JoinAsync(join, cancellationToken).ConfigureAwait(false);
            using FileStream file = new(film.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            await file.CopyToAsync(Stream.Null, 1 << 20, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(string folder, string[] arguments, MemoryStream to, CancellationToken cancellationToken)
    {
        using NamedPipe pipe = NamedPipe.Create(Path.Combine(folder, "out"));
        await using ToolProcess process = await ToolProcess
            .StartAsync(tools.Command(["-y", .. arguments, pipe.Path]), pipeOutput: false)
            .ConfigureAwait(false);
        Task end = process.ExpectSuccessAsync("Writing a pipe", cancellationToken);
        await using Stream stream = await pipe.OpenAsync(FileAccess.Read, end).ConfigureAwait(false);
        await stream.CopyToAsync(to, 1 << 16, cancellationToken).ConfigureAwait(false);
        await end.ConfigureAwait(false);
    }

    private async Task WriteAsync(string folder, string[] arguments, MemoryStream from, CancellationToken cancellationToken)
    {
        using NamedPipe pipe = NamedPipe.Create(Path.Combine(folder, "in"));
        await using ToolProcess process = await ToolProcess
            .StartAsync(tools.Command(["-y", "-f", "wav", "-i", pipe.Path, .. arguments]), pipeOutput: false)
            .ConfigureAwait(false);
        Task end = process.ExpectSuccessAsync("Reading a pipe", cancellationToken);
        await using (Stream stream = await pipe.OpenAsync(FileAccess.Write, end).ConfigureAwait(false))
        {
            await from.CopyToAsync(stream, 1 << 16, cancellationToken).ConfigureAwait(false);
        }

        await end.ConfigureAwait(false);
    }

    private Task RunAsync(string[] arguments, CancellationToken cancellationToken) =>
        ToolProcess.RunAsync("A figure", tools.Command(["-y", .. arguments]), cancellationToken);
}
