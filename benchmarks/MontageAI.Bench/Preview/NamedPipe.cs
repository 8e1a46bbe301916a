using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MontageAI.Errors;

namespace MontageAI.Bench.Preview;

/// <summary>
/// A FIFO: bytes go from one process to another through 64 KiB of the kernel's memory, and the faster of the two waits. For what standard
/// input and output cannot carry, such as a second input. Unix only; elsewhere callers write a file.
/// </summary>
internal sealed class NamedPipe : IDisposable
{
    private NamedPipe(string path) => Path = path;

    /// <summary>Whether this system has FIFOs.</summary>
    public static bool IsSupported => !OperatingSystem.IsWindows();

    /// <summary>Where it lies; FFmpeg opens it like a file, and needs <c>-y</c> to write it.</summary>
    public string Path { get; }

    /// <summary>Makes a FIFO that only its owner may open.</summary>
    /// <param name="path">Where; nothing may be there yet.</param>
    /// <exception cref="MontageException">It cannot be made there.</exception>
    public static NamedPipe Create(string path)
    {
        const uint OwnerOnly = 0x180;
        if (!IsSupported || NativeMethods.MakeFifo(path, OwnerOnly) != 0)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"A pipe could not be made at '{path}' (error {Marshal.GetLastPInvokeError()}). Choose another working folder."
            );
        }

        return new NamedPipe(path);
    }

    /// <summary>
    /// Opens one end, which waits until the other end is opened. Where the process that should do that ends first, this end is opened all
    /// the same, and finds nothing to read, or nobody who reads.
    /// </summary>
    /// <param name="access">Reading or writing.</param>
    /// <param name="otherEnd">Completes when the process at the other end has ended, in whatever way.</param>
    public async Task<Stream> OpenAsync(FileAccess access, Task otherEnd)
    {
        // Opening blocks a thread, so it has one of its own.
        Task<SafeFileHandle> open = Task.Factory.StartNew(
            () => File.OpenHandle(Path, FileMode.Open, access, FileShare.ReadWrite),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        if (await Task.WhenAny(open, otherEnd).ConfigureAwait(false) == otherEnd)
        {
            // Opened for both, a FIFO never blocks, and lets go whoever waits.
            using SafeFileHandle release = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            await open.ConfigureAwait(false);
        }

        return new FileStream(await open.ConfigureAwait(false), access, 1);
    }

    /// <summary>Removes it. Ends that are open stay open.</summary>
    public void Dispose() => File.Delete(Path);

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
    }
}
