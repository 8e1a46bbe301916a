using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>An encoder, tried by really encoding with it: a name in a list says nothing about this machine.</summary>
/// <param name="Encoder">FFmpeg's name.</param>
/// <param name="Kind">What it runs on.</param>
/// <param name="Works">Whether ten frames were encoded.</param>
/// <param name="Problem">What FFmpeg said when it failed; null when it worked.</param>
public sealed record EncoderTrial(string Encoder, string Kind, bool Works, string? Problem)
{
    private static readonly (string Encoder, string Kind, string[] Before, string Upload)[] s_video =
    [
        ("libx264", "software", [], ""),
        ("h264_nvenc", "NVIDIA NVENC", [], ""),
        ("h264_qsv", "Intel QSV", [], ""),
        ("h264_vaapi", "VAAPI", ["-vaapi_device", "/dev/dri/renderD128"], ",format=nv12,hwupload"),
        ("h264_videotoolbox", "Apple VideoToolbox", [], ""),
        ("h264_amf", "AMD AMF", [], ""),
    ];

    /// <summary>Tries every H.264 encoder that we know, software first.</summary>
    public static async Task<IReadOnlyList<EncoderTrial>> RunAllAsync(FFmpegTools tools, CancellationToken cancellationToken)
    {
        List<EncoderTrial> trials = [];
        foreach ((string encoder, string kind, string[] before, string upload) in s_video)
        {
            trials.Add(await TryAsync(
                tools, encoder, kind,
                [.. before, "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-frames:v", "10", "-vf", "format=yuv420p" + upload, "-c:v", encoder, "-f", "null", "-"],
                cancellationToken).ConfigureAwait(false));
        }

        trials.Add(await TryAsync(
            tools, "aac", "software sound", ["-f", "lavfi", "-i", "sine=d=0.5", "-c:a", "aac", "-f", "null", "-"], cancellationToken).ConfigureAwait(false));
        return trials;
    }

    private static async Task<EncoderTrial> TryAsync(
        FFmpegTools tools, string encoder, string kind, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using ToolProcess process = await ToolProcess.StartAsync(tools.Command(arguments), pipeOutput: false).ConfigureAwait(false);
        int status = await process.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (status == 0)
        {
            return new EncoderTrial(encoder, kind, true, null);
        }

        string[] lines = process.ErrorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new EncoderTrial(encoder, kind, false, lines.FirstOrDefault() ?? $"exit status {status}");
    }
}
