using System.Diagnostics;
using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;

namespace MontageAI.Rendering.Hardware;

/// <summary>What came of decoding the beginning of a real file by hardware and by software.</summary>
/// <param name="Stream">Kind of stream, as <see cref="HardwareDecoder.StreamKind"/> names it.</param>
/// <param name="Problem">Why hardware is not to be used, no sentence; null when every picture is the same to the bit.</param>
/// <param name="FramesPerSecond">Frames per second of a run by hardware, starting it and fetching pictures included; null when it
/// failed.</param>
/// <param name="SoftwareFramesPerSecond">The same by software on one thread; null when it was not measured.</param>
public sealed record DecoderTrial(string Stream, string? Problem, double? FramesPerSecond, double? SoftwareFramesPerSecond)
{
    private const int Frames = 90;
    private const int Rounds = 2;

    /// <summary>Whether hardware is right.</summary>
    public bool Works => Problem is null;

    /// <summary>Whether it is also faster here.</summary>
    public bool Wins => Works && FramesPerSecond > SoftwareFramesPerSecond;

    /// <summary>Tries a decoder on a file.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="decoder">The decoder; its streams are not used.</param>
    /// <param name="path">A file with such a stream.</param>
    /// <param name="video">The stream.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    public static async Task<DecoderTrial> RunAsync(
        FFmpegTools tools,
        HardwareDecoder decoder,
        string path,
        VideoStreamInfo video,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(decoder);
        string stream = HardwareDecoder.StreamKind(video);
        string? transfer = video.PixelFormat switch
        {
            "yuv420p" => "nv12",
            "yuv420p10le" => "p010le",
            _ => null,
        };
        if (transfer is null)
        {
            return new DecoderTrial(stream, $"its pixel format {video.PixelFormat} is decoded in software only", null, null);
        }

        double hardware = double.MaxValue;
        double software = double.MaxValue;
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                (string given, double seconds) = await DecodeAsync(
                        tools,
                        decoder.TrialArguments,
                        path,
                        video,
                        $"hwdownload,format={transfer},format={video.PixelFormat}",
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                hardware = Math.Min(hardware, seconds);
                (string wanted, seconds) = await DecodeAsync(
                        tools,
                        ["-threads", "1"],
                        path,
                        video,
                        $"format={video.PixelFormat}",
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                software = Math.Min(software, seconds);
                if (given != wanted || wanted.Length == 0)
                {
                    return new DecoderTrial(stream, "its pictures are not those of the software decoder", null, null);
                }
            }
        }
        catch (FFmpegException e)
        {
            return new DecoderTrial(stream, HardwareProblem.Of(e).Reason, null, null);
        }

        return new DecoderTrial(stream, null, Frames / hardware, Frames / software);
    }

    private static async Task<(string Hashes, double Seconds)> DecodeAsync(
        FFmpegTools tools,
        IReadOnlyList<string> options,
        string path,
        VideoStreamInfo video,
        string filter,
        CancellationToken cancellationToken
    )
    {
        long start = Stopwatch.GetTimestamp();
        byte[] output = await ToolProcess
            .ReadOutputAsync(
                "Trying a decoder",
                tools.Command([
                    .. InputFile.Arguments(path, options),
                    "-map",
                    string.Create(CultureInfo.InvariantCulture, $"0:{video.Index}"),
                    "-frames:v",
                    Frames.ToString(CultureInfo.InvariantCulture),
                    "-vf",
                    filter,
                    "-fps_mode",
                    "passthrough",
                    "-f",
                    "framemd5",
                    "-",
                ]),
                1 << 20,
                cancellationToken
            )
            .ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        IEnumerable<string> frames = Encoding
            .ASCII.GetString(output)
            .Split('\n')
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(',')[^1].Trim());
        return (string.Join('\n', frames), seconds);
    }
}
