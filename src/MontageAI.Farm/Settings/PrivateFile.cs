using System.Text;

namespace MontageAI.Farm.Settings;

/// <summary>Files that hold secrets: readable by the user alone.</summary>
internal static class PrivateFile
{
    private const UnixFileMode User = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes one in place of what was there.</summary>
    public static void Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes one in place of what was there.</summary>
    public static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        string folder = Path.GetDirectoryName(file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, User | UnixFileMode.UserExecute);
        }

        // Under another name first, so that whoever reads it meanwhile, or a cut of power, finds one of the two; and under one of its own,
        // since others may write the same file at that time.
        string made = $"{file}.{Guid.NewGuid():N}.new";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = User;
        }

        try
        {
            using (FileStream stream = new(made, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(made, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(made);
            throw;
        }
    }
}
