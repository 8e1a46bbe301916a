using System.Runtime.InteropServices;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Audio;

/// <summary>How loud a file's sound is, and how it ends.</summary>
/// <param name="Loudness">Integrated loudness and true peak.</param>
/// <param name="EndDb">Level of the last 50 ms below the loudest second, decibels, -100 at the lowest; null without sound.</param>
/// <param name="Seconds">Length of the sound.</param>
public sealed record SoundLevel(Loudness Loudness, double? EndDb, double Seconds);

/// <summary>Measures the sound of a file. Memory does not depend on its length.</summary>
public sealed class SoundLevels(FFmpegTools tools)
{
    private const int Rate = 48_000;
    private const int Block = Rate / 20;
    private const double Lowest = -100;

    /// <summary>Measures the first sound stream.</summary>
    /// <exception cref="FFmpegException">It cannot be decoded.</exception>
    public async Task<SoundLevel> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        Loudness loudness = await LoudnessAsync(path, cancellationToken).ConfigureAwait(false);
        ToolCommand command = tools.Command([
            .. InputFile.Arguments(path, "-vn", "-sn", "-dn"),
            "-map",
            "0:a:0",
            "-ac",
            "1",
            "-ar",
            "48000",
            "-f",
            "f32le",
            "pipe:1",
        ]);
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        Queue<double> second = new();
        byte[] buffer = new byte[Block * sizeof(float)];
        double sum = 0,
            loudest = 0;
        float[] last = [];
        float[] before = [];
        long samples = 0;
        int read;
        while (
            (
                read = await process
                    .Output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                    .ConfigureAwait(false)
            ) >= sizeof(float)
        )
        {
            before = last;
            last = MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, read / sizeof(float) * sizeof(float))).ToArray();
            samples += last.Length;
            double power = Power(last);
            second.Enqueue(power);
            sum += power - (second.Count > 20 ? second.Dequeue() : 0);
            loudest = Math.Max(loudest, sum / second.Count);
        }

        await process.ExpectSuccessAsync("Measuring the sound", cancellationToken).ConfigureAwait(false);

        // The last block may be short; the 50 ms before the end reach into the one before it.
        float[] end = [.. before.Concat(last).TakeLast(Block)];
        double? endDb = samples == 0 || loudest <= 0 ? null : Math.Max(Lowest, 10 * Math.Log10(Math.Max(1e-12, Power(end)) / loudest));
        return new SoundLevel(loudness, endDb, (double)samples / Rate);
    }

    private async Task<Loudness> LoudnessAsync(string path, CancellationToken cancellationToken)
    {
        ToolCommand command = tools.Command([
            .. InputFile.Arguments(path, "-vn", "-sn", "-dn"),
            "-map",
            "0:a:0",
            "-af",
            LoudnessMeter.Filters,
            "-f",
            "null",
            "-",
        ]);
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        Loudness loudness = await LoudnessMeter.ReadAsync(process.Output, cancellationToken).ConfigureAwait(false);
        await process.ExpectSuccessAsync("Measuring the loudness", cancellationToken).ConfigureAwait(false);
        return loudness;
    }

    private static double Power(float[] samples) => samples.Length == 0 ? 0 : samples.Sum(s => (double)s * s) / samples.Length;
}
