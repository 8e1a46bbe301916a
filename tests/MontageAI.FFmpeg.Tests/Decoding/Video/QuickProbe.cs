using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Tests.Decoding.Video;

/// <summary>What ffprobe says about a file and its frames.</summary>
internal static class QuickProbe
{
    public static FFmpegTools Tools { get; } = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    public static Task<MediaInfo> InfoAsync(string path) => new MediaProbe(Tools).ProbeAsync(path, TestContext.Current.CancellationToken);

    /// <summary>PTS of all frames, or of those decoded when only key frames are.</summary>
    public static async Task<long[]> FrameTimesAsync(string path, int stream, bool keyFramesOnly)
    {
        string[] skip = keyFramesOnly ? ["-skip_frame", "nokey"] : [];
        byte[] text = await RunAsync(
            path,
            [
                .. skip,
                "-select_streams",
                stream.ToString(CultureInfo.InvariantCulture),
                "-show_entries",
                "frame=best_effort_timestamp",
                "-of",
                "csv=p=0",
            ]
        );
        return
        [
            .. Encoding
                .ASCII.GetString(text)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Trim().TrimEnd(',').Split(',')[0])
                .Where(l => l.Length > 0 && l != "N/A")
                .Select(l => long.Parse(l, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Makes a file with FFmpeg.</summary>
    public static Task MakeAsync(params string[] arguments) =>
        ToolProcess.RunAsync("Making a test clip", Tools.Command(arguments), TestContext.Current.CancellationToken);

    private static Task<byte[]> RunAsync(string path, params string[] arguments) =>
        ToolProcess.ReadOutputAsync(
            "Probing",
            Tools.Probe([.. arguments, .. InputFile.Arguments(path)]),
            16 << 20,
            TestContext.Current.CancellationToken
        );
}
