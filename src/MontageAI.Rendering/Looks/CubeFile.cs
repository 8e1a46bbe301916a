using MontageAI.Errors;
using MontageAI.Looks;

namespace MontageAI.Rendering.Looks;

/// <summary>Reads .cube files, which a style or a timeline may name wherever it comes from: nothing but plain files of a sensible size are
/// opened.</summary>
public static class CubeFile
{
    // The largest cube at 60 characters a line.
    private const long MostBytes = 60L * CubeTable.MostCubePoints * CubeTable.MostCubePoints * CubeTable.MostCubePoints;

    /// <summary>A file's text.</summary>
    /// <inheritdoc cref="ReadBytes"/>
    public static string ReadText(string path)
    {
        using StreamReader reader = new(new MemoryStream(ReadBytes(path)));
        return reader.ReadToEnd();
    }

    /// <summary>A file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">It is missing, no plain file, too large, or may not be read.</exception>
    internal static byte[] ReadBytes(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Bad(ErrorCode.FileKind, path, "it is a folder");
            }

            // Pipes and devices say that they hold nothing; opening one could wait, or give bytes, for ever.
            FileInfo file = new(path);
            long length = file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;
            if (length is 0 or > MostBytes)
            {
                throw length == 0
                    ? Bad(ErrorCode.FileEmpty, path, "it is empty, or no plain file")
                    : Bad(ErrorCode.ColourTableInvalid, path, "it is too large");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[length];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad(
                e is FileNotFoundException or DirectoryNotFoundException ? ErrorCode.FileMissing : ErrorCode.FileUnreadable,
                path,
                e.Message.TrimEnd('.')
            );
        }
    }

    /// <summary>A table.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">It cannot be read, or is no sound table.</exception>
    internal static CubeTable Read(string path)
    {
        string text = ReadText(path);
        try
        {
            return CubeTable.Parse(text, path);
        }
        catch (ConfigurationException e)
        {
            throw new MediaException(
                ErrorCode.ColourTableInvalid,
                path,
                $"is not a sound .cube table ({e.Problems[0].ToString().TrimEnd('.')}).",
                "Export it again as .cube, or leave the table out.",
                e
            );
        }
    }

    private static MediaException Bad(ErrorCode code, string path, string why) =>
        new(code, path, $"cannot be read as a colour table: {why}.", "Check the path of the .cube file.");
}
