using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MontageAI.Bench.Beats;

/// <summary>The beat tracker of aubio (Debian: aubio-tools), for comparison only.</summary>
internal static class Aubio
{
    /// <summary>Beats in seconds by <c>aubio beat -r 44100 FILE</c>; null where it is not installed or cannot read the file.</summary>
    public static async Task<double[]?> BeatsAsync(string file, CancellationToken cancellationToken)
    {
        ProcessStartInfo info = new("aubio")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.ArgumentList.Add("beat");
        // Its window and hop are meant for this rate; at the 22 kHz of the excerpts its F-measure falls to two thirds.
        info.ArgumentList.Add("-r");
        info.ArgumentList.Add("44100");
        info.ArgumentList.Add(file);
        try
        {
            using Process process = Process.Start(info)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode != 0
                ? null
                :
                [
                    .. output
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                        .Select(l => double.Parse(l.Split('\t', ' ')[0], CultureInfo.InvariantCulture)),
                ];
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
