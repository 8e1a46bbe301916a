using System.CommandLine;
using MontageAI.Reports.Sheets;

namespace MontageAI.Cli.Commands;

/// <summary>Pictures of a montage that are written beside the work itself.</summary>
internal sealed class ViewOptions
{
    private readonly Option<string?> _sheet = new("--sheet")
    {
        Description = "Contact sheet to write: pictures of every shot on a ruler of beats, sections, energy of music and picture.",
        HelpName = "FILE.png",
    };

    private readonly Option<string?> _page = new("--page")
    {
        Description = "Page to write: the same, with reasons, alternatives and all figures per shot. One file, opens anywhere.",
        HelpName = "FILE.html",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_sheet);
        command.Options.Add(_page);
    }

    /// <summary>What the user asked for.</summary>
    public PlanView Bind(ParseResult parsed) => new() { Sheet = parsed.GetValue(_sheet), Page = parsed.GetValue(_page) };
}
