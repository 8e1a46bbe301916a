using MontageAI.Errors;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Outputs;

/// <summary>Holds names while a run writes them, so that a second run into them is refused before it works.</summary>
internal sealed class OutputClaim : IDisposable
{
    private readonly List<WriteClaim> _claims = [];

    private OutputClaim() { }

    /// <summary>Claims files or folders: all of them or none.</summary>
    /// <param name="targets">Which, what the user is told of them, and the parts of the request that name them.</param>
    /// <exception cref="ConfigurationException">Another run writes one of them.</exception>
    /// <exception cref="MontageException">A folder cannot be written.</exception>
    public static OutputClaim Take(IEnumerable<(string Path, string Shown, Field Field)> targets)
    {
        OutputClaim taken = new();
        bool all = false;
        try
        {
            // In one order, so that of two runs that want the same names one gets them.
            foreach ((string target, string shown, Field field) in targets.OrderBy(t => t.Path, StringComparer.Ordinal))
            {
                taken._claims.Add(
                    WriteClaim.TryTake(target)
                        ?? throw new ConfigurationException(
                            ErrorCode.Conflict,
                            $"'{shown}' is being written by another run at this moment. Wait until it is done, or choose another name.",
                            field
                        )
                );
            }

            all = true;
            return taken;
        }
        finally
        {
            if (!all)
            {
                taken.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WriteClaim claim in _claims)
        {
            claim.Dispose();
        }

        _claims.Clear();
    }
}
