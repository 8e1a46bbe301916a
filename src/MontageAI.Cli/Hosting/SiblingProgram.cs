using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MontageAI.Cli.Output;

namespace MontageAI.Cli.Hosting;

/// <summary>The studio's program, which lies beside this one. On Unix it takes this one's place, so that signals and the terminal are its
/// own; elsewhere it is a child that is waited for.</summary>
internal static class StudioProcess
{
    private const string Name = "montage-ai-studio";

    /// <summary>Runs it to its end.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="cancellationToken">Ends it, where it is a child.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        string library = Path.Combine(AppContext.BaseDirectory, Name + ".dll");
        // As a .NET tool both programs are libraries that 'dotnet' runs.
        string[] line =
            File.Exists(program) ? [program]
            : File.Exists(library) && Environment.ProcessPath is { } host ? [host, library]
            : [];
        if (line.Length == 0)
        {
            Console.Error.WriteLine($"The studio's program is not beside this one ('{program}'). Install Montage AI again.");
            return ExitCode.Failed;
        }

        if (!OperatingSystem.IsWindows())
        {
            Console.Out.Flush();
            string?[] all = [.. line, .. args, null];
            _ = Native.Execute(line[0], all);
            Console.Error.WriteLine($"'{line[0]}' could not be started: {Marshal.GetLastPInvokeErrorMessage()}.");
            return ExitCode.Failed;
        }

        try
        {
#pragma warning disable RS0030 // The other half of this program, and no tool.
            using Process studio = Process.Start(new ProcessStartInfo(line[0], [.. line.Skip(1), .. args]))!;
#pragma warning restore RS0030
            await using CancellationTokenRegistration ending = cancellationToken.Register(() => studio.Kill(entireProcessTree: true));
            await studio.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return studio.ExitCode;
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"'{line[0]}' could not be started: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Execute(
            [MarshalAs(UnmanagedType.LPUTF8Str)] string program,
            [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] args
        );
    }
}
