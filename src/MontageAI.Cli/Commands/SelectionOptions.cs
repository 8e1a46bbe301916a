using System.CommandLine;

namespace MontageAI.Cli.Commands;

/// <summary>How shots are chosen, beyond the style; the same options wherever a montage is planned.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string?> _order = MontageOptions.Choice(
        "--order",
        "free: whatever suits the song; time: as recorded, shot by shot; story: in chapters as recorded (days, places), free inside "
            + "them. Default: free.",
        "free",
        "time",
        "story"
    );

    private readonly Option<bool> _noMemory = NoMemory();

    /// <summary>The option that leaves memory out.</summary>
    public static Option<bool> NoMemory() =>
        new("--no-memory") { Description = "Neither take earlier decisions into account nor remember anything (see 'montage-ai memory')." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_order);
        command.Options.Add(_noMemory);
    }

    /// <summary>The order asked for, or null.</summary>
    public string? Order(ParseResult parsed) => parsed.GetValue(_order);

    /// <summary>Whether memory is used.</summary>
    public bool UsesMemory(ParseResult parsed) => !parsed.GetValue(_noMemory);
}
