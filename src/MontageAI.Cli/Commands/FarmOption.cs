using System.CommandLine;
using MontageAI.Cli.Hosting;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tasks;
using MontageAI.Storage;

namespace MontageAI.Cli.Commands;

/// <summary>The option that has other machines help.</summary>
internal sealed class FarmOption
{
    private const string LinkStart = "montage-farm:";

    /// <summary>Its name.</summary>
    public const string Name = "--farm";

    /// <summary>Says which job another goes on with.</summary>
    public const string Resumes = "--resumes";

    private const string NoLink = $"--farm: a link begins with '{LinkStart}'";

    private readonly Option<string?> _farm = Make(
        "Have the machines of a farm look at clips and render, into the farm's store (docs/farm.md). LINK as 'farm host' printed it; "
            + "without it the farm that was hosted or joined last."
    );

    // For 'farm resume' alone.
    private readonly Option<string?> _resumes = new(Resumes) { Hidden = true };
    private readonly bool _isInteractive;

    /// <summary>Makes the option.</summary>
    /// <param name="isInteractive">Whether somebody waits before a screen for what the command makes.</param>
    public FarmOption(bool isInteractive = false) => _isInteractive = isInteractive;

    /// <summary>Makes the option alone.</summary>
    /// <param name="description">What it does.</param>
    public static Option<string?> Make(string description)
    {
        Option<string?> farm = new(Name)
        {
            Description = description,
            HelpName = "LINK",
            Arity = ArgumentArity.ZeroOrOne,
        };
        farm.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var link }] && !IsLink(link))
            {
                result.AddError($"{NoLink}. Put --farm last where the last farm is meant.");
            }
        });
        return farm;
    }

    /// <summary>Whether a complaint is that something else stands where a link is expected.</summary>
    public static bool IsNoLink(string complaint) => complaint.StartsWith(NoLink, StringComparison.Ordinal);

    /// <summary>Adds it.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_farm);
        command.Options.Add(_resumes);
    }

    /// <summary>Changes settings where the option is given: tasks go to the farm, and the store is the one that its machines
    /// share.</summary>
    public async Task<EngineSettings> AdaptAsync(ParseResult parsed, EngineSettings settings, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(_farm) is not { Implicit: false })
        {
            return settings;
        }

        FarmDriver driver = await FarmDriver
            .StartAsync(
                new JobOpening
                {
                    Link = parsed.GetValue(_farm) ?? "",
                    IsInteractive = _isInteractive,
                    Slots = settings.Cores ?? Environment.ProcessorCount,
                    Command = new JobCommand(Environment.CurrentDirectory, ArgumentsOf(parsed)),
                    Resumes = parsed.GetValue(_resumes),
                },
                settings.CacheFolder,
                cancellationToken
            )
            .ConfigureAwait(false);
        return settings with
        {
            CacheFolder = driver.Store,
            MemoryFolder = settings.CacheFolder,
            Store = StoreKind.Folder,
            Tasks = driver,
            SharedResults = driver.Shared,
        };
    }

    private static bool IsLink(string text) => text.StartsWith(LinkStart, StringComparison.Ordinal) || text.StartsWith('@');

    // All but what names a farm, since links hold a secret.
    private static List<string> ArgumentsOf(ParseResult parsed)
    {
        List<string> arguments = [];
        string before = "";
        foreach (string token in parsed.Tokens.Select(t => t.Value))
        {
            bool isOfFarm = token is Name or Resumes || before == Resumes || (before == Name && IsLink(token));
            if (!isOfFarm)
            {
                arguments.Add(token);
            }

            before = token;
        }

        return arguments;
    }
}
