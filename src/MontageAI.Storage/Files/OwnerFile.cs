using System.Globalization;
using System.Text;

namespace MontageAI.Storage.Files;

/// <summary>
/// A file that says "the process that made me still needs what belongs to me". Whether that is so can be told by anyone at any
/// time, also after a kill -9: the owner holds the file locked (the system unlocks it when the owner dies, and this works across
/// containers that share a folder), and where a file system has no locks, the owner's process id and start time inside tell.
/// </summary>
internal sealed class OwnerFile : IDisposable
{
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
            string path = System.IO.Path.Combine(folder, id + ".owner");
            try
            {
                FileStream stream = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1);
                stream.Write(Encoding.ASCII.GetBytes(ProcessMark.Own));
                stream.Flush();
                return new OwnerFile(path, stream);
            }
            catch (IOException) when (attempt < 10 && File.Exists(path))
            {
                // A sweep looked at the file between its creation and its locking; it takes it for a leftover. Take another name.
            }
        }
    }

    /// <summary>Whether the owner is gone. False when in doubt.</summary>
    public static bool IsAbandoned(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            Span<byte> text = stackalloc byte[200];
            int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return !ProcessMark.IsAlive(Encoding.ASCII.GetString(text[..length]));
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Path of the owner file with an id.</summary>
    public static string PathOf(string folder, string id) =>
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{id}.owner"));

    /// <summary>Ends the ownership: what belongs to it must be gone already.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(Path);
    }
}
