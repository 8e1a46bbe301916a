using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Storage.Files;

/// <summary>
/// Puts files in their places so that they are there, whole, after a power cut too: flushed to the disk, renamed, and the folder flushed.
/// Needs no locks, so any number of processes and machines may do it in one folder.
/// </summary>
internal static class DurableFile
{
    /// <summary>Ending of what is not finished yet.</summary>
    public const string Unfinished = ".part";

    /// <summary>Writes a file under a temporary name beside its place, then gives it its name; an earlier one is replaced.</summary>
    /// <exception cref="IOException">It cannot be written; nothing is left then, and an earlier file stays as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, replace: true);

    /// <summary>Writes a file unless there is one: of several that do so at once, one succeeds.</summary>
    /// <returns>False when there is one, which stays as it was.</returns>
    /// <exception cref="IOException">It cannot be written; nothing is left then.</exception>
    public static bool TryWriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            Write(path, bytes, replace: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Moves a file, from another file system too; nothing of it is left at its new place where that fails.</summary>
    /// <exception cref="IOException">It is not there, or cannot be moved.</exception>
    public static void Bring(string path, string near)
    {
        bool done = false;
        try
        {
            File.Move(path, near);
            done = true;
        }
        finally
        {
            if (!done)
            {
                File.Delete(near);
            }
        }
    }

    /// <summary>Gives a finished file its name in another folder of the same file system, after flushing it.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public static void Place(string finished, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        using (SafeFileHandle file = File.OpenHandle(finished, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(finished, path, overwrite: true);
        FlushFolder(folder);
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes, bool replace)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string temporary = $"{path}.{Guid.NewGuid().ToString("N")[..12]}{Unfinished}";
        bool done = false;
        try
        {
            using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
            {
                RandomAccess.Write(file, bytes, 0);
                RandomAccess.FlushToDisk(file);
            }

            GiveName(temporary, path, replace);
            done = true;
        }
        finally
        {
            if (!done)
            {
                File.Delete(temporary);
            }
        }

        FlushFolder(folder);
    }

    // File.Move without overwriting looks first and renames then; a second name for one file is refused in one step where there is one.
    private static void GiveName(string temporary, string path, bool replace)
    {
        if (replace || !OperatingSystem.IsLinux() || NativeMethods.Link(temporary, path) != 0)
        {
            // Some network shares know no second names.
            File.Move(temporary, path, replace);
            return;
        }

        File.Delete(temporary);
    }

    // A rename is on the disk when its folder is. Where a system or a network share cannot flush folders, it does so by itself, later.
    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using SafeFileHandle handle = new(NativeMethods.Open(folder, NativeMethods.ReadOnlyFolder), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            _ = NativeMethods.Flush((int)handle.DangerousGetHandle());
        }
    }

    private static class NativeMethods
    {
        // O_RDONLY and O_CLOEXEC, which have the same numbers on all architectures that .NET runs on.
        public const int ReadOnlyFolder = 0x80000;

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "link", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Flush(int file);
    }
}
