using System.Diagnostics;
using System.Globalization;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Preview;

/// <summary>
/// V1: hardware beside software where there is hardware, and what the readiness for it costs where there is none: the software encoder
/// that stands in for hardware, and the examination of shots that hardware has made.
/// </summary>
internal sealed class HardwareFigures(FFmpegTools tools, InputSets sets)
{
    private const int Shots = 6;
    private const int ShotFrames = 38;

    private static readonly FilmFormat s_format = new(new FrameRate(30), new Canvas(1920, 1080), RenderProfile.Standard);

    /// <summary>Measures.</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more; the least of each is taken.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken)
    {
        string work = Directory.CreateTempSubdirectory("montage-hardware-").FullName;
        try
        {
            ShotRequest[] jobs = await JobsAsync(work, cancellationToken).ConfigureAwait(false);
            List<PreviewFigure> figures = [];
            await EncodersAsync(work, figures, cancellationToken).ConfigureAwait(false);
            await DecodersAsync(jobs, figures, cancellationToken).ConfigureAwait(false);
            await ReadinessAsync(jobs, work, repeats, figures, cancellationToken).ConfigureAwait(false);
            return figures;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task EncodersAsync(string work, List<PreviewFigure> figures, CancellationToken cancellationToken)
    {
        EncoderTester tester = new(tools, s_format, work);
        foreach (EncoderKind kind in Enum.GetValues<EncoderKind>().Where(k => k != EncoderKind.Software))
        {
            foreach (HardwareDevice device in HardwareDevices.Named(kind, null))
            {
                EncoderTrial trial = await tester.TryAsync(device.Candidate, cancellationToken).ConfigureAwait(false);
                string note = trial.Works
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"SSIM {trial.Ssim:0.0000} beside {trial.SoftwareSsim:0.0000}, {trial.Growth:0.00} times the size, offset "
                            + $"{trial.Encoder.Offset}"
                    )
                    : "no hardware here: " + trial.Problem;
                figures.Add(
                    new PreviewFigure(
                        $"1080p standard, frames per second: x264 on one thread, {trial.Encoder.Label}",
                        trial.Works ? trial.SoftwareFramesPerSecond : null,
                        trial.Works ? trial.FramesPerSecond : null,
                        note
                    )
                );
            }
        }
    }

    private async Task DecodersAsync(ShotRequest[] jobs, List<PreviewFigure> figures, CancellationToken cancellationToken)
    {
        HardwareDecoder[] decoders = [.. HardwareDevices.Find().Select(d => d.Decoder).OfType<HardwareDecoder>().Distinct()];
        foreach (HardwareDecoder decoder in decoders)
        {
            foreach (ShotRequest job in jobs.DistinctBy(j => HardwareDecoder.StreamKind(j.Video)))
            {
                DecoderTrial trial = await DecoderTrial
                    .RunAsync(tools, decoder, job.SourcePath, job.Video, cancellationToken)
                    .ConfigureAwait(false);
                figures.Add(
                    new PreviewFigure(
                        $"decoding {trial.Stream}, frames per second: software on one thread, {decoder.Label}",
                        trial.SoftwareFramesPerSecond,
                        trial.FramesPerSecond,
                        trial.Problem ?? "the same bits"
                    )
                );
            }
        }

        if (decoders.Length == 0)
        {
            figures.Add(new PreviewFigure("decoding, frames per second", null, null, "no hardware here: no device files"));
        }
    }

    // The same shots by plain x264 and by x264 as it stands in for hardware; then the examination of the files that it made.
    private async Task ReadinessAsync(
        ShotRequest[] jobs,
        string work,
        int repeats,
        List<PreviewFigure> figures,
        CancellationToken cancellationToken
    )
    {
        long start = Stopwatch.GetTimestamp();
        int devices = HardwareDevices.Find().Count;
        double search = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        figures.Add(
            new PreviewFigure(
                "choosing an encoder with --encoder auto, ms",
                0,
                search,
                FormattableString.Invariant($"{devices} devices found by their files; no process starts where there are none")
            )
        );

        VideoEncoder standIn = new()
        {
            Kind = EncoderKind.Software,
            StandsIn = true,
            Configuration = await ConfigurationAsync(jobs[0], cancellationToken).ConfigureAwait(false),
        };
        double plain = double.MaxValue;
        double substitute = double.MaxValue;
        double examined = double.MaxValue;
        long plainBytes = 0;
        long substituteBytes = 0;
        for (int i = 0; i < repeats; i++)
        {
            (double cpu, plainBytes) = await RenderAsync(jobs, s_format, cancellationToken).ConfigureAwait(false);
            plain = Math.Min(plain, cpu);
            (cpu, substituteBytes) = await RenderAsync(jobs, s_format with { Encoder = standIn }, cancellationToken).ConfigureAwait(false);
            substitute = Math.Min(substitute, cpu);
            examined = Math.Min(examined, await ExamineAsync(jobs, cancellationToken).ConfigureAwait(false));
        }

        string on = FormattableString.Invariant(
            $"{Shots} shots of {ShotFrames} frames of set M, 1080p standard; least of {repeats}, interleaved"
        );
        figures.Add(new PreviewFigure("rendering: plain x264, x264 standing in for hardware, CPU seconds", plain, substitute, on));
        figures.Add(new PreviewFigure("size of the same, MiB", plainBytes / 1048576.0, substituteBytes / 1048576.0, on));
        figures.Add(
            new PreviewFigure(
                "rendering in software, and examining what hardware has made (first pictures decoded and compared), CPU seconds",
                plain,
                examined,
                on
            )
        );
    }

    private async Task<string> ConfigurationAsync(ShotRequest job, CancellationToken cancellationToken)
    {
        // Without hardware there is nothing to share a set-up with; x264's own, with the stand-in's numbers, is as good.
        string path = job.OutputPath + ".setup.mp4";
        await ToolProcess
            .ReadOutputAsync(
                "Making a set-up",
                ShotCommand.Build(
                    tools,
                    [job],
                    [path],
                    [new SideFiles(null)],
                    s_format with
                    {
                        Encoder = VideoEncoder.Software with { StandsIn = true },
                    },
                    1,
                    SeekMode.Index
                ),
                1 << 20,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Convert.ToHexString(
            (await Containers.Mp4.Mp4File.ReadAsync(path, cancellationToken).ConfigureAwait(false)).Video!.CodecConfiguration
        );
    }

    private async Task<(double Cpu, long Bytes)> RenderAsync(ShotRequest[] jobs, FilmFormat format, CancellationToken cancellationToken)
    {
        double before = CpuClock.Seconds();
        IReadOnlyList<RenderedShot> shots = await new ShotRenderer(tools)
            .RenderAsync(jobs, format, null, null, cancellationToken)
            .ConfigureAwait(false);
        return (CpuClock.Seconds() - before, shots.Sum(s => s.SizeBytes));
    }

    private async Task<double> ExamineAsync(ShotRequest[] jobs, CancellationToken cancellationToken)
    {
        foreach (ShotRequest job in jobs)
        {
            await ToolProcess
                .RunAsync(
                    "Making a picture to compare with",
                    tools.Command(
                        "-y",
                        "-i",
                        job.OutputPath,
                        "-vf",
                        EncodedPicture.Filter,
                        "-frames:v",
                        "1",
                        "-f",
                        "rawvideo",
                        EncodedPicture.PathFor(job.OutputPath)
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        double before = CpuClock.Seconds();
        foreach (ShotRequest[] group in jobs.Chunk(3))
        {
            string?[] problems = await EncodedPicture
                .CompareAsync(tools, [.. group.Select(j => j.OutputPath)], cancellationToken)
                .ConfigureAwait(false);
            if (problems.Any(p => p is not null))
            {
                throw new InvalidOperationException("a picture was told from itself: " + string.Join("; ", problems));
            }
        }

        return CpuClock.Seconds() - before;
    }

    private async Task<ShotRequest[]> JobsAsync(string work, CancellationToken cancellationToken)
    {
        string[] clips =
        [
            .. Directory
                .GetFiles(await sets.GetAsync("M", cancellationToken).ConfigureAwait(false))
                .Order(StringComparer.Ordinal)
                .Take(Shots),
        ];
        List<ShotRequest> jobs = [];
        foreach (string clip in clips)
        {
            MediaInfo info = await new MediaProbe(tools).ProbeAsync(clip, cancellationToken).ConfigureAwait(false);
            VideoStreamInfo video = info.MainVideo!;
            jobs.Add(
                new ShotRequest
                {
                    Index = jobs.Count,
                    SourcePath = clip,
                    Container = info.Container,
                    Video = video,
                    OutputPath = Path.Combine(work, FormattableString.Invariant($"shot{jobs.Count}.mp4")),
                    Shot = new TimelineShot
                    {
                        Source = clip,
                        Record = new FrameRange(jobs.Count * ShotFrames, (jobs.Count + 1) * ShotFrames),
                        In = MediaTime.FromSeconds(2 + ((video.StartPts ?? 0) * video.TimeBase.Value), video.TimeBase),
                        Speed = new Rational(1),
                    },
                }
            );
        }

        return [.. jobs];
    }
}
