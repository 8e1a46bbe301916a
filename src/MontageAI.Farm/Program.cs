using MontageAI.Cli.Hosting;
using MontageAI.Farm.Hosting;
using MontageAI.Models.Workers;

// As the child of another instance of this program: no command.
if (args is [HostEnvironment.WorkerCommand])
{
    ModelWorkerProgram.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
    return 0;
}

return await FarmProgram.RunAsync(args).ConfigureAwait(false);
