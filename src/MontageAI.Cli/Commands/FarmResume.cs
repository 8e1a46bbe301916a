using System.CommandLine;
using MontageAI.Cli.Hosting;
using MontageAI.Cli.Output;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;

namespace MontageAI.Cli.Commands;

/// <summary>Starts a job of a farm again, as it was started. What it makes that is in the farm's store is not made again.</summary>
internal static class FarmResume
{
    /// <summary>Starts it and waits for its end.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="link">Another farm than it was on; null takes that.</param>
    /// <param name="cacheFolder">Folder of the user's store, which remembers how jobs were started.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The exit code of its command.</returns>
    public static async Task<int> RunAsync(string job, string? link, string cacheFolder, CancellationToken cancellationToken)
    {
        bool isName = job.Length <= 64 && job.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        string file = Path.Combine(cacheFolder, "farm", "jobs", job);
        JobCommand? command = isName ? Read(file + ".json") : null;
        if (command is null)
        {
            Console.Error.WriteLine(
                $"'{Printable.Of(job)}' was not started from this store. Resume it on the machine and as the user that started it; "
                    + "its name holds that of the machine."
            );
            return ExitCode.BadUsage;
        }

        try
        {
            // Its files are named from there.
            Environment.CurrentDirectory = command.Folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(
                $"'{Printable.Of(command.Folder)}', in which '{job}' was started, cannot be entered: "
                    + $"{Printable.Of(e.Message.TrimEnd('.'))}. Put it back, or start the job anew."
            );
            return ExitCode.Failed;
        }

        string[] arguments = [.. command.Arguments, "--farm", link ?? $"@{file}.link", FarmOption.Resumes, job];
        return await CommandTree
            .Read(arguments)
            .InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static JobCommand? Read(string file)
    {
        try
        {
            return JobCommand.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
