using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests;

/// <summary>Measures rendered files with FFmpeg's own tools, independently of the code under test.</summary>
internal static class Measure
{
    /// <summary>Mean colour of every frame, decoded in full: one (R, G, B) per frame.</summary>
    public static (int R, int G, int B)[] FrameColors(string path, string crop = "")
    {
        byte[] bytes = Raw(path, crop + "scale=1:1:flags=area:in_color_matrix=bt709,format=rgb24");
        return
        [
            .. Enumerable.Range(0, bytes.Length / 3).Select(i => ((int)bytes[3 * i], (int)bytes[(3 * i) + 1], (int)bytes[(3 * i) + 2])),
        ];
    }

    /// <summary>Mean luma code value of the middle 16x16 pixels of every frame.</summary>
    public static int[] FrameLuma(string path)
    {
        byte[] bytes = Raw(path, "format=yuv420p,crop=16:16");
        return
        [
            .. Enumerable.Range(0, bytes.Length / 384).Select(i => (int)Math.Round(bytes.AsSpan(i * 384, 256).ToArray().Average(b => b))),
        ];
    }

    /// <summary>One frame as RGB bytes, row by row.</summary>
    public static byte[] Picture(string path, int frame) =>
        Raw(path, string.Create(CultureInfo.InvariantCulture, $"select=eq(n\\,{frame}),scale=in_color_matrix=bt709,format=rgb24"));

    /// <summary>Presentation times in seconds, ascending, as ffprobe lists the packets of a stream.</summary>
    public static (double[] Times, int[] KeyFrames) Packets(string path, string stream = "v:0")
    {
        string[] lines = TestTools
            .FFprobe("-select_streams", stream, "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var packets = lines
            .Select(l => l.Split(','))
            .Select(f => (Time: double.Parse(f[0], CultureInfo.InvariantCulture), Key: f[1].Contains('K', StringComparison.Ordinal)))
            .OrderBy(p => p.Time)
            .ToArray();
        return ([.. packets.Select(p => p.Time)], [.. packets.Select((p, i) => p.Key ? i : -1).Where(i => i >= 0)]);
    }

    /// <summary>Presentation times of all decoded frames in seconds; where the container gives none, one frame after the last.</summary>
    public static double[] FrameTimes(string path, double frameSeconds)
    {
        List<double> times = [];
        foreach (
            string line in TestTools
                .FFprobe("-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", path)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            times.Add(double.TryParse(line.Split(',')[0], CultureInfo.InvariantCulture, out double time) ? time : times[^1] + frameSeconds);
        }

        return [.. times];
    }

    /// <summary>One fact of a stream or of the file.</summary>
    public static string Fact(string path, string stream, string entry) =>
        TestTools.FFprobe("-select_streams", stream, "-show_entries", "stream=" + entry, "-of", "default=nw=1:nk=1", path).Trim();

    /// <summary>Sound as mono samples at 48 kHz.</summary>
    public static float[] Sound(string path)
    {
        string raw = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg("-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "f32le", raw);
            byte[] bytes = File.ReadAllBytes(raw);
            float[] samples = new float[bytes.Length / 4];
            Buffer.BlockCopy(bytes, 0, samples, 0, samples.Length * 4);
            return samples;
        }
        finally
        {
            File.Delete(raw);
        }
    }

    private static byte[] Raw(string path, string filter)
    {
        string raw = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg("-i", path, "-map", "0:v:0", "-vf", filter, "-fps_mode", "passthrough", "-f", "rawvideo", raw);
            return File.ReadAllBytes(raw);
        }
        finally
        {
            File.Delete(raw);
        }
    }
}
