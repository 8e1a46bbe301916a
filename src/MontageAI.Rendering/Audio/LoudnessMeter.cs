using System.Globalization;
using System.Text;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// FFmpeg's EBU R 128 meter (ITU-R BS.1770-4) inside a filter graph: it writes its running values to standard output, and the
/// last ones are those of the whole.
/// </summary>
internal static class LoudnessMeter
{
    /// <summary>Filters that measure what passes through them.</summary>
    public const string Filters = "ebur128=peak=true:metadata=1:framelog=verbose,ametadata=mode=print:file=-";

    private const string MomentKey = "lavfi.r128.M=";

    // What the gate leaves of silence: the meter's lower end.
    private const double LowerEndLufs = -69.9;

    /// <summary>Reads standard output to its end.</summary>
    public static async Task<Loudness> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        double? integrated = null;
        double peak = 0;
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Value(line, "lavfi.r128.I=") is { } lufs)
            {
                integrated = lufs;
            }
            else if (Value(line, "lavfi.r128.true_peak=") is { } linear)
            {
                peak = Math.Max(peak, linear);
            }
        }

        return new Loudness(integrated > LowerEndLufs ? integrated : null, peak > 0 ? 20 * Math.Log10(peak) : null);
    }

    /// <summary>Reads standard output to its end and keeps what was measured moment by moment.</summary>
    public static async Task<MomentaryLoudness> ReadMomentsAsync(Stream stream, CancellationToken cancellationToken)
    {
        List<double> moments = [];
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(MomentKey, StringComparison.Ordinal))
            {
                moments.Add(Value(line, MomentKey) ?? double.NegativeInfinity);
            }
        }

        return new MomentaryLoudness(moments);
    }

    private static double? Value(string line, string key) =>
        line.StartsWith(key, StringComparison.Ordinal)
        && double.TryParse(line.AsSpan(key.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : null;
}
