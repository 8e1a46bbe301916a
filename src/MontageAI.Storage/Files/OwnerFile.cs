using System.Text;

namespace MontageAI.Storage.Files;

/// <summary>
/// A file that says "the process that made me still needs what belongs to me". Whether that is so can be told by anyone at any
/// time, also after a kill -9: the owner holds the file locked (the system unlocks it when the owner dies, and this works across
/// containers that share a folder), and where a file system has no locks, the owner's process id and start time inside tell.
/// </summary>
internal sealed class OwnerFile : IDisposable
{
    /// <summary>Ending of the name.</summary>
    public const string Extension = ".owner";

    private readonly FileStream _stream;

    private OwnerFile(string path, FileStream stream)
    {
        Path = path;
        _stream = stream;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Creates and locks an owner file with a name of its own.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="id">The random part of its name; names what belongs to it.</param>
    public static OwnerFile Create(string folder, out string id)
    {
        for (int attempt = 0; ; attempt++)
        {
            id = Guid.NewGuid().ToString("N");
            string path = PathOf(folder, id);
            try
            {
                FileStream stream = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1);
                if (File.Exists(path))
                {
                    stream.Write(Encoding.ASCII.GetBytes(ProcessMark.Own));
                    stream.Flush();
                    return new OwnerFile(path, stream);
                }

                stream.Dispose();
            }
            catch (IOException e) when (attempt < 10 && e is not DirectoryNotFoundException)
            {
                // See below.
            }

            // Creating and locking are two steps, and between them a sweep took the file for a leftover. Take another name.
        }
    }

    /// <summary>Whether the owner is gone. False when in doubt.</summary>
    public static bool IsAbandoned(string path)
    {
        using FileStream? taken = TryTakeOver(path);
        return taken is not null || !File.Exists(path);
    }

    /// <summary>
    /// Takes the file of an owner that is gone, so that what belonged to it can be removed; while the result is open, nobody else
    /// does the same. Null when the owner lives, when the file is not there, or in doubt.
    /// </summary>
    public static FileStream? TryTakeOver(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[200];
        int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (!ProcessMark.IsAlive(Encoding.ASCII.GetString(text[..length])))
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    /// <summary>Path of the owner file with an id.</summary>
    public static string PathOf(string folder, string id) => System.IO.Path.Combine(folder, id + Extension);

    /// <summary>Ends the ownership when what belonged to it is gone.</summary>
    public void Delete()
    {
        File.Delete(Path);
        _stream.Dispose();
    }

    /// <summary>Lets go without removing the file: when this process ends, a sweep removes it and what belongs to it.</summary>
    public void Dispose() => _stream.Dispose();
}
