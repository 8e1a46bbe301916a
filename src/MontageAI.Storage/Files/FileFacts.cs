using Microsoft.Win32.SafeHandles;

namespace MontageAI.Storage.Files;

/// <summary>What a file system says about a file or folder; of a link, about what it leads to. Equal facts mean an unchanged
/// file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtc">Last change of its content, which programs may set.</param>
/// <param name="ChangedTicks"> Last change of content, name or rights in 100 ns since 1970, which programs cannot set; 0 where the system
/// does not tell. </param>
/// <param name="Device">The device, or what stands for it; 0 where the system does not tell.</param>
/// <param name="Number">Its number on the device (inode, file id); 0 where the system does not tell.</param>
public readonly record struct FileFacts(FileKind Kind, long Size, DateTime ModifiedUtc, long ChangedTicks, ulong Device, ulong Number)
{
    /// <summary>Whether it is a file with content, not a folder, a pipe or a device.</summary>
    public bool IsPlain => Kind == FileKind.Plain;

    /// <summary>Whether two looks at a file tell the same. Written out, since it is asked of every file of every run.</summary>
    public bool Equals(FileFacts other) =>
        Kind == other.Kind
        && Size == other.Size
        && ModifiedUtc == other.ModifiedUtc
        && ChangedTicks == other.ChangedTicks
        && Device == other.Device
        && Number == other.Number;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, ModifiedUtc.Ticks, ChangedTicks, Device, Number);

    /// <summary>Looks at what would be opened under a path.</summary>
    /// <returns>The facts; null where nothing is there, or a link leads nowhere.</returns>
    /// <exception cref="IOException">The system refuses to say.</exception>
    public static FileFacts? Of(string path) => FileQuery.TryAsk(path, out FileFacts? facts) ? facts : WithoutNumbers(path);

    /// <summary>Looks at what would be opened under a path; null too where the system refuses to say.</summary>
    public static FileFacts? Try(string path)
    {
        try
        {
            return Of(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Looks at an open file.</summary>
    /// <exception cref="IOException">The system refuses to say.</exception>
    public static FileFacts Of(SafeFileHandle file) =>
        FileQuery.TryAsk(file, out FileFacts? facts) && facts is { } known
            ? known
            : new FileFacts(FileKind.Plain, RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), 0, 0, 0);

    private static FileFacts? WithoutNumbers(string path)
    {
        FileSystemInfo? target = File.ResolveLinkTarget(path, returnFinalTarget: true);
        FileInfo file = new(target?.FullName ?? path);
        return file.Exists ? new FileFacts(FileKind.Plain, file.Length, file.LastWriteTimeUtc, 0, 0, 0)
            : Directory.Exists(file.FullName) ? new FileFacts(FileKind.Folder, 0, default, 0, 0, 0)
            : null;
    }
}

/// <summary>Kinds of things that have names in a file system.</summary>
public enum FileKind
{
    /// <summary>A file with content.</summary>
    Plain,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, a device or a socket: opening it may wait for ever, or give bytes for ever.</summary>
    Other,
}
