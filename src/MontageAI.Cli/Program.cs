using MontageAI.Cli.Commands;
using MontageAI.Cli.Hosting;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
