using MontageAI.Errors;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Outputs;

/// <summary>Holds names while a run writes them, so that a second run into them is refused before it works.</summary>
internal sealed class OutputClaim : IDisposable
{
    private readonly List<WriteClaim> _claims = [];

    private OutputClaim() { }

    /// <summary>Claims the names of a film or a plan: that of the report stands for what lies beside it.</summary>
    /// <exception cref="ConfigurationException">Another run writes them.</exception>
    /// <exception cref="MontageException">The folder cannot be written.</exception>
    public static OutputClaim Take(OutputNames names) => Take([names.Report, names.Stream]);

    /// <summary>Claims files or folders.</summary>
    /// <param name="targets">Which; empty names are left out.</param>
    /// <inheritdoc cref="Take(OutputNames)"/>
    public static OutputClaim Take(IEnumerable<string> targets)
    {
        OutputClaim taken = new();
        bool all = false;
        try
        {
            foreach (string target in targets.Where(t => t.Length > 0))
            {
                taken._claims.Add(
                    WriteClaim.TryTake(target)
                        ?? throw new ConfigurationException(
                            ErrorCode.Conflict,
                            $"'{target}' is being written by another run at this moment. Wait until it is done, or choose another name.",
                            Field.Output
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
