using System.CommandLine;
using MontageAI.Cli.Hosting;

namespace MontageAI.Cli.Commands;

/// <summary>Starts the studio's server: a program of its own, beside this one.</summary>
internal static class ServeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Option[] options =
        [
            Texts(
                "--root",
                "A folder whose files may be used (again for more). Default: your Videos, Music, Pictures and this folder.",
                "DIR"
            ),
            Text("--projects", "Folder of the projects. Default: 'Montages' among your Videos.", "DIR"),
            Text("--port", "Port to listen on; 0 takes one that is free. Default: 8765.", "N"),
            new Option<bool>("--open") { Description = "Open the studio in a browser." },
            Text(
                "--listen",
                "Address to listen on instead of this machine's own; needs --certificate and --key, or --plain-network.",
                "IP"
            ),
            Texts("--host-name", "A name by which browsers may call the server (again for more).", "NAME"),
            Text("--certificate", "Certificate for TLS (PEM).", "FILE"),
            Text("--key", "Its key (PEM).", "FILE"),
            new Option<bool>("--plain-network") { Description = "Listen without TLS: whoever is on the network can read what is sent." },
            Text("--otlp", "Where traces and figures are sent (OTLP). Default: nowhere.", "URL"),
            FarmOption.Make(
                "Have the machines of a farm render films (docs/farm.md). LINK as 'farm host' printed it; without it the farm that was "
                    + "hosted or joined last here, where it is there, and else one that is made beside the server and ends with it."
            ),
            Text("--farm-listen", "Make the farm beside the server, reached by the others at this address of this machine.", "ADDR"),
            Text("--farm-port", "Make it, with its queue on this port and files on the next one. Default: 7463.", "PORT"),
            Text("--farm-redis", "Make it, with its queue in this Redis 7 or newer on this machine.", "URL"),
            Text("--farm-store", "Make it, with this folder for all machines to share. Default: the folder of the store.", "DIR"),
            SharedOptions.CacheFolder,
            SharedOptions.Cores,
        ];
        Command command = new(
            "serve",
            "Start the studio: a page in which footage becomes a montage, and an API for programs (docs/api.md)."
        );
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(
            (parsed, cancellationToken) =>
                SiblingProgram.RunAsync(SiblingProgram.Studio, [.. parsed.Tokens.Skip(1).Select(t => t.Value)], cancellationToken)
        );
        return command;
    }

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private static Option<string[]> Texts(string name, string description, string help) =>
        new(name)
        {
            Description = description,
            HelpName = help,
            Arity = ArgumentArity.OneOrMore,
        };
}
