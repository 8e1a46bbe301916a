using MontageAI.Errors;

namespace MontageAI.Engine.Intake;

/// <summary>Reads documents that a user names: plain files of a sensible size, whole; pipes, devices and folders are refused before they
/// are opened, since reading one could wait, or give bytes, for ever.</summary>
internal static class UserFile
{
    /// <summary>Longest style.</summary>
    public const int MostStyleBytes = 1024 * 1024;

    /// <summary>Longest list of beats.</summary>
    public const int MostBeatBytes = 16 * 1024 * 1024;

    /// <summary>Longest captions.</summary>
    public const int MostCaptionBytes = 32 * 1024 * 1024;

    /// <summary>A file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it should be: "timeline".</param>
    /// <param name="mostBytes">Bytes at most.</param>
    /// <param name="field">The part of the request that names it, or null.</param>
    /// <exception cref="ConfigurationException">It is missing, no plain file, empty, too large, or may not be read.</exception>
    public static byte[] Read(string path, string what, int mostBytes, Field? field)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Bad(ErrorCode.FileKind, path, $"is a folder; a {what} is a file. Name the file.", field);
            }

            FileInfo file = new(path);
            long length = file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;
            if (length == 0)
            {
                throw Bad(ErrorCode.FileEmpty, path, $"is empty, or no plain file. Give a {what} that is one.", field);
            }

            if (length > mostBytes)
            {
                throw Bad(
                    ErrorCode.FileKind,
                    path,
                    $"is no {what}: it is larger than {Math.Max(1, mostBytes >> 20)} MiB. Check the path.",
                    field
                );
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[length];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Bad(ErrorCode.FileMissing, path, $"does not exist. Check the path of the {what}.", field);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad(ErrorCode.FileUnreadable, path, $"cannot be read ({e.Message.TrimEnd('.')}). Check its permissions.", field);
        }
    }

    /// <summary>A file's text.</summary>
    /// <inheritdoc cref="Read"/>
    public static string ReadText(string path, string what, int mostBytes, Field? field)
    {
        using StreamReader reader = new(new MemoryStream(Read(path, what, mostBytes, field)));
        return reader.ReadToEnd();
    }

    private static ConfigurationException Bad(ErrorCode code, string path, Phrase why, Field? field) =>
        new(code, $"'{Printable.Of(path)}' {why}", field, path);
}
