using System.Collections.Concurrent;
using System.Diagnostics;
using MontageAI.Errors;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// Starts every child process of this program from one thread that lives as long as the program does. On Linux each child is
/// started through setpriv (util-linux) with a parent-death signal, so that the kernel ends it when we end in any way, kill -9
/// included. The signal follows the <em>thread</em> that started the child, hence the one long-lived thread.
/// </summary>
internal static class ProcessLauncher
{
    private static readonly BlockingCollection<Action> s_requests = StartThread();

    private static readonly string? s_setpriv = OperatingSystem.IsLinux()
        ? new[] { "/usr/bin/setpriv", "/bin/setpriv" }.FirstOrDefault(File.Exists)
        : null;

    private static readonly string? s_nice = OperatingSystem.IsWindows()
        ? null
        : new[] { "/usr/bin/nice", "/bin/nice" }.FirstOrDefault(File.Exists);

    /// <summary>Whether children end with us even when we are killed.</summary>
    public static bool ChildrenDieWithUs => s_setpriv is not null;

    /// <summary>Starts a process.</summary>
    /// <exception cref="FFmpegMissingException">The program does not exist or may not be run.</exception>
    public static Task<Process> StartAsync(ToolCommand command, bool redirectOutput)
    {
        string[] before =
        [
            .. ProcessLaunch.StandBack && s_nice is not null ? [s_nice, "-n", "5"] : Array.Empty<string>(),
            .. s_setpriv is not null ? [s_setpriv, "--pdeathsig", "KILL"] : Array.Empty<string>(),
            command.Executable,
        ];
        ProcessStartInfo info = new(before[0])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = redirectOutput,
            RedirectStandardError = true,
        };
        foreach (string argument in before.Skip(1).Concat(command.Arguments))
        {
            info.ArgumentList.Add(argument);
        }

        // FFmpeg is told on the command line what it may do; variables such as FFREPORT must not add to that.
        info.Environment.Remove("FFREPORT");
        info.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";

        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        s_requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
                ProcessLaunch.Add();
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                started.SetException(
                    new FFmpegMissingException(
                        $"'{command.Executable}' could not be started ({e.Message}). Install FFmpeg (Debian and Ubuntu: apt install ffmpeg), or {Remedy.NameTools}."
                    )
                );
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> StartThread()
    {
        BlockingCollection<Action> requests = [];
        Thread thread = new(() =>
        {
            foreach (Action request in requests.GetConsumingEnumerable())
            {
                request();
            }
        })
        {
            IsBackground = true,
            Name = "process launcher",
        };
        thread.Start();
        return requests;
    }
}
