using System.Globalization;
using System.Text;

namespace MontageAI.Rendering.Encoders;

/// <summary>Reads what <c>-progress pipe:1</c> writes: lines of key=value, a block per report.</summary>
internal static class ProgressReader
{
    /// <summary>Reads to the end of the stream.</summary>
    /// <param name="stream">Standard output of the process.</param>
    /// <param name="onTime">Gets the end of the latest output packet, in seconds, once per report that states it.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public static async Task ReadAsync(Stream stream, Action<double> onTime, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            // "N/A" until something was written.
            if (
                line.StartsWith("out_time_us=", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(12), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long microseconds)
            )
            {
                onTime(microseconds / 1e6);
            }
        }
    }
}
