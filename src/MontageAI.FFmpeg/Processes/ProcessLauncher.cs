using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
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

    // FFmpeg is told on the command line what it may do; variables such as FFREPORT must not add to that.
    private static readonly Dictionary<string, string?> s_variables = new() { ["FFREPORT"] = null, ["AV_LOG_FORCE_NOCOLOR"] = "1" };

    private static readonly Dictionary<string, string?> s_none = [];

    /// <summary>Whether children end with us even when we are killed.</summary>
    public static bool ChildrenDieWithUs => s_setpriv is not null;

    /// <summary>Whether the system tells what each child has used.</summary>
    public static bool TellsUsage => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Starts a process.</summary>
    /// <exception cref="FFmpegMissingException">The program does not exist or may not be run.</exception>
    /// <exception cref="OperationCanceledException">The children of its job were ended.</exception>
    public static Task<ChildProcess> StartAsync(ToolCommand command, ChildPipes pipes)
    {
        TaskCompletionSource<ChildProcess> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Request(command, pipes, started.SetResult, started.SetException);
        return started.Task;
    }

    /// <summary>Starts a process for somebody who cannot await it.</summary>
    /// <exception cref="FFmpegMissingException">The program does not exist or may not be run.</exception>
    /// <exception cref="OperationCanceledException">The children of its job were ended.</exception>
    public static ChildProcess Start(ToolCommand command, ChildPipes pipes)
    {
        using ManualResetEventSlim done = new();
        ChildProcess? child = null;
        ExceptionDispatchInfo? problem = null;
        Request(
            command,
            pipes,
            c =>
            {
                child = c;
                done.Set();
            },
            e =>
            {
                problem = ExceptionDispatchInfo.Capture(e);
                done.Set();
            }
        );
        done.Wait();
        problem?.Throw();
        return child!;
    }

    private static void Request(ToolCommand command, ChildPipes pipes, Action<ChildProcess> started, Action<Exception> failed)
    {
        int niceness = command.Scope?.Niceness ?? 0;
        (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Variables)? served = command.Served?.For(command.Arguments);
        Dictionary<string, string?> variables = new(s_variables.Concat(served?.Variables ?? s_none));
        string[] line =
        [
            .. niceness > 0 && s_nice is not null ? [s_nice, "-n", niceness.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            .. s_setpriv is not null ? [s_setpriv, "--pdeathsig", "KILL"] : Array.Empty<string>(),
            command.Executable,
            .. served?.Arguments ?? command.Arguments,
        ];
        command.Scope?.OnStart?.Invoke([command.Executable, .. command.Arguments]);
        string? during = command.Scope?.During?.Invoke();
        s_requests.Add(() =>
        {
            try
            {
                started(command.Scope is { } scope ? scope.Start(command, during, Start) : Start(null));
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                failed(
                    new FFmpegMissingException(
                        $"'{command.Executable}' could not be started ({e.Message}). "
                            + $"Install FFmpeg (Debian and Ubuntu: apt install ffmpeg), or {Remedy.NameTools}."
                    )
                );
            }
            catch (OperationCanceledException e)
            {
                failed(e);
            }
        });

        ChildProcess Start(Action<ChildProcess>? onEnd) =>
            TellsUsage ? new LinuxChild(line, pipes, variables, onEnd) : new SystemChild(line, pipes, variables, onEnd);
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
