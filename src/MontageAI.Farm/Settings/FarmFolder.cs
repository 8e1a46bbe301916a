using MontageAI.Errors;

namespace MontageAI.Farm.Settings;

/// <summary>The folder that the machines of a farm share.</summary>
internal static class FarmFolder
{
    /// <summary>Name of the file by which a machine knows that it sees the farm's folder and no other.</summary>
    public static string MarkOf(string farm) => $"farm-{farm}";

    /// <summary>Folder of a host's queue and secrets, in that of its own store.</summary>
    public static string OfHost(string cacheFolder) => Path.Combine(cacheFolder, "farm");

    /// <summary>Whether a folder is the farm's; under the same path there may be another, or none.</summary>
    public static bool IsHere(string folder, string farm) => File.Exists(Path.Combine(folder, MarkOf(farm)));

    /// <summary>Says that it is not here.</summary>
    public static MontageException NotHere(string folder, string remedy) =>
        new(ErrorCode.FarmFailed, $"'{Printable.Of(folder)}', which the machines of this farm share, is not here. {remedy}");

    /// <summary>Wants a farm's folder here.</summary>
    /// <exception cref="MontageException">It is not.</exception>
    public static void Require(FarmFacts facts, string remedy)
    {
        if (!IsHere(facts.Store, facts.Id))
        {
            throw NotHere(facts.Store, remedy);
        }
    }

    /// <summary>Marks a folder as a farm's.</summary>
    /// <exception cref="MontageException">It cannot be written.</exception>
    public static void Mark(string folder, string farm)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, MarkOf(farm)), "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{Printable.Of(folder)}' cannot be written: {e.Message.TrimEnd('.')}. Name another folder by --store."
            );
        }
    }
}
