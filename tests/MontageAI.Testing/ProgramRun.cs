using System.Diagnostics;
using System.Text.Json;

namespace MontageAI.Testing;

/// <summary>One run of the program as a user starts it.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs the program to its end.</summary>
    public static ProgramRun Of(params IEnumerable<string> arguments) => Of([], arguments);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="environment">Variables that it gets beside those of the test.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProgramRun Of(Dictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        using Process process = Start(environment, arguments);
        using IDisposable patience = Patience.With(process);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramRun(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Runs the program to its end and fails, with what it said, unless it succeeds.</summary>
    public static ProgramRun Succeed(params IEnumerable<string> arguments) => Succeed([], arguments);

    /// <summary>Runs the program to its end and fails, with what it said, unless it succeeds.</summary>
    /// <param name="environment">Variables that it gets beside those of the test.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProgramRun Succeed(Dictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        ProgramRun run = Of(environment, arguments);
        if (run.ExitCode == 0)
        {
            return run;
        }

        // A runner shows only the beginning of a long message, so what went wrong comes first.
        string? why = run
            .Output.Split('\n')
            .FirstOrDefault(l => l.Contains("\"error\":", StringComparison.Ordinal) || l.StartsWith("Not done", StringComparison.Ordinal));
        throw new InvalidOperationException(
            $"ended with {run.ExitCode}: {why}\nmontage-ai {string.Join(' ', arguments)}\n{run.Error}\n{run.Output}"
        );
    }

    /// <summary>Starts the program; the caller waits for it or kills it.</summary>
    public static Process Start(params IEnumerable<string> arguments) => Start([], arguments);

    /// <summary>Starts the program; the caller waits for it or kills it.</summary>
    /// <param name="environment">Variables that it gets beside those of the test.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(Dictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        ProcessStartInfo info = new(Checkout.Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return Process.Start(info) ?? throw new InvalidOperationException("the program did not start");
    }
}
