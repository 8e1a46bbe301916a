using System.CommandLine;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;

namespace MontageAI.Cli.Commands;

/// <summary>What a user wants otherwise than the style says; the same options wherever a montage is planned.</summary>
internal sealed class StyleOptions
{
    private readonly Option<string?> _folder = Folder();

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Set a parameter of the style, for example pacing.chorusBeats=1; may be given several times.",
        HelpName = "GROUP.KEY=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _arc = MontageOptions.Choice(
        "--arc",
        "Story arc, instead of the style's.",
        [.. StyleCatalogue.StoryArcs]
    );

    private readonly Option<string?> _look = new("--look")
    {
        Description = "Look, instead of the style's: one of 'montage-ai styles looks', or a .cube table.",
        HelpName = "NAME|FILE.cube",
    };

    /// <summary>The option that names a folder of styles.</summary>
    public static Option<string?> Folder() => new("--styles") { Description = "Folder of your own styles.", HelpName = "DIR" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_folder, _set, _arc, _look])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the user said.</summary>
    public StyleChoice Bind(ParseResult parsed) =>
        new()
        {
            Folder = parsed.GetValue(_folder),
            Settings = parsed.GetValue(_set) ?? [],
            Arc = parsed.GetValue(_arc),
            Look = parsed.GetValue(_look),
        };
}
