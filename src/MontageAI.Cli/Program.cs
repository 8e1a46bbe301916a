using MontageAI.Cli.Commands;
using MontageAI.Cli.Hosting;
using MontageAI.Models.Workers;

// As the child of another instance of this program: no command of users.
if (args is [HostEnvironment.WorkerCommand])
{
    ModelWorkerProgram.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
    return 0;
}

return await CommandLine.RunAsync(args).ConfigureAwait(false);
