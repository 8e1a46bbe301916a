using MontageAI.Errors;
using MontageAI.Farm.Members;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosting;

/// <summary>The command that takes a machine's rights away; for the host's own user, whose secret it needs.</summary>
internal static class RemoveCommand
{
    /// <summary>Removes one.</summary>
    /// <exception cref="MontageException">There is none of that name, or this is not the host.</exception>
    public static async Task RunAsync(FarmArguments arguments)
    {
        string name = arguments.Other;
        FarmLink link = FarmLink.Of(arguments.Second, arguments.CacheFolder);
        FarmSecrets? secrets = FarmSecrets.Known(FarmFolder.OfHost(arguments.CacheFolder));
        if (!link.IsHosts || secrets?.Id != link.Id)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                "Machines are removed by the host, and this store is not that of the link's. Run 'montage-ai farm remove' on the host, as "
                    + "its user; with a Redis of your own change its password."
            );
        }

        if (!await Membership.RemoveAsync(link, secrets.Keeper, name).ConfigureAwait(false))
        {
            throw new ConfigurationException(
                ErrorCode.Unknown,
                $"No machine '{Printable.Of(name)}' is a member of the farm. Its machines: montage-ai farm status."
            );
        }

        Console.Out.WriteLine($"'{Printable.Of(name)}' is a member no more; what it was doing is done elsewhere.");
    }
}
