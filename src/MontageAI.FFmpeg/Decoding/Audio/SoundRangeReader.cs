using System.Globalization;
using System.Runtime.InteropServices;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Decoding.Audio;

/// <summary>
/// Reads short stretches of the sound of several files, mono, several in one FFmpeg process since starting one costs more than decoding
/// some seconds. Times are the stream's own, as in a shot's in-point, so what is read is what a render of the same stretch plays.
/// </summary>
/// <param name="tools">FFmpeg.</param>
public sealed class SoundRangeReader(FFmpegTools tools)
{
    private const int RangesPerProcess = 12;

    /// <summary>Reads stretches.</summary>
    /// <param name="ranges">What to read.</param>
    /// <param name="sampleRate">Samples per second delivered.</param>
    /// <param name="cancellationToken">Ends the processes.</param>
    /// <returns>For each stretch its samples, exactly as many as its length holds; null where it cannot be read.</returns>
    public async Task<IReadOnlyList<float[]?>> ReadAsync(
        IReadOnlyList<SoundRange> ranges,
        int sampleRate,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(ranges);
        List<float[]?> read = [];
        foreach (SoundRange[] batch in ranges.Chunk(RangesPerProcess))
        {
            try
            {
                read.AddRange(await RunAsync(batch, sampleRate, cancellationToken).ConfigureAwait(false));
            }
            catch (FFmpegException) when (batch.Length > 1)
            {
                // One that cannot be read must not take the others along.
                foreach (SoundRange range in batch)
                {
                    read.Add(await AloneAsync(range, sampleRate, cancellationToken).ConfigureAwait(false));
                }
            }
            catch (FFmpegException)
            {
                read.Add(null);
            }
        }

        return read;
    }

    private async Task<float[]?> AloneAsync(SoundRange range, int sampleRate, CancellationToken cancellationToken)
    {
        try
        {
            return (await RunAsync([range], sampleRate, cancellationToken).ConfigureAwait(false))[0];
        }
        catch (FFmpegException)
        {
            return null;
        }
    }

    private async Task<float[][]> RunAsync(SoundRange[] ranges, int sampleRate, CancellationToken cancellationToken)
    {
        List<string> arguments = ["-copyts", "-filter_complex_threads", "1"];
        List<string> chains = [];
        int[] lengths = [.. ranges.Select(r => (int)Math.Ceiling(r.Seconds * sampleRate))];
        for (int i = 0; i < ranges.Length; i++)
        {
            double start = ranges[i].Start;
            List<string> options = ["-threads", "1", "-vn", "-sn", "-dn"];
            if (start > 1)
            {
                options.AddRange([
                    "-seek_timestamp",
                    "1",
                    "-noaccurate_seek",
                    "-ss",
                    (start - 0.5).ToString("0.000000", CultureInfo.InvariantCulture),
                ]);
            }

            arguments.AddRange(InputFile.Arguments(ranges[i].Path, options));
            chains.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{SoundPad.Of(i, ranges[i].Tracks)}asetpts=PTS-({start:0.000000000})/TB,aresample={sampleRate}:async=1:first_pts=0,"
                        + $"aformat=sample_fmts=flt:sample_rates={sampleRate}:channel_layouts=mono,"
                        + $"apad=whole_len={lengths[i]},atrim=end_sample={lengths[i]},asetpts=N/SR/TB[p{i}]"
                )
            );
        }

        string joined = string.Concat(
            Enumerable.Range(0, ranges.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"[p{i}]"))
        );
        chains.Add(string.Create(CultureInfo.InvariantCulture, $"{joined}concat=n={ranges.Length}:v=0:a=1[out]"));
        arguments.AddRange(["-filter_complex", string.Join(';', chains), "-map", "[out]", "-f", "f32le", "pipe:1"]);
        float[][] samples = [.. lengths.Select(n => new float[n])];
        const string Task = "Listening to clips";
        await using ToolProcess process = await ToolProcess.StartAsync(tools.Command(arguments), pipeOutput: true).ConfigureAwait(false);
        foreach (float[] range in samples)
        {
            byte[] bytes = new byte[range.Length * sizeof(float)];
            int got = await process
                .Output.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, got / sizeof(float) * sizeof(float))).CopyTo(range);
        }

        await process.ExpectSuccessAsync(Task, cancellationToken).ConfigureAwait(false);
        return samples;
    }
}
