using System.CommandLine;

namespace MontageAI.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    /// <summary>Makes them.</summary>
    public static RootCommand Make()
    {
        RootCommand root = new(
            "Montage AI turns a folder of video clips and a song into a montage cut on the beat.\n\n"
                + "Start here:\n"
                + "  montage-ai demo                                                   try it without any footage\n"
                + "  montage-ai preview --clips DIR --music SONG --output look.mp4     see it quickly, small\n"
                + "  montage-ai create  --clips DIR --music SONG --output film.mp4     make it in full quality\n\n"
                + "Source files are never changed. Everything is computed on this machine."
        )
        {
            MontageCommands.Create(),
            MontageCommands.Preview(),
            MontageCommands.Plan(),
            MontageCommands.Render(),
            EditCommand.Make(),
            ExtractCommand.Make(),
            MemoryCommand.Make(),
            AnalyzeCommand.Make(),
            JudgeCommand.Make(),
            AnalysisCommands.Beats(),
            AnalysisCommands.Shots(),
            AnalysisCommands.Probe(),
            StyleCommands.Styles(),
            ProxyCommands.Proxies(),
            ProxyCommands.Sprites(),
            MaintenanceCommands.Cache(),
            MaintenanceCommands.Doctor(),
            ModelCommands.Models(),
            MaintenanceCommands.Demo(),
        };
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
