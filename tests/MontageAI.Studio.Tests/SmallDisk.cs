using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>A disk of a few megabytes.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>Mounts it.</summary>
    public SmallDisk(string path, int megabytes)
    {
        Path = path;
        Directory.CreateDirectory(path);
        TestTools.Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "none", path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using FileStream file = new(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Makes room.</summary>
    public void Empty() => File.Delete(Ballast);

    /// <summary>Lets nothing be written any more, or again.</summary>
    public void Seal(bool isSealed) => TestTools.Run("mount", "-o", isSealed ? "remount,ro" : "remount,rw", Path);

    /// <inheritdoc/>
    public void Dispose() => TestTools.Run("umount", "-l", Path);
}
