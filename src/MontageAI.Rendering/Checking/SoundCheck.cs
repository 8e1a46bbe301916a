using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Checking;

/// <summary>Decodes the sound track and looks for silence and clipping.</summary>
internal sealed class SoundCheck(FFmpegTools tools)
{
    private const int SampleRate = 48000;
    private const int BlockSamples = SampleRate / 20;

    // -60 dBFS: below the noise of a quiet recording. Runs of full-scale samples this long are heard as distortion. Chosen by hand.
    private const float SilentPeak = 0.001f;
    private const double ShortestSilenceSeconds = 1.0;
    private const float FullScale = 0.9999f;
    private const int ClippedRun = 4;

    /// <summary>Silent stretches and clipping, and whether the sound decodes at all.</summary>
    public async Task<IReadOnlyList<CheckFinding>> FindAsync(string path, CancellationToken cancellationToken)
    {
        ToolCommand command = tools.Command([
            .. InputFile.Arguments(path, "-vn"),
            "-map",
            "0:a:0",
            "-ac",
            "2",
            "-ar",
            SampleRate.ToString(CultureInfo.InvariantCulture),
            "-f",
            "f32le",
            "pipe:1",
        ]);
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        (List<float> peaks, int clips) = await ReadAsync(process.Output, cancellationToken).ConfigureAwait(false);
        int exit = await process.WaitAsync(cancellationToken).ConfigureAwait(false);
        string errors = process.ErrorTail.Trim();
        List<CheckFinding> findings = [];
        if (exit != 0 || errors.Length > 0)
        {
            findings.Add(new(CheckKind.Damage, true, $"The sound does not decode cleanly: {errors.Split('\n')[0]}"));
        }

        FindSilence(peaks, findings);
        if (clips > 0)
        {
            findings.Add(new(CheckKind.Clipped, false, $"The sound is clipped in {clips} places."));
        }

        return findings;
    }

    private static async Task<(List<float> Peaks, int Clips)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockSamples * 8);
        List<float> peaks = [];
        int clips = 0;
        int leftRun = 0;
        int rightRun = 0;
        try
        {
            int read;
            while (
                (
                    read = await stream
                        .ReadAtLeastAsync(
                            buffer.AsMemory(0, BlockSamples * 8),
                            BlockSamples * 8,
                            throwOnEndOfStream: false,
                            cancellationToken
                        )
                        .ConfigureAwait(false)
                ) > 0
            )
            {
                ReadOnlySpan<float> samples = MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, read - (read % 8)));
                float peak = 0;
                for (int i = 0; i + 1 < samples.Length; i += 2)
                {
                    float left = Math.Abs(samples[i]);
                    float right = Math.Abs(samples[i + 1]);
                    peak = Math.Max(peak, Math.Max(left, right));
                    leftRun = left >= FullScale ? leftRun + 1 : 0;
                    rightRun = right >= FullScale ? rightRun + 1 : 0;
                    if (leftRun == ClippedRun || rightRun == ClippedRun)
                    {
                        clips++;
                    }
                }

                peaks.Add(peak);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (peaks, clips);
    }

    private static void FindSilence(List<float> peaks, List<CheckFinding> findings)
    {
        const double blockSeconds = (double)BlockSamples / SampleRate;
        int run = 0;
        for (int i = 0; i <= peaks.Count; i++)
        {
            if (i < peaks.Count && peaks[i] < SilentPeak)
            {
                run++;
                continue;
            }

            if (run * blockSeconds >= ShortestSilenceSeconds)
            {
                double from = (i - run) * blockSeconds;
                double to = i * blockSeconds;
                bool all = run == peaks.Count;
                findings.Add(
                    new(
                        CheckKind.Silent,
                        all,
                        string.Create(CultureInfo.InvariantCulture, $"The sound is silent from {from:0.0} s to {to:0.0} s."),
                        from,
                        to
                    )
                );
            }

            run = 0;
        }
    }
}
