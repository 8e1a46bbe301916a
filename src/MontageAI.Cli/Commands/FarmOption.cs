using System.CommandLine;
using MontageAI.Cli.Hosting;
using MontageAI.Engine.Settings;
using MontageAI.Storage;

namespace MontageAI.Cli.Commands;

/// <summary>The option that has other machines help.</summary>
internal sealed class FarmOption
{
    private const string LinkStart = "montage-farm:";

    private const string NoLink = $"--farm: a link begins with '{LinkStart}'";

    private readonly Option<string?> _farm = new("--farm")
    {
        Description =
            "Have the machines of a farm render, into the farm's store (docs/farm.md). LINK as 'farm host' printed it; without it the farm "
            + "that was hosted or joined last.",
        HelpName = "LINK",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Makes the option.</summary>
    public FarmOption() =>
        _farm.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var link }] && !link.StartsWith(LinkStart, StringComparison.Ordinal))
            {
                result.AddError($"{NoLink}. Put --farm last where the last farm is meant.");
            }
        });

    /// <summary>Whether a complaint is that something else stands where a link is expected.</summary>
    public static bool IsNoLink(string complaint) => complaint.StartsWith(NoLink, StringComparison.Ordinal);

    /// <summary>Adds it.</summary>
    public void AddTo(Command command) => command.Options.Add(_farm);

    /// <summary>Changes settings where the option is given: tasks go to the farm, and the store is the one that its machines
    /// share.</summary>
    public async Task<EngineSettings> AdaptAsync(ParseResult parsed, EngineSettings settings, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(_farm) is not { Implicit: false })
        {
            return settings;
        }

        FarmDriver driver = await FarmDriver
            .StartAsync(parsed.GetValue(_farm) ?? "", settings.CacheFolder, cancellationToken)
            .ConfigureAwait(false);
        return settings with { CacheFolder = driver.Store, MemoryFolder = settings.CacheFolder, Store = StoreKind.Folder, Tasks = driver };
    }
}
