using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Storage.Files;

/// <summary>Asks the system about files in one call each: statx on Linux, stat on macOS, GetFileInformationByHandle on Windows.</summary>
internal static class FileQuery
{
    private const ushort KindOfFile = 0xf000;
    private const ushort PlainFile = 0x8000;
    private const ushort Folder = 0x4000;

    /// <summary>Asks about what a path leads to.</summary>
    /// <param name="path">The path.</param>
    /// <param name="facts">The facts; null where nothing is there.</param>
    /// <returns>False where the system has no such call, or a sandbox forbids it.</returns>
    /// <exception cref="IOException">The system refuses to say.</exception>
    public static bool TryAsk(string path, out FileFacts? facts)
    {
        facts = null;
        if (OperatingSystem.IsLinux())
        {
            return TryLinux(NativeMethods.CurrentFolder, path, 0, path, out facts);
        }

        if (OperatingSystem.IsMacOS())
        {
            byte[] found = new byte[256];
            bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
            return TryMac((isX64 ? NativeMethods.Stat64(path, found) : NativeMethods.Stat(path, found)) == 0, path, found, out facts);
        }

        if (!OperatingSystem.IsWindows() || !Path.Exists(path))
        {
            return OperatingSystem.IsWindows();
        }

        // Asks for no right to read, and opens folders too.
        using SafeFileHandle file = NativeMethods.CreateFile(
            Path.GetFullPath(path),
            0,
            FileShare.ReadWrite | FileShare.Delete,
            0,
            FileMode.Open,
            NativeMethods.BackupSemantics,
            0
        );
        return !file.IsInvalid && TryAsk(file, out facts);
    }

    /// <summary>Asks about an open file.</summary>
    /// <inheritdoc cref="TryAsk(string, out FileFacts?)"/>
    public static bool TryAsk(SafeFileHandle file, out FileFacts? facts)
    {
        facts = null;
        if (OperatingSystem.IsLinux())
        {
            return TryLinux((int)file.DangerousGetHandle(), "", NativeMethods.EmptyPath, "an open file", out facts);
        }

        byte[] found = new byte[256];
        if (OperatingSystem.IsMacOS())
        {
            int handle = (int)file.DangerousGetHandle();
            bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
            return TryMac(
                (isX64 ? NativeMethods.FStat64(handle, found) : NativeMethods.FStat(handle, found)) == 0,
                "an open file",
                found,
                out facts
            );
        }

        if (!OperatingSystem.IsWindows() || !NativeMethods.GetFileInformationByHandle(file, found))
        {
            return false;
        }

        facts = new FileFacts(
            (U32(found, 0) & (uint)FileAttributes.Directory) != 0 ? FileKind.Folder : FileKind.Plain,
            (long)U32(found, 32) << 32 | U32(found, 36),
            DateTime.FromFileTimeUtc((long)U32(found, 24) << 32 | U32(found, 20)),
            0,
            U32(found, 28),
            (ulong)U32(found, 44) << 32 | U32(found, 48)
        );
        return true;
    }

    /// <summary>Whether what lies at a path, links not followed, belongs to the user of this process. False in doubt.</summary>
    public static bool IsOwn(string path)
    {
        byte[] found = new byte[256];
        bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        return OperatingSystem.IsLinux()
            ? NativeMethods.Statx(NativeMethods.CurrentFolder, path, NativeMethods.NoFollow, NativeMethods.BasicFacts, found) == 0
                && U32(found, 20) == NativeMethods.User()
            : OperatingSystem.IsMacOS()
                && (isX64 ? NativeMethods.LStat64(path, found) : NativeMethods.LStat(path, found)) == 0
                && U32(found, 16) == NativeMethods.User();
    }

    // The layout of struct statx is the same on all architectures.
    private static bool TryLinux(int folder, string path, int flags, string shown, out FileFacts? facts)
    {
        facts = null;
        byte[] found = new byte[256];
        if (NativeMethods.Statx(folder, path, flags, NativeMethods.BasicFacts, found) != 0)
        {
            return Refused(shown);
        }

        facts = new FileFacts(
            KindOf(BinaryPrimitives.ReadUInt16LittleEndian(found.AsSpan(28))),
            BinaryPrimitives.ReadInt64LittleEndian(found.AsSpan(40)),
            DateTime.UnixEpoch.AddTicks(Ticks(found, 112)),
            Ticks(found, 96),
            ((ulong)U32(found, 136) << 32) | U32(found, 140),
            BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(32))
        );
        return true;
    }

    // struct stat with 64-bit inodes: device, mode, links, number, owner, group, device, four times, size.
    private static bool TryMac(bool done, string shown, byte[] found, out FileFacts? facts)
    {
        facts = null;
        if (!done)
        {
            return Refused(shown);
        }

        facts = new FileFacts(
            KindOf(BinaryPrimitives.ReadUInt16LittleEndian(found.AsSpan(4))),
            BinaryPrimitives.ReadInt64LittleEndian(found.AsSpan(96)),
            DateTime.UnixEpoch.AddTicks(Ticks(found, 48)),
            Ticks(found, 64),
            U32(found, 0),
            BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(8))
        );
        return true;
    }

    private static bool Refused(string shown) =>
        Marshal.GetLastPInvokeError() switch
        {
            NativeMethods.NoEntry or NativeMethods.NotAFolder => true,
            NativeMethods.NotPermitted or NativeMethods.NotKnownOnLinux when OperatingSystem.IsLinux() => false,
            int error => throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} ('{shown}')"),
        };

    private static FileKind KindOf(ushort mode) =>
        (mode & KindOfFile) switch
        {
            PlainFile => FileKind.Plain,
            Folder => FileKind.Folder,
            _ => FileKind.Other,
        };

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long Ticks(byte[] bytes, int at) =>
        (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)) * TimeSpan.TicksPerSecond)
        + (U32(bytes, at + 8) / TimeSpan.NanosecondsPerTick);

    private static class NativeMethods
    {
        public const int CurrentFolder = -100;
        public const int EmptyPath = 0x1000;
        public const int NoFollow = 0x100;
        public const uint BasicFacts = 0x7ff;
        public const int NotPermitted = 1;
        public const int NoEntry = 2;
        public const int NotAFolder = 20;
        public const int NotKnownOnLinux = 38;
        public const uint BackupSemantics = 0x02000000;

        [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Statx(
            int folder,
            [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
            int flags,
            uint mask,
            [Out] byte[] facts
        );

        [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Stat64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);

        [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);

        [DllImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int FStat64(int file, [Out] byte[] found);

        [DllImport("libc", EntryPoint = "fstat", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int FStat(int file, [Out] byte[] found);

        [DllImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int LStat64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);

        [DllImport("libc", EntryPoint = "lstat", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int LStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);

        [DllImport("libc", EntryPoint = "geteuid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern uint User();

        [DllImport("kernel32", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern SafeFileHandle CreateFile(
            string path,
            uint access,
            FileShare share,
            nint security,
            FileMode mode,
            uint flags,
            nint template
        );

        [DllImport("kernel32", EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool GetFileInformationByHandle(SafeFileHandle handle, [Out] byte[] found);
    }
}
