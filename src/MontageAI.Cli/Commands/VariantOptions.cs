using System.CommandLine;
using System.CommandLine.Parsing;
using MontageAI.Engine.Jobs;
using MontageAI.Reports.Requests;
using MontageAI.Reports.Sheets;
using MontageAI.Time;

namespace MontageAI.Cli.Commands;

/// <summary>Several plans side by side.</summary>
internal sealed class VariantOptions
{
    private readonly Option<int> _variants = NumberOptions.Whole(
        new Option<int>("--variants")
        {
            Description =
                "Make N plans with seeds that count up, OUT.v1.montage.json and so on, a contact sheet OUT.variants.png and a table of "
                + "how they differ. Renders none unless --pick says which.",
            HelpName = "N",
        },
        n => n is 0 or (>= 2 and <= 12),
        "must be 2 to 12"
    );

    private readonly Option<int?> _pick = NumberOptions.Whole(
        new Option<int?>("--pick") { Description = "Render this one of the variants at once, counted from 1.", HelpName = "K" },
        n => n is >= 1 and <= 12,
        "must be 1 to 12"
    );

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="renders">Whether the command renders.</param>
    public void AddTo(Command command, bool renders)
    {
        command.Options.Add(_variants);
        if (renders)
        {
            command.Options.Add(_pick);
            command.Validators.Add(result =>
            {
                if (Read(result, _pick) is { } pick && Read(result, _variants) is var variants && pick > (variants ?? 0))
                {
                    result.AddError(
                        variants is null
                            ? "--pick chooses among --variants; say how many."
                            : $"--pick: there are {variants} variants, not {pick}."
                    );
                }
            });
        }
    }

    /// <summary>Adds what the user asked for to a request.</summary>
    public MontageRequest Bind(ParseResult parsed, MontageRequest request) =>
        request with
        {
            Variants = parsed.GetValue(_variants),
            Viewer = new PlanViewer(new PlanView()),
            Pick = parsed.CommandResult.Command.Options.Contains(_pick) ? parsed.GetValue(_pick) : null,
        };

    // What cannot be read is told by its own option.
    private static long? Read(CommandResult result, Option option) =>
        result.GetResult(option) is { Implicit: false, Tokens: [.., { Value: var text }] }
        && NumberText.TryWhole(text, out long number, out _)
            ? number
            : null;
}
