using System.CommandLine;
using MontageAI.Cli.Hosting;

namespace MontageAI.Cli.Commands;

/// <summary>Other machines help: commands of the farm's program, beside this one.</summary>
internal static class FarmCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make() =>
        new("farm", "Have other machines help to look at clips and to render (docs/farm.md).")
        {
            Sub(
                "host",
                "Keep a farm: prints the link by which machines join, and puts tasks of machines that died back into the queue.",
                Text("--listen", "Address of this machine at which the others reach it. Default: 127.0.0.1, this machine alone.", "ADDR"),
                Text("--reached-at", "Name or address by which the others reach it, where that is another.", "NAME"),
                Text("--port", "Port of the queue; the next one is for files and joining. Default: 7463.", "PORT"),
                Flag("--rotate", "Print a new link; those of before are not good for joining any more."),
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
                Text("--map", "The shared folder has another path here.", "FARM=HERE"),
                Text("--clip-cache", "The most that clips fetched from the host take on the disk. Default: 20g.", "SIZE"),
                Flag("--apart", "Fetch clips from the host and give results to it even where the shared folder is here."),
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
                "nodes",
                "Say of each machine what it can, how quick it is, what it does now, and which were set aside and why.",
                Link(),
                SharedOptions.Json(),
                SharedOptions.CacheFolder
            ),
            Sub(
                "logs",
                "Say what happened to a task, or which tasks a job has on the farm.",
                new Argument<string>("task") { Description = "Name of a task, or its beginning (6 digits or more); or name of a job." },
                Link(),
                SharedOptions.Json(),
                SharedOptions.CacheFolder
            ),
            Sub(
                "cancel",
                "End a job, wherever it was started: all that it has on any machine ends.",
                Job(),
                Link(),
                SharedOptions.CacheFolder
            ),
            Resume(),
            Sub("drain", "Have a machine give its tasks back and leave.", Node(), Link(), SharedOptions.CacheFolder),
            Sub(
                "scale",
                "Have a cluster start machines that work and leave when they have nothing to do.",
                new Argument<string>("cluster") { Description = "slurm or kubernetes." },
                Link(),
                Text("--workers", "How many; of Kubernetes 0 ends those that there are.", "N"),
                Text("--slots", "Tasks at once on each. Default: the processors that the cluster gives it.", "N"),
                Text("--gpu", "Graphics cards for each.", "N"),
                Text("--idle-exit", "Leave after so many seconds without work. Default: 60.", "SECONDS"),
                Text("--image", "Of Kubernetes: the image that workers run, with Montage AI as its entry point and FFmpeg in it.", "IMAGE"),
                Text("--namespace", "Of Kubernetes: where. Default: as kubectl has it.", "NAME"),
                Flag("--dry-run", "Print what the cluster would be asked for."),
                SharedOptions.CacheFolder
            ),
            Sub("remove", "Take a machine's rights away, on the host.", Node(), Link(), SharedOptions.CacheFolder),
        };

    // Run by the command line itself, whose command it is that goes on.
    private static Command Resume()
    {
        Argument<string> job = Job();
        Argument<string?> link = Link();
        Command command = new(
            "resume",
            "Start a job that was cancelled or has died again, as it was started: what was made is not made again."
        )
        {
            job,
            link,
        };
        command.Options.Add(SharedOptions.CacheFolder);
        command.SetAction(
            (parsed, cancellationToken) =>
                FarmResume.RunAsync(
                    parsed.GetRequiredValue(job),
                    parsed.GetValue(link),
                    HostEnvironment.Read(parsed.GetValue(SharedOptions.CacheFolder), null).CacheFolder,
                    cancellationToken
                )
        );
        return command;
    }

    private static Argument<string> Job() =>
        new("job") { Description = "Its name, as it says itself when it begins and 'farm status' says." };

    private static Argument<string> Node() => new("node") { Description = "Its name, as 'farm status' says it." };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

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
