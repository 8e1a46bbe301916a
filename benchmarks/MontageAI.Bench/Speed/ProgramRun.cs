using System.Diagnostics;
using System.Text.Json;

namespace MontageAI.Bench.Speed;

/// <summary>One run of the program as a user starts it, with its report.</summary>
/// <param name="Seconds">Wall time as seen from outside, start-up included.</param>
/// <param name="Report">Its report.</param>
internal sealed record ProgramRun(double Seconds, JsonElement Report)
{
    /// <summary>Runs the program and reads its report.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message carries what it said.</exception>
    public static async Task<ProgramRun> StartAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo info = new(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.ArgumentList.Add("--json");
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        double seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new ProgramRun(seconds, JsonDocument.Parse(output).RootElement)
            : throw new InvalidOperationException(
                $"montage-ai {string.Join(' ', info.ArgumentList)} ended with {process.ExitCode}: {await errors.ConfigureAwait(false)}"
            );
    }

    /// <summary>A number of the report by its path, or null.</summary>
    public double? Number(params string[] path)
    {
        JsonElement at = Report;
        foreach (string name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ValueKind == JsonValueKind.Number ? at.GetDouble() : null;
    }
}
