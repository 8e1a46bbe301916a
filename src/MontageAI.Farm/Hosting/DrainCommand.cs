using MontageAI.Errors;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosting;

/// <summary>The command that has a machine leave.</summary>
internal static class DrainCommand
{
    /// <summary>Asks it to.</summary>
    /// <exception cref="MontageException">There is no such machine, or no farm.</exception>
    public static async Task RunAsync(FarmArguments arguments)
    {
        (FarmStore store, _) = await FarmProgram.EnterAsync(arguments, arguments.Second).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            if (!(await store.Nodes.AllAsync().ConfigureAwait(false)).Any(n => n.Name == arguments.Other))
            {
                throw new ConfigurationException(
                    ErrorCode.Unknown,
                    $"No machine '{Printable.Of(arguments.Other)}' works for the farm. Its machines: montage-ai farm status."
                );
            }

            await store.Nodes.DrainAsync(arguments.Other).ConfigureAwait(false);
            Console.Out.WriteLine($"'{Printable.Of(arguments.Other)}' gives back what it is doing and leaves.");
        }
    }
}
