using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>A real disk of 16 MiB; root alone can make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>Mounts one on a new folder.</summary>
    public SmallDisk(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        TestTools.Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder);
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Leaves no room on it.</summary>
    public void Fill()
    {
        using FileStream file = File.Create(Path.Combine(Folder, "fill"), 1);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TestTools.Run("umount", "--lazy", Folder);
}
