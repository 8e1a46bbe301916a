using System.CommandLine;
using MontageAI.Engine.Jobs;
using MontageAI.Reports.Requests;
using MontageAI.Reports.Sheets;

namespace MontageAI.Cli.Commands;

/// <summary>Several plans side by side.</summary>
internal sealed class VariantOptions
{
    private readonly Option<int> _variants = SharedOptions.Validated(
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

    private readonly Option<int?> _pick = SharedOptions.Validated(
        new Option<int?>("--pick") { Description = "Render this one of the variants at once, counted from 1.", HelpName = "K" },
        n => n is null or (>= 1 and <= 12),
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
                if (result.GetValue(_pick) is { } pick && pick > result.GetValue(_variants))
                {
                    result.AddError(
                        result.GetValue(_variants) == 0
                            ? "--pick chooses among --variants; say how many."
                            : $"--pick: there are {result.GetValue(_variants)} variants, not {pick}."
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
}
