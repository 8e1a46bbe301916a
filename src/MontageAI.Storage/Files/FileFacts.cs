using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Storage.Files;

/// <summary>What a file system says about a file; of a link, about what it leads to. Equal facts mean an unchanged file.</summary>
/// <param name="IsPlain">Whether it is a file with content, not a folder, a pipe or a device.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtc">Last change of its content, which programs may set.</param>
/// <param name="ChangedTicks">
/// Last change of content, name or rights in 100 ns since 1970, which programs cannot set; 0 where the system does not tell.
/// </param>
/// <param name="Number">Its number in the file system (inode); 0 where the system does not tell.</param>
internal readonly record struct FileFacts(bool IsPlain, long Size, DateTime ModifiedUtc, long ChangedTicks, long Number)
{
    /// <summary>Looks at what would be opened under a path.</summary>
    /// <returns>The facts; null where nothing is there, or a link leads nowhere.</returns>
    /// <exception cref="IOException">The system refuses to say.</exception>
    public static FileFacts? Of(string path) =>
        OperatingSystem.IsLinux() && TryAsk(NativeMethods.CurrentFolder, path, 0, path, out FileFacts? facts)
            ? facts
            : WithoutNumbers(path);

    /// <summary>Looks at an open file.</summary>
    /// <exception cref="IOException">The system refuses to say.</exception>
    public static FileFacts Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux()
        && TryAsk((int)file.DangerousGetHandle(), "", NativeMethods.EmptyPath, "an open file", out FileFacts? facts)
        && facts is { } known
            ? known
            : new FileFacts(true, RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), 0, 0);

    private static FileFacts? WithoutNumbers(string path)
    {
        FileSystemInfo? target = File.ResolveLinkTarget(path, returnFinalTarget: true);
        FileInfo file = new(target?.FullName ?? path);
        return file.Exists ? new FileFacts(true, file.Length, file.LastWriteTimeUtc, 0, 0)
            : Directory.Exists(file.FullName) ? new FileFacts(false, 0, default, 0, 0)
            : null;
    }

    // The layout of struct statx is the same on all architectures. False where the system knows no statx, or a sandbox forbids it.
    private static bool TryAsk(int folder, string path, int flags, string shown, out FileFacts? found)
    {
        found = null;
        byte[] facts = new byte[256];
        if (NativeMethods.Statx(folder, path, flags, NativeMethods.BasicFacts, facts) != 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                NativeMethods.NoEntry or NativeMethods.NotAFolder => true,
                NativeMethods.NotPermitted or NativeMethods.NotKnown => false,
                int error => throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} ('{shown}')"),
            };
        }

        ushort mode = BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(28));
        found = new FileFacts(
            (mode & NativeMethods.KindOfFile) == NativeMethods.PlainFile,
            BinaryPrimitives.ReadInt64LittleEndian(facts.AsSpan(40)),
            DateTime.UnixEpoch.AddTicks(Ticks(facts.AsSpan(112))),
            Ticks(facts.AsSpan(96)),
            BinaryPrimitives.ReadInt64LittleEndian(facts.AsSpan(32))
        );
        return true;
    }

    private static long Ticks(ReadOnlySpan<byte> time) =>
        (BinaryPrimitives.ReadInt64LittleEndian(time) * TimeSpan.TicksPerSecond)
        + (BinaryPrimitives.ReadUInt32LittleEndian(time[8..]) / TimeSpan.NanosecondsPerTick);

    private static class NativeMethods
    {
        public const int CurrentFolder = -100;
        public const int EmptyPath = 0x1000;
        public const uint BasicFacts = 0x7ff;
        public const int KindOfFile = 0xf000;
        public const int PlainFile = 0x8000;
        public const int NotPermitted = 1;
        public const int NoEntry = 2;
        public const int NotAFolder = 20;
        public const int NotKnown = 38;

        [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Statx(
            int folder,
            [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
            int flags,
            uint mask,
            [Out] byte[] facts
        );
    }
}
