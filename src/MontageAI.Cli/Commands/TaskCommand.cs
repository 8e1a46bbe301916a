using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Storage;
using MontageAI.Tasks;

namespace MontageAI.Cli.Commands;

/// <summary>Carries out exactly one task, for render managers and for looking into a failure.</summary>
internal static class TaskCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Argument<string> spec = new("spec") { Description = "The task (JSON, see docs/farm.md)." };
        Option<string> store = new("--store")
        {
            Description = "Folder of the store that the result goes to; several machines may share it.",
            HelpName = "DIR",
            Required = true,
        };
        Command command = new(
            "task",
            "Carry out one task of a farm. Exit code 0: what it makes is in the store; 64: it can never be made; 75: try again later."
        )
        {
            spec,
            store,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                string file = parsed.GetRequiredValue(spec);
                TaskEnd end = await RunAsync(file).ConfigureAwait(false);
                Console.Error.WriteLine(
                    end.State switch
                    {
                        TaskState.Made => "Made.",
                        TaskState.Present => "There already.",
                        _ => Printable.Of(end.Why ?? "It failed."),
                    }
                );
                return end.State switch
                {
                    TaskState.Failed => ExitCode.NeverDone,
                    TaskState.Unfinished => ExitCode.TryAgain,
                    _ => ExitCode.Done,
                };

                async Task<TaskEnd> RunAsync(string file)
                {
                    try
                    {
                        TaskSpec task = await TaskFile.ReadAsync(file, cancellationToken).ConfigureAwait(false);
                        return await new LocalEngine(host.Engine, Environment.MachineName, 1)
                            .SubmitAsync(task, null, cancellationToken)
                            .ConfigureAwait(false);
                    }
                    catch (ConfigurationException e)
                    {
                        return new TaskEnd(TaskState.Failed, "", e.Sentence.ToString());
                    }
                }
            },
            adapt: (parsed, settings, _) =>
                Task.FromResult(settings with { CacheFolder = Path.GetFullPath(parsed.GetRequiredValue(store)), Store = StoreKind.Folder }),
            failed: ExitCode.TryAgain
        );
    }
}
