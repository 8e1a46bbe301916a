using MontageAI.Engine.Jobs;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;

namespace MontageAI.Engine.Requests;

/// <summary>
/// Asks what tasks this machine can carry out, by trying: "cpu" always, "x264" where FFmpeg encodes with it, and the kinds of hardware
/// encoders ("nvenc", "qsv", ...) whose devices are here and pass the trial of <c>doctor</c>. About 0.3 s where there are no devices.
/// </summary>
public sealed record CapabilitiesRequest : JobRequest<IReadOnlyList<string>>
{
    // As doctor's.
    private static readonly FilmFormat s_format = new(new FrameRate(30), new Canvas(640, 360), RenderProfile.Standard);

    private static readonly string[] s_trial =
    [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=640x360:r=30",
        "-frames:v",
        "10",
        "-pix_fmt",
        "yuv420p",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-f",
        "null",
        "-",
    ];

    /// <inheritdoc/>
    public override string Kind => "capabilities";

    /// <inheritdoc/>
    protected internal override async Task<IReadOnlyList<string>> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        List<string> able = ["cpu"];
        if (await TrialRun.ProblemAsync(context.Tools, s_trial, cancellationToken).ConfigureAwait(false) is null)
        {
            able.Add("x264");
        }

        IReadOnlyList<HardwareDevice> devices = HardwareDevices.Find();
        if (devices.Count > 0)
        {
            able.AddRange(await HardwareAsync(context.Tools, devices, cancellationToken).ConfigureAwait(false));
        }

        return able;
    }

    private static async Task<IEnumerable<string>> HardwareAsync(
        FFmpegTools tools,
        IReadOnlyList<HardwareDevice> devices,
        CancellationToken cancellationToken
    )
    {
        string folder = Directory.CreateTempSubdirectory("montage-able-").FullName;
        try
        {
            EncoderTester tester = new(tools, s_format, folder);
            SortedSet<string> able = new(StringComparer.Ordinal);
            foreach (HardwareDevice device in devices)
            {
                EncoderTrial trial = await tester.TryAsync(device.Candidate, cancellationToken).ConfigureAwait(false);
                if (trial.Works)
                {
                    able.Add(device.Kind.ToString().ToLowerInvariant());
                }
            }

            return able;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
