using System.Globalization;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.FFmpeg.Rendering.Encoders;
using MontageAI.FFmpeg.Rendering.Profiles;
using MontageAI.FFmpeg.Rendering.Shots;
using MontageAI.Time;

namespace MontageAI.Pipeline.Maintenance;

/// <summary>Tries every kind of hardware encoder, always afresh, and says what came of it beside software.</summary>
internal static class HardwareExamination
{
    /// <summary>Size and profile of the trial: as a shared film, but small, so that looking stays quick.</summary>
    private static readonly ShotLook s_look = new(new FrameRate(30), new Canvas(640, 360), RenderProfile.Standard);

    /// <summary>Tries.</summary>
    public static async Task ExamineAsync(FFmpegTools tools, List<DoctorFinding> findings, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("montage-doctor-").FullName;
        try
        {
            EncoderTester tester = new(tools, s_look, folder);
            foreach (EncoderKind kind in Enum.GetValues<EncoderKind>().Where(k => k != EncoderKind.Software))
            {
                foreach (HardwareDevice device in HardwareDevices.Named(kind, null))
                {
                    EncoderTrial trial = await tester.TryAsync(device.Candidate, cancellationToken).ConfigureAwait(false);
                    findings.Add(new DoctorFinding(
                        $"encoder {trial.Encoder.FFmpegName}{(device.Device is null ? "" : $" ({device.Device})")}",
                        trial.Works ? FindingState.Good : FindingState.Absent,
                        trial.Works ? Success(trial) : $"{kind}: not usable here ({trial.Problem})"));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Success(EncoderTrial t) => string.Create(
        CultureInfo.InvariantCulture,
        $"{t.Encoder.Kind}: trial encode worked; {t.FramesPerSecond:0} frames/s beside software's {t.SoftwareFramesPerSecond:0}, SSIM {t.Ssim:0.0000} beside {t.SoftwareSsim:0.0000}, {t.Growth:0.00} times the size");
}
