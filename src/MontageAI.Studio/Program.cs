using MontageAI.Cli.Hosting;
using MontageAI.Models.Workers;
using MontageAI.Studio.Hosting;

// As the child of another instance of this program: no server.
if (args is [HostEnvironment.WorkerCommand])
{
    ModelWorkerProgram.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
    return 0;
}

return await StudioProgram.RunAsync(args).ConfigureAwait(false);
