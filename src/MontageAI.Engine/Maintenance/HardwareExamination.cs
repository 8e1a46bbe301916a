using System.Globalization;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;

namespace MontageAI.Engine.Maintenance;

/// <summary>Tries every kind of hardware encoder and decoder, always afresh, and says what came of it beside software.</summary>
internal static class HardwareExamination
{
    /// <summary>Size and profile of the trial: as a shared film, but small, so that looking stays quick.</summary>
    private static readonly FilmFormat s_format = new(new FrameRate(30), new Canvas(640, 360), RenderProfile.Standard);

    /// <summary>Tries.</summary>
    public static async Task ExamineAsync(FFmpegTools tools, List<DoctorFinding> findings, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("montage-doctor-").FullName;
        try
        {
            EncoderTester tester = new(tools, s_format, folder);
            foreach (EncoderKind kind in Enum.GetValues<EncoderKind>().Where(k => k != EncoderKind.Software))
            {
                foreach (HardwareDevice device in HardwareDevices.Named(kind, null))
                {
                    EncoderTrial trial = await tester.TryAsync(device.Candidate, cancellationToken).ConfigureAwait(false);
                    findings.Add(
                        new DoctorFinding(
                            $"encoder {trial.Encoder.FFmpegName}{(device.Device is null ? "" : $" ({device.Device})")}",
                            trial.Works ? FindingState.Good : FindingState.Absent,
                            trial.Works ? Success(trial) : Failure(trial, device.Identity.Length > 0)
                        )
                    );
                }
            }

            await ExamineDecodersAsync(tools, folder, findings, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // On a small H.264 clip; when rendering, each kind of stream has its trial on a real one.
    private static async Task ExamineDecodersAsync(
        FFmpegTools tools,
        string folder,
        List<DoctorFinding> findings,
        CancellationToken cancellationToken
    )
    {
        string clip = Path.Combine(folder, "clip.mp4");
        string[] arguments =
        [
            "-y",
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=s={s_format.Canvas}:r=30",
            "-frames:v",
            "90",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            clip,
        ];
        if (await TrialRun.ProblemAsync(tools, arguments, cancellationToken).ConfigureAwait(false) is not null)
        {
            // Without x264 nothing works, and that has been said already.
            return;
        }

        VideoStreamInfo video = (await new MediaProbe(tools).ProbeAsync(clip, cancellationToken).ConfigureAwait(false)).MainVideo!;
        HardwareDecoder[] found = [.. HardwareDevices.Find().Select(d => d.Decoder).OfType<HardwareDecoder>().Distinct()];
        foreach (DecoderKind kind in Enum.GetValues<DecoderKind>().Where(k => k != DecoderKind.Software))
        {
            foreach (HardwareDecoder decoder in found.Where(d => d.Kind == kind).DefaultIfEmpty(new HardwareDecoder(kind, null, "")))
            {
                DecoderTrial trial = await DecoderTrial.RunAsync(tools, decoder, clip, video, cancellationToken).ConfigureAwait(false);
                findings.Add(
                    new DoctorFinding(
                        $"decoder {decoder.Label}",
                        trial.Works ? FindingState.Good : FindingState.Absent,
                        trial.Works
                            ? string.Create(
                                CultureInfo.InvariantCulture,
                                $"H.264 decodes to the same bits; {trial.FramesPerSecond:0} frames/s of 640x360 beside software's "
                                    + $"{trial.SoftwareFramesPerSecond:0}"
                            )
                            : $"not usable here ({trial.Problem})"
                    )
                );
            }
        }
    }

    // What is not there at all needs no remedy.
    private static Phrase Failure(EncoderTrial trial, bool isThere)
    {
        Phrase failure = $"{trial.Encoder.Title}: not usable here ({trial.Problem})";
        return isThere ? Phrase.Join(". ", [failure, trial.Remedy!]) : failure;
    }

    private static string Success(EncoderTrial t) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{t.Encoder.Title}: trial encode worked; {t.FramesPerSecond:0} frames/s beside software's {t.SoftwareFramesPerSecond:0}, "
                + $"SSIM {t.Ssim:0.0000} beside {t.SoftwareSsim:0.0000}, {t.Growth:0.00} times the size"
        );
}
