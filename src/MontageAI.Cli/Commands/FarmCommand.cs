using System.CommandLine;
using MontageAI.Cli.Hosting;

namespace MontageAI.Cli.Commands;

/// <summary>Other machines help: commands of the farm's program, beside this one.</summary>
internal static class FarmCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make() =>
        new("farm", "Have other machines help to render (docs/farm.md).")
        {
            Sub(
                "host",
                "Keep a farm: prints the link by which machines join, and puts tasks of machines that died back into the queue.",
                Text("--port", "Port of the queue on this machine. Default: 7463.", "PORT"),
                Text("--redis", "A Redis 7 or newer on this machine that holds the queue instead of the host itself.", "URL"),
                Text("--cache-memory", "Memory for the queue; what is more lies on the disk. Default: 64m.", "SIZE"),
                Text("--store", "Folder that all machines share, under the same path. Default: the folder of the store.", "DIR"),
                SharedOptions.CacheFolder
            ),
            Sub(
                "join",
                "Work for a farm until it is stopped.",
                Link(),
                Text("--slots", "Tasks at once. Default: one for each processor.", "N"),
                Text("--idle-exit", "Leave after so many seconds without work.", "SECONDS"),
                SharedOptions.CacheFolder
            ),
            Sub(
                "status",
                "Say which machines work for a farm, and how much waits.",
                Link(),
                SharedOptions.Json(),
                SharedOptions.CacheFolder
            ),
            Sub(
                "drain",
                "Have a machine give its tasks back and leave.",
                new Argument<string>("node") { Description = "Its name, as 'farm status' says it." },
                SharedOptions.CacheFolder
            ),
        };

    private static Argument<string?> Link() =>
        new("link") { Description = "The link that 'farm host' printed; without it the last.", Arity = ArgumentArity.ZeroOrOne };

    private static Command Sub(string name, string description, params Symbol[] parts)
    {
        Command command = new(name, description);
        foreach (Symbol part in parts)
        {
            if (part is Option option)
            {
                command.Options.Add(option);
            }
            else
            {
                command.Arguments.Add((Argument)part);
            }
        }

        command.SetAction(
            (parsed, cancellationToken) =>
                SiblingProgram.RunAsync(SiblingProgram.Farm, [.. parsed.Tokens.Skip(1).Select(t => t.Value)], cancellationToken)
        );
        return command;
    }

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}
