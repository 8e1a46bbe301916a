using System.CommandLine;

namespace MontageAI.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    private static readonly (string Name, Func<Command> Make)[] s_commands =
    [
        ("create", MontageCommands.Create),
        ("preview", MontageCommands.Preview),
        ("plan", MontageCommands.Plan),
        ("render", MontageCommands.Render),
        ("edit", EditCommand.Make),
        ("export", HandoffCommands.Export),
        ("import", HandoffCommands.Import),
        ("relink", HandoffCommands.Relink),
        ("extract", ExtractCommand.Make),
        ("memory", MemoryCommand.Make),
        ("analyze", AnalyzeCommand.Make),
        ("judge", JudgeCommand.Make),
        ("transcribe", TranscribeCommand.Make),
        ("beats", AnalysisCommands.Beats),
        ("shots", AnalysisCommands.Shots),
        ("probe", AnalysisCommands.Probe),
        ("find", FindCommand.Make),
        ("styles", StyleCommands.Styles),
        ("proxies", ProxyCommands.Proxies),
        ("sprites", ProxyCommands.Sprites),
        ("cache", MaintenanceCommands.Cache),
        ("doctor", MaintenanceCommands.Doctor),
        ("models", ModelCommands.Models),
        ("demo", MaintenanceCommands.Demo),
        ("serve", ServeCommand.Make),
        ("farm", FarmCommand.Make),
        ("task", TaskCommand.Make),
    ];

    /// <summary>Makes all of them.</summary>
    public static RootCommand Make() => Make(s_commands);

    /// <summary>Makes what a command line needs: of the commands the one that it names, all where it names none.</summary>
    public static RootCommand For(IReadOnlyList<string> args)
    {
        (string Name, Func<Command> Make)[] named = [.. s_commands.Where(c => args.Count > 0 && c.Name == args[0])];
        return Make(named.Length > 0 || args is ["--version"] ? named : s_commands);
    }

    /// <summary>Reads a command line. What begins with '@' is a name like any other: the lines of that file in its place would put a farm's
    /// secret into the list of processes.</summary>
    public static ParseResult Read(IReadOnlyList<string> args) =>
        For(args).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static RootCommand Make((string Name, Func<Command> Make)[] commands)
    {
        RootCommand root = new(
            "Montage AI turns a folder of video clips and a song into a montage cut on the beat.\n\n"
                + "Start here:\n"
                + "  montage-ai demo                                                   try it without any footage\n"
                + "  montage-ai preview --clips DIR --music SONG --output look.mp4     see it quickly, small\n"
                + "  montage-ai create  --clips DIR --music SONG --output film.mp4     make it in full quality\n\n"
                + "Source files are never changed. Everything is computed on this machine."
        );
        foreach ((_, Func<Command> make) in commands)
        {
            root.Subcommands.Add(make());
        }

        foreach (Command command in All(root))
        {
            foreach (Option option in command.Options)
            {
                PathOptions.RefuseEmpty(option);
            }

            foreach (Argument argument in command.Arguments)
            {
                PathOptions.RefuseEmpty(argument);
            }
        }

        return root;
    }

    /// <summary>A command and all below it.</summary>
    public static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
