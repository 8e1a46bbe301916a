using System.Globalization;
using MontageAI.Containers.Joining;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests;

/// <summary>Pieces as encoders make them, and what FFmpeg decodes out of them.</summary>
internal static class Encoded
{
    public static readonly string[] Codecs = ["h264", "h264 with B-frames", "hevc with B-frames"];

    public static readonly string[] Rates = ["24000/1001", "25", "30000/1001", "60"];

    /// <summary>Encodes moving test pictures, of which no two are equal.</summary>
    public static JoinPart Part(
        TempFolder folder,
        string name,
        string codec,
        string rate,
        int frames,
        int seed,
        params IEnumerable<string> more
    )
    {
        string path = folder.File(name);
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=size=96x64:rate={rate}",
            "-vf",
            $"trim=start_frame={seed},setpts=PTS-STARTPTS,format=yuv420p",
            "-frames:v",
            frames.ToString(CultureInfo.InvariantCulture),
            .. Encoder(codec),
            .. more,
            path,
        ]);
        return new JoinPart(path, frames);
    }

    /// <summary>Encodes a song: noise that is louder on clicks, so that every stretch of it is like no other.</summary>
    public static string Song(TempFolder folder, double seconds)
    {
        string path = folder.File("song.m4a");
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            string.Create(
                CultureInfo.InvariantCulture,
                $"aevalsrc='(random(0)-0.5)*(0.1+0.8*lt(mod(t,0.37),0.02))|(random(1)-0.5)*0.3':s=48000:d={seconds}"
            ),
            "-c:a",
            "aac",
            "-b:a",
            "128k",
            path
        );
        return path;
    }

    /// <summary>A hash of every decoded frame.</summary>
    public static string[] Frames(string path) => Frames(path, []);

    public static string[] Frames(string path, IEnumerable<string> input) =>
        Hashes("0:v:0", "framemd5", path, [.. input], "-fps_mode", "passthrough");

    /// <summary>Presentation times of decoded frames in ticks, and ticks per second.</summary>
    public static (long[] Ticks, long PerSecond) Times(string path)
    {
        string[] lines = Lines("0:v:0", "framemd5", path, ["-copyts"], "-fps_mode", "passthrough", "-enc_time_base", "-1");
        string timeBase = lines.First(l => l.StartsWith("#tb", StringComparison.Ordinal)).Split('/')[1];
        return (
            [.. lines.Where(l => l[0] != '#').Select(l => long.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))],
            long.Parse(timeBase, CultureInfo.InvariantCulture)
        );
    }

    /// <summary>What FFmpeg says about a file when it reads all of it; nothing when all is well.</summary>
    public static string Complaints(string path) =>
        TestTools.Run(
            "sh",
            "-c",
            "ffprobe -v error -show_entries packet=pts -of csv \"$1\" 2>&1 >/dev/null; ffmpeg -nostdin -v error -i \"$1\" -f null - 2>&1",
            "sh",
            path
        );

    private static string[] Encoder(string codec) =>
        codec switch
        {
            "h264" => ["-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-x264-params", "keyint=infinite:scenecut=0:open-gop=0"],
            "h264 with B-frames" =>
            [
                "-c:v",
                "libx264",
                "-preset",
                "medium",
                "-bf",
                "3",
                "-threads",
                "1",
                "-x264-params",
                "keyint=infinite:scenecut=0:open-gop=0",
            ],
            "hevc with B-frames" =>
            [
                "-c:v",
                "libx265",
                "-preset",
                "fast",
                "-x265-params",
                "log-level=none:keyint=-1:scenecut=0:open-gop=0:bframes=3:pools=none:frame-threads=1",
            ],
            "intra" => ["-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-x264-params", "keyint=1:scenecut=0"],
            _ => throw new ArgumentException(codec),
        };

    private static string[] Hashes(string map, string format, string path, string[] input, params string[] options) =>
        [.. Lines(map, format, path, input, options).Where(l => l[0] != '#').Select(l => l.Split(',')[^1].Trim())];

    private static string[] Lines(string map, string format, string path, string[] input, params string[] options) =>
        TestTools
            .Run("ffmpeg", ["-nostdin", "-v", "error", .. input, "-i", path, "-map", map, .. options, "-f", format, "-"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
