using System.CommandLine;
using MontageAI.Engine.Jobs;

namespace MontageAI.Cli.Commands;

/// <summary>What a user may know better about the beats than the tracker; the same options wherever beats are found.</summary>
internal sealed class BeatOptions
{
    private readonly Option<double?> _tempoScale = NumberOptions.Number(
        new Option<double?>("--tempo-scale") { Description = "2 doubles, 0.5 halves the tempo that was found.", HelpName = "2|0.5" },
        s => s is 2 or 0.5,
        "must be 2 or 0.5"
    );

    private readonly Option<bool> _offBeat = new("--off-beat")
    {
        Description = "The beats found lie half-way between the true ones: move them there.",
    };

    private readonly Option<int> _barShift = NumberOptions.Whole(
        new Option<int>("--bar-shift")
        {
            Description = "Move the first beat of every bar by so many beats; positive is later.",
            HelpName = "BEATS",
        },
        b => b is >= -11 and <= 11,
        "must be -11 to 11 beats"
    );

    private readonly Option<double> _offset = NumberOptions.Number(
        new Option<double>("--beat-offset") { Description = "Move every beat by milliseconds; positive is later.", HelpName = "MS" },
        o => o is >= -2000 and <= 2000,
        "must be -2000 to 2000 ms"
    );

    private readonly Option<double?> _bpm = NumberOptions.Number(
        new Option<double?>("--bpm") { Description = "The song's tempo, when the one found is wrong.", HelpName = "BPM" },
        b => b is >= 30 and <= 300,
        "must be 30 to 300"
    );

    private readonly Option<string?> _file = new("--beats")
    {
        Description = "File of beats to cut on: what 'montage-ai beats' prints, one time per line, or Audacity labels.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withFile">Whether beats may come from a file instead.</param>
    public void AddTo(Command command, bool withFile)
    {
        foreach (Option option in (Option[])[_tempoScale, _offBeat, _barShift, _offset, _bpm])
        {
            command.Options.Add(option);
        }

        if (withFile)
        {
            command.Options.Add(_file);
        }
    }

    /// <summary>What the user said.</summary>
    public BeatCorrection Bind(ParseResult parsed) =>
        new()
        {
            TempoScale = parsed.GetValue(_tempoScale),
            OffBeat = parsed.GetValue(_offBeat),
            BarShift = parsed.GetValue(_barShift),
            OffsetMs = parsed.GetValue(_offset),
            Bpm = parsed.GetValue(_bpm),
            File = parsed.CommandResult.Command.Options.Contains(_file) ? parsed.GetValue(_file) : null,
        };
}
