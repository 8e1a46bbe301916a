using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MontageAI.Cli.Output;
using MontageAI.Errors;

namespace MontageAI.Cli.Hosting;

/// <summary>Programs of their own that lie beside this one, so that what they are made of costs the command line nothing: the studio's
/// server, and what reaches a farm.</summary>
internal static class SiblingProgram
{
    /// <summary>The studio's server.</summary>
    public const string Studio = "montage-ai-studio";

    /// <summary>What reaches a farm.</summary>
    public const string Farm = "montage-ai-farm";

    /// <summary>Runs one to its end. On Unix it takes this program's place, so that signals and the terminal are its own; elsewhere it is a
    /// child that is waited for.</summary>
    /// <param name="name">Which.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="cancellationToken">Ends it, where it is a child.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string name, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        string[] line = LineOf(name);
        if (line.Length == 0)
        {
            Console.Error.WriteLine(Missing(name));
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
            using Process sibling = Process.Start(new ProcessStartInfo(line[0], [.. line.Skip(1), .. args]))!;
#pragma warning restore RS0030
            await using CancellationTokenRegistration ending = cancellationToken.Register(() => sibling.Kill(entireProcessTree: true));
            await sibling.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return sibling.ExitCode;
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"'{line[0]}' could not be started: {e.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Starts one as a child whose input and output are this program's.</summary>
    /// <exception cref="MontageException">It cannot be started.</exception>
    public static Process StartChild(string name, IReadOnlyList<string> args)
    {
        string[] line = LineOf(name);
        try
        {
            ProcessStartInfo info =
                line.Length == 0
                    ? throw new MontageException(ErrorCode.FarmFailed, Missing(name))
                    : new(line[0], [.. line.Skip(1), .. args]) { RedirectStandardInput = true, RedirectStandardOutput = true };
#pragma warning disable RS0030 // The other half of this program, and no tool.
            return Process.Start(info)!;
#pragma warning restore RS0030
        }
        catch (Win32Exception e)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"'{line[0]}' could not be started: {e.Message.TrimEnd('.')}. Install Montage AI again."
            );
        }
    }

    // In a .NET tool the starters of other programs may not be executed, since packages keep no such marks; 'dotnet' runs their libraries.
    private static string[] LineOf(string name)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? name + ".exe" : name);
        string library = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return File.Exists(program) && IsExecutable(program) ? [program]
            : File.Exists(library) && DotnetHost() is { } host ? [host, library]
            : [];
    }

    private static bool IsExecutable(string program) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(program) & UnixFileMode.UserExecute) != 0;

    // The one that runs this program, or the one whose framework does: DOTNET/shared/Microsoft.NETCore.App/VERSION.
    private static string? DotnetHost()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return Path.GetFileName(Environment.ProcessPath) == name ? Environment.ProcessPath
            : File.Exists(beside) ? beside
            : null;
    }

    private static string Missing(string name) =>
        $"The program '{name}' is not beside this one ('{AppContext.BaseDirectory}'). Install Montage AI again.";

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
