using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Decoding.Audio;

/// <summary>
/// Decodes the sound of a file to mono floating point, as a stream from one FFmpeg process. Sample 0 is the moment that FFmpeg
/// plays as 0 s of that file, the same zero that <c>-ss</c>, <c>atrim</c> and a player count from: encoder delay that the
/// container states (LAME tag, edit list, Opus pre-skip) is removed, and where the sound starts later than the file the time
/// before it is silence. Raw ADTS states no delay; its priming is part of what is played, here as in a render.
/// </summary>
/// <remarks>Memory is one pooled buffer whatever the length. Safe for several reads at once.</remarks>
public sealed class PcmReader
{
    private const int BufferBytes = 64 * 1024;

    private readonly FFmpegTools _tools;

    /// <summary>Creates a reader.</summary>
    /// <param name="tools">Where FFmpeg is.</param>
    public PcmReader(FFmpegTools tools) => _tools = tools;

    /// <summary>Decodes from second 0 to the end of the stream or to the asked bound.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to decode.</param>
    /// <param name="receiver">Gets every sample once, in order.</param>
    /// <param name="cancellationToken">Ends the decoder.</param>
    /// <exception cref="MediaException">The file does not exist, has no sound, or not one sample of it can be decoded.</exception>
    public async Task<PcmSummary> ReadAsync(string path, PcmOptions options, PcmReceiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SampleRate, 1000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SampleRate, 192_000);
        long limit = long.MaxValue;
        if (options.MaxSeconds is { } seconds)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
            limit = (long)Math.Ceiling(seconds * options.SampleRate);
        }

        if (!File.Exists(path))
        {
            throw new MediaException(ErrorCode.FileMissing, path, "The file does not exist.", "Check the path.");
        }

        await using ToolProcess process = await ToolProcess.StartAsync(Command(path, options), pipeOutput: true).ConfigureAwait(false);
        (long samples, bool reachedEnd) = await PumpAsync(process.Output, limit, options, receiver, cancellationToken)
            .ConfigureAwait(false);
        if (!reachedEnd)
        {
            return new PcmSummary(samples, samples / (double)options.SampleRate, ReachedEnd: false, Problem: null);
        }

        int exitCode = await process.WaitAsync(cancellationToken).ConfigureAwait(false);
        string complaint = process.ErrorTail;
        if (samples == 0)
        {
            throw Unusable(
                path,
                options,
                exitCode,
                complaint,
                new FFmpegException("Decoding the sound", process.Command, exitCode, complaint)
            );
        }

        double decoded = samples / (double)options.SampleRate;
        return new PcmSummary(samples, decoded, ReachedEnd: true, Problem(exitCode, complaint, decoded));
    }

    // One output sample more than the bound is never asked of FFmpeg: -t bounds the output, the pump bounds what is delivered.
    private ToolCommand Command(string path, PcmOptions options)
    {
        string rate = options.SampleRate.ToString(CultureInfo.InvariantCulture);
        string[] bound = options is { MaxSeconds: { } s, More: null }
            ? ["-t", (s + 0.01).ToString("0.######", CultureInfo.InvariantCulture)]
            : [];
        return _tools.Command([
            .. InputFile.Arguments(path, "-threads", "1", "-vn", "-sn", "-dn"),
            "-filter_complex_threads",
            "1",
            // first_pts=0 pads a late start with silence and drops what lies before 0; gaps in the timestamps become silence.
            "-filter_complex",
            $"{SoundPad.Of(0, options.Tracks)}aresample=async=1:first_pts=0,"
                + $"aformat=sample_fmts=flt:sample_rates={rate}:channel_layouts=mono[out]",
            "-map",
            "[out]",
            .. bound,
            "-f",
            "f32le",
            "-flush_packets",
            "0",
            "pipe:1",
        ]);
    }

    private static async Task<(long Samples, bool ReachedEnd)> PumpAsync(
        Stream output,
        long limit,
        PcmOptions options,
        PcmReceiver receiver,
        CancellationToken cancellationToken
    )
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long samples = 0;
            int held = 0;
            while (true)
            {
                if (samples >= limit)
                {
                    // Asked at exactly this sample, so the answer does not depend on how the pipe cuts its pieces.
                    long more = (long)Math.Ceiling((options.More?.Invoke() ?? 0) * options.SampleRate);
                    if (more <= 0)
                    {
                        return (samples, false);
                    }

                    limit += more;
                }

                if (held < sizeof(float))
                {
                    int read = await output.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return (samples, true);
                    }

                    held += read;
                }

                int whole = (int)Math.Min(held / sizeof(float), limit - samples);
                receiver(MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, whole * sizeof(float))));
                samples += whole;
                int used = whole * sizeof(float);
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static MediaException Unusable(string path, PcmOptions options, int exitCode, string complaint, FFmpegException cause)
    {
        if (complaint.Contains("matches no streams", StringComparison.Ordinal))
        {
            string which = options.Tracks is null ? "It has no sound." : "It has no such sound track.";
            return new MediaException(ErrorCode.NoSound, path, which, "Choose a file with an audio track.", cause);
        }

        if (exitCode == 0 && complaint.Length == 0)
        {
            return new MediaException(ErrorCode.NoSound, path, "Its audio track is empty.", "Choose a file with an audio track.", cause);
        }

        return new MediaException(
            ErrorCode.MediaUnreadable,
            path,
            $"Its sound cannot be decoded ({LastLine(complaint, exitCode)}).",
            "Check that the file plays, or convert it to WAV or FLAC.",
            cause
        );
    }

    private static string? Problem(int exitCode, string complaint, double decoded) =>
        exitCode == 0 && complaint.Length == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The sound is damaged ({LastLine(complaint, exitCode)}); {decoded:0.00} s of it were decoded."
            );

    private static string LastLine(string complaint, int exitCode) =>
        complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
        ?? string.Create(CultureInfo.InvariantCulture, $"FFmpeg ended with status {exitCode}");
}
