using System.Globalization;
using System.Runtime.InteropServices;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Tests.Decoding.Audio;

/// <summary>Bursts at known moments (0.25 s and every 0.5 s after), encoded by FFmpeg in many ways, and the measuring of where they came
/// out.</summary>
internal static class ClickTrack
{
    public const double First = 0.25;
    public const double Every = 0.5;
    public const double Length = 0.004;

    private static readonly string s_clicks = string.Create(
        CultureInfo.InvariantCulture,
        $"aevalsrc=exprs='if(gte(mod(t\\,{Every})\\,{First})*lt(mod(t\\,{Every})\\,{First + Length})\\,0.8*sin(2*PI*1500*(mod(t\\,"
            + $"{Every})-{First}))\\,0)'"
    );

    public static FFmpegTools Tools { get; } = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Encodes <paramref name="seconds"/> of clicks with the given output options.</summary>
    public static Task MakeAsync(string path, int rate, double seconds, params string[] output) =>
        ToolProcess.RunAsync(
            "Making a click track",
            Tools.Command([
                "-f",
                "lavfi",
                "-i",
                string.Create(CultureInfo.InvariantCulture, $"{s_clicks}:s={rate}:d={seconds}"),
                .. output,
                "-y",
                path,
            ]),
            CancellationToken.None
        );

    /// <summary>The file as FFmpeg plays it, mono at 48 kHz, with further input options and a filter, as a renderer reads it.</summary>
    public static async Task<float[]> PlayAsync(string path, string[] input, string filter)
    {
        byte[] bytes = await ToolProcess.ReadOutputAsync(
            "Playing",
            Tools.Command([
                .. InputFile.Arguments(path, input),
                "-map",
                "0:a:0",
                "-af",
                filter,
                "-ac",
                "1",
                "-ar",
                "48000",
                "-f",
                "f32le",
                "pipe:1",
            ]),
            1 << 26,
            CancellationToken.None
        );
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    /// <summary>Energy centroids in seconds of the bursts in a signal.</summary>
    public static List<double> Find(ReadOnlySpan<float> signal, int rate)
    {
        float loudest = 0;
        foreach (float v in signal)
        {
            loudest = Math.Max(loudest, Math.Abs(v));
        }

        List<double> found = [];
        int half = rate * 15 / 1000;
        for (int i = 0; i < signal.Length; i++)
        {
            if (Math.Abs(signal[i]) < 0.4f * loudest)
            {
                continue;
            }

            double weight = 0,
                moment = 0;
            for (int j = Math.Max(0, i - half); j < Math.Min(signal.Length, i + half); j++)
            {
                double e = (double)signal[j] * signal[j];
                weight += e;
                moment += e * j;
            }

            found.Add(moment / weight / rate);
            i += rate / 10;
        }

        return found;
    }
}
