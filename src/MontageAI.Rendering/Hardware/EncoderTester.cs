using System.Diagnostics;
using System.Globalization;
using System.Text;
using MontageAI.Containers.Mp4;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Hardware;

/// <summary>
/// Tries hardware encoders for one look, by the same command that renders shots. The picture that is encoded and x264's part of the
/// comparison are made once, when the first encoder has encoded anything at all. Use from one caller at a time.
/// </summary>
/// <param name="tools">FFmpeg.</param>
/// <param name="format">Rate, canvas and profile to try; its encoder is not used.</param>
/// <param name="folder">An existing folder for files of the trial; the caller removes it.</param>
public sealed class EncoderTester(FFmpegTools tools, FilmFormat format, string folder)
{
    // Enough for predicted pictures to outweigh the first one, as in a shot; fewer where each is expensive.
    private const int Frames = 30;
    private const int LargeFrames = 12;
    private const int LargePixels = 1920 * 1088;

    // Offsets tried before an encoder is said not to match: 3 steps of the quantiser change the size by about 40 %.
    private const int MostEncodes = 4;
    private const int Step = 3;

    private IReadOnlySet<string>? _encoders;
    private ShotRequest? _source;
    private Measured? _software;

    /// <summary>Tries one encoder.</summary>
    /// <param name="candidate">Kind, device and identity; the rest is found here.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    public async Task<EncoderTrial> TryAsync(VideoEncoder candidate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        try
        {
            _encoders ??= await EncoderList.ReadAsync(tools, cancellationToken).ConfigureAwait(false);
            if (!_encoders.Contains(candidate.FFmpegName))
            {
                return new EncoderTrial(candidate, "this FFmpeg was built without it");
            }

            return await TryOffsetsAsync(candidate with { Configuration = "", Offset = 0 }, cancellationToken).ConfigureAwait(false);
        }
        catch (FFmpegException e)
        {
            return new EncoderTrial(candidate, HardwareProblem.Of(e).Reason);
        }
        catch (InvalidDataException e)
        {
            return new EncoderTrial(candidate, e.Message.TrimEnd('.'));
        }
    }

    private async Task<EncoderTrial> TryOffsetsAsync(VideoEncoder candidate, CancellationToken cancellationToken)
    {
        _source ??= await MakeSourceAsync(cancellationToken).ConfigureAwait(false);
        HashSet<int> tried = [];
        Measured hardware = await EncodeAsync(candidate, cancellationToken).ConfigureAwait(false);
        Measured software = _software ??= await EncodeAsync(VideoEncoder.Software with { StandsIn = true }, cancellationToken)
            .ConfigureAwait(false);
        while (true)
        {
            string? problem = Verdict(hardware, software, out int direction);
            EncoderTrial trial = new(candidate, problem)
            {
                Ssim = hardware.Ssim,
                SoftwareSsim = software.Ssim,
                Growth = (double)hardware.Bytes / software.Bytes,
                FramesPerSecond = hardware.FramesPerSecond,
                SoftwareFramesPerSecond = software.FramesPerSecond,
            };
            if (problem is null)
            {
                AvcConfiguration joined = AvcConfiguration
                    .Parse(hardware.Configuration)
                    .Merge(AvcConfiguration.Parse(software.Configuration));
                return trial with { Encoder = candidate with { Configuration = Convert.ToHexString(joined.ToBytes()) } };
            }

            tried.Add(candidate.Offset);
            candidate = candidate with { Offset = candidate.Offset + (direction * Step) };
            if (direction == 0 || tried.Count == MostEncodes || tried.Contains(candidate.Offset))
            {
                return trial;
            }

            hardware = await EncodeAsync(candidate, cancellationToken).ConfigureAwait(false);
        }
    }

    // Direction: where to look for a better match; 0 where no setting can help.
    private static string? Verdict(Measured hardware, Measured software, out int direction)
    {
        direction = 0;
        if (hardware.Problem is not null)
        {
            return hardware.Problem;
        }

        double loss = software.Ssim - hardware.Ssim;
        double growth = (double)hardware.Bytes / software.Bytes;
        direction =
            loss > EncoderTrial.LargestSsimLoss ? -1
            : growth > EncoderTrial.LargestGrowth ? 1
            : 0;
        return direction == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"its pictures do not match software's: SSIM {hardware.Ssim:0.0000} beside {software.Ssim:0.0000} (at most "
                    + $"{EncoderTrial.LargestSsimLoss} less is allowed) at {growth:0.00} times the size "
                    + $"(at most {EncoderTrial.LargestGrowth})"
            );
    }

    // Noise that stands on the picture and moves with it: detail that a predicted picture can find again.
    private async Task<ShotRequest> MakeSourceAsync(CancellationToken cancellationToken)
    {
        int frames = (long)format.Canvas.Width * format.Canvas.Height > LargePixels ? LargeFrames : Frames;
        string path = Path.Combine(folder, "encoder-trial-source.mp4");
        await ToolProcess
            .RunAsync(
                "Making the picture of a trial",
                tools.Command(
                    "-y",
                    "-f",
                    "lavfi",
                    "-i",
                    $"testsrc2=s={format.Canvas}:r={format.Rate.Fraction.Numerator}/{format.Rate.Fraction.Denominator}",
                    "-frames:v",
                    frames.ToString(CultureInfo.InvariantCulture),
                    "-vf",
                    "noise=alls=24:all_seed=7,scroll=h=0.002:v=0.001,format=yuv420p,"
                        + "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-qp",
                    "0",
                    "-f",
                    "mp4",
                    InputFile.Url(path)
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        MediaInfo info = await new MediaProbe(tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        VideoStreamInfo video = info.MainVideo!;
        return new ShotRequest
        {
            Index = 0,
            SourcePath = path,
            Container = info.Container,
            Video = video,
            OutputPath = Path.Combine(folder, "encoder-trial.mp4"),
            Shot = new TimelineShot
            {
                Source = "trial",
                Record = new FrameRange(0, frames),
                In = new MediaTime(video.StartPts ?? 0, video.TimeBase),
                Speed = new Rational(1),
            },
        };
    }

    private async Task<Measured> EncodeAsync(VideoEncoder encoder, CancellationToken cancellationToken)
    {
        ShotRequest job = _source!;
        try
        {
            long start = Stopwatch.GetTimestamp();
            await using (
                ToolProcess process = await ToolProcess
                    .StartAsync(
                        ShotCommand.Build(
                            tools,
                            [job],
                            [job.OutputPath],
                            [new SideFiles(null)],
                            format with
                            {
                                Encoder = encoder,
                            },
                            1,
                            SeekMode.Index
                        ),
                        pipeOutput: true
                    )
                    .ConfigureAwait(false)
            )
            {
                string task = $"Trying {encoder.FFmpegName}";
                await HardwareStall.ReadAsync(task, process, _ => { }, cancellationToken).ConfigureAwait(false);
                await process.ExpectSuccessAsync(task, cancellationToken).ConfigureAwait(false);
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Mp4File file = await Mp4File.ReadAsync(job.OutputPath, cancellationToken).ConfigureAwait(false);
            Mp4Track video = file.Video ?? throw new InvalidDataException("it encoded no picture");
            string? problem = EncodedShots.Problem(job, format, file);
            return new Measured(
                problem,
                problem is null ? await SsimAsync(job, cancellationToken).ConfigureAwait(false) : 0,
                video.Sizes.Sum(s => (long)s),
                job.Shot.Record.Length / seconds,
                video.CodecConfiguration
            );
        }
        finally
        {
            File.Delete(job.OutputPath);
            File.Delete(EncodedPicture.PathFor(job.OutputPath));
        }
    }

    private async Task<double> SsimAsync(ShotRequest job, CancellationToken cancellationToken)
    {
        // Both have the same rate; frames are matched by number, not by times that two containers round differently.
        byte[] output = await ToolProcess
            .ReadOutputAsync(
                "Comparing a trial",
                tools.Command([
                    .. InputFile.Arguments(job.OutputPath),
                    .. InputFile.Arguments(job.SourcePath),
                    "-lavfi",
                    "[0:v]settb=1/1000,setpts=N[a];[1:v]settb=1/1000,setpts=N[b];[a][b]ssim=stats_file=-",
                    "-f",
                    "null",
                    "-",
                ]),
                1 << 20,
                cancellationToken
            )
            .ConfigureAwait(false);
        return SsimLines.Mean(Encoding.ASCII.GetString(output));
    }

    private sealed record Measured(string? Problem, double Ssim, long Bytes, double FramesPerSecond, byte[] Configuration);
}
