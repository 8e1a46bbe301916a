using System.Diagnostics;

namespace MontageAI.Storage.Files;

/// <summary>
/// A lock that the operating system drops when its holder dies in whatever way: an open file that nobody else may open
/// meanwhile (flock on Unix, sharing modes on Windows). The file stays behind after use and is harmless.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock, waiting while another holds it.</summary>
    /// <exception cref="IOException">It was not free within <paramref name="patience"/>, or the file cannot be made.</exception>
    public static FileLock Wait(string path, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(start) < patience)
            {
#pragma warning disable RS0030 // The operating system tells nobody when a lock becomes free.
                Thread.Sleep(10);
#pragma warning restore RS0030
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
