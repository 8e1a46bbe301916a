using System.CommandLine;
using MontageAI.Engine.Handoffs;
using MontageAI.Interchange.Returning;
using MontageAI.Time;

namespace MontageAI.Cli.Commands;

/// <summary>Options of everything that reads an edited sequence.</summary>
internal sealed class ImportOptions
{
    private readonly Option<string?> _base = new("--base")
    {
        Description = "The timeline that the sequence came from. Default: the one that was exported, where its record is still there.",
        HelpName = "FILE.json",
    };

    private readonly Option<string[]> _media = new("--media")
    {
        Description = "Folder in which files are looked for that the timeline does not know.",
        HelpName = "DIR",
    };

    private readonly Option<string[]> _map = HandoffCommands.MapOption("Beginning of the sequence's paths and what it stands for here.");

    private readonly Option<string?> _rate = NumberOptions.Rate("Frame rate, for files that do not say (EDL).");

    private readonly Option<string?> _gaps = MontageOptions.Choice(
        "--gaps",
        "What becomes of places without pictures: they are refused, black, hold the picture before, or are closed. Default: refuse.",
        "refuse",
        "black",
        "hold",
        "close"
    );

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_base);
        command.Options.Add(_media);
        command.Options.Add(_map);
        command.Options.Add(_rate);
        command.Options.Add(_gaps);
    }

    /// <summary>What they say.</summary>
    public ImportSettings Bind(ParseResult parsed, string file) =>
        new()
        {
            File = file,
            Base = parsed.GetValue(_base),
            Media = parsed.GetValue(_media) ?? [],
            Map = HandoffCommands.Mappings(parsed.GetValue(_map)),
            Rate = FrameRate.TryParse(parsed.GetValue(_rate), out FrameRate rate) ? rate : null,
            Gaps = parsed.GetValue(_gaps) switch
            {
                "black" => GapTreatment.Black,
                "hold" => GapTreatment.Hold,
                "close" => GapTreatment.Close,
                _ => GapTreatment.Refuse,
            },
        };
}
