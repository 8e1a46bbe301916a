using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Storage.Files;

/// <summary>
/// Which file lies at a path, however the path is written: through links, hard links, "..", or in another case where the file system
/// ignores case. On every system the device and the file's number on it.
/// </summary>
/// <param name="Device">The device, or what stands for it.</param>
/// <param name="File">The file on it.</param>
public readonly record struct FileIdentity(string Device, string File)
{
    private const int FromWorkingDirectory = -100;
    private const uint WantsNumber = 0x100;

    /// <summary>The file or folder at a path, links followed; null where there is none or it cannot be asked for.</summary>
    public static FileIdentity? Of(string path)
    {
        string full = Path.GetFullPath(path);
        if (!System.IO.File.Exists(full) && !Directory.Exists(full))
        {
            return null;
        }

        try
        {
            return OperatingSystem.IsWindows() ? OfWindows(full)
                : OperatingSystem.IsMacOS() ? OfMac(full)
                : OfLinux(full);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            return new FileIdentity("", OperatingSystem.IsWindows() ? full.ToUpperInvariant() : full);
        }
    }

    private static FileIdentity? OfLinux(string path)
    {
        byte[] found = new byte[256];
        return Statx(FromWorkingDirectory, path, 0, WantsNumber, found) != 0
            ? null
            : new FileIdentity(Number(found, 136, 8), Number(found, 32, 8));
    }

    private static FileIdentity? OfMac(string path)
    {
        byte[] found = new byte[256];
        int failed = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Stat64(path, found) : Stat(path, found);
        return failed != 0 ? null : new FileIdentity(Number(found, 0, 4), Number(found, 8, 8));
    }

    private static FileIdentity? OfWindows(string path)
    {
        if (Directory.Exists(path))
        {
            return new FileIdentity("", path.ToUpperInvariant());
        }

        byte[] found = new byte[52];
        using SafeFileHandle handle = System.IO.File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        return GetFileInformationByHandle(handle, found) ? new FileIdentity(Number(found, 28, 4), Number(found, 44, 8)) : null;
    }

    private static string Number(byte[] bytes, int at, int length) =>
        (
            length == 4
                ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at))
                : BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at))
        ).ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] found);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);

    [DllImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandle(SafeFileHandle handle, [Out] byte[] found);
}
