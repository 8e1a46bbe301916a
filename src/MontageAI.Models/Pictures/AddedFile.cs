using Microsoft.ML.OnnxRuntime;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Models.Pictures;

/// <summary>A file of a model that was added, as it is used: what goes wrong with it is said with its name.</summary>
/// <param name="Model">The model.</param>
/// <param name="File">The file.</param>
internal sealed record AddedFile(InstalledModel Model, InstalledFile File)
{
    /// <summary>Its bytes.</summary>
    /// <exception cref="MontageException">It is gone, or another.</exception>
    public byte[] Read() => Model.Read(File) ?? throw Unusable("it is missing, or is no longer the file that was added", null);

    /// <summary>Does something with it.</summary>
    /// <exception cref="MontageException">It cannot be used for that.</exception>
    public T Use<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OnnxRuntimeException e)
        {
            throw Unusable($"it cannot be run ({e.Message.TrimEnd('.')})", e);
        }
        catch (InvalidDataException e)
        {
            throw Unusable(e.Message.TrimEnd('.'), e);
        }
    }

    private MontageException Unusable(string why, Exception? inner) =>
        new(
            ErrorCode.ModelInvalid,
            $"The file '{Model.PathOf(File.Name)}' of the model '{Model.Name}' cannot be used: {why}. " + $"{Remedy.AddModelAnew}.",
            inner
        );
}
