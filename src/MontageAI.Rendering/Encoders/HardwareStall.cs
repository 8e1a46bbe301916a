using System.Globalization;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Encoders;

/// <summary>
/// Ends a run whose hardware hangs. FFmpeg 7 and newer go on reporting that nothing has moved, so that waiting for output alone, as
/// with decoders, would wait for ever.
/// </summary>
internal static class HardwareStall
{
    // Decoding from a far key frame may take long before the first picture comes out. Software takes over, so that ending one run too
    // many costs little.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Reads the progress of a run to its end.</summary>
    /// <param name="task">What is being done, for messages.</param>
    /// <param name="process">The run.</param>
    /// <param name="onTime">Gets the end of the latest output packet in seconds.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="FFmpegException">The time of the output stood still for a minute, or for the tool's own limit where that is
    /// less.</exception>
    public static async Task ReadAsync(string task, ToolProcess process, Action<double> onTime, CancellationToken cancellationToken)
    {
        TimeSpan limit = process.Command.StallLimit < s_limit ? process.Command.StallLimit : s_limit;
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(limit);
        double reached = double.NegativeInfinity;
        try
        {
            await ProgressReader
                .ReadAsync(
                    process.Output,
                    seconds =>
                    {
                        if (seconds > reached)
                        {
                            reached = seconds;
                            stall.CancelAfter(limit);
                        }

                        onTime(seconds);
                    },
                    stall.Token
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            const int Killed = 128 + 9;
            throw new FFmpegException(
                task,
                process.Command,
                Killed,
                string.Create(CultureInfo.InvariantCulture, $"it hung: its output stood still for {limit.TotalSeconds:0} s and was ended")
            );
        }
    }
}
