using MontageAI.Errors;

namespace MontageAI.Farm.Settings;

/// <summary>The folder that the machines of a farm share.</summary>
internal static class FarmFolder
{
    /// <summary>Name of the file by which a machine knows that it sees the farm's folder and no other.</summary>
    public static string MarkOf(string farm) => $"farm-{farm}";

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
