using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// A child started by posix_spawn, in a process group of its own, and waited for by wait4, which is the one way to learn what each child
/// used: .NET's own <see cref="System.Diagnostics.Process"/> throws that away when it waits. One thread per child waits for it.
/// </summary>
internal sealed class LinuxChild : ChildProcess
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _reaped;
    private ChildUsage? _usage;

    /// <summary>Starts it. The thread that calls is the one whose end a parent-death signal follows.</summary>
    /// <exception cref="Win32Exception">The program does not exist or may not be run.</exception>
    public LinuxChild(
        IReadOnlyList<string> line,
        ChildPipes pipes,
        IReadOnlyDictionary<string, string?> variables,
        Action<ChildProcess>? onEnd
    )
    {
        (SafePipeHandle Theirs, SafePipeHandle Ours)? input = pipes.Input ? NativeChild.Pipe() : null;
        (SafePipeHandle Ours, SafePipeHandle Theirs)? output = pipes.Output ? NativeChild.Pipe() : null;
        (SafePipeHandle Ours, SafePipeHandle Theirs) error = NativeChild.Pipe();
        try
        {
            Id = NativeChild.Spawn(line, Environment(variables), input?.Theirs, output?.Theirs, error.Theirs);
        }
        catch (Win32Exception)
        {
            input?.Ours.Dispose();
            output?.Ours.Dispose();
            error.Ours.Dispose();
            throw;
        }
        finally
        {
            input?.Theirs.Dispose();
            output?.Theirs.Dispose();
            error.Theirs.Dispose();
        }

        Input = input is { } into ? new AnonymousPipeClientStream(PipeDirection.Out, into.Ours) : null;
        Output = output is { } pipe ? new AnonymousPipeClientStream(PipeDirection.In, pipe.Ours) : null;
        Error = new AnonymousPipeClientStream(PipeDirection.In, error.Ours);
        new Thread(() => Wait(onEnd), maxStackSize: 128 * 1024) { IsBackground = true, Name = "waiting for a child" }.Start();
    }

    /// <inheritdoc/>
    public override int Id { get; }

    /// <inheritdoc/>
    public override Stream? Input { get; }

    /// <inheritdoc/>
    public override Stream? Output { get; }

    /// <inheritdoc/>
    public override Stream Error { get; }

    /// <inheritdoc/>
    public override Task<int> Ended => _ended.Task;

    /// <inheritdoc/>
    public override ChildUsage? Usage => _usage;

    /// <inheritdoc/>
    public override void Interrupt() => Signal(NativeChild.Terminate);

    /// <inheritdoc/>
    public override void Kill() => Signal(NativeChild.Kill9);

    /// <inheritdoc/>
    public override void Dispose()
    {
        Input?.Dispose();
        Output?.Dispose();
        Error.Dispose();
    }

    // Until it is reaped its number, which is that of its group too, cannot be another's.
    private void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_reaped)
            {
                _ = NativeChild.Kill(-Id, signal);
            }
        }
    }

    private void Wait(Action<ChildProcess>? onEnd)
    {
        NativeChild.WaitWithoutReaping(Id);
        int status;
        lock (_gate)
        {
            (status, _usage) = NativeChild.Reap(Id);
            _reaped = true;
        }

        Status = status;

        onEnd?.Invoke(this);
        _ended.SetResult(status);
    }

    private static string[] Environment(IReadOnlyDictionary<string, string?> variables)
    {
        List<string> all = [];
#pragma warning disable RS0030 // Handed on to the child as it is; nothing is decided by it.
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
#pragma warning restore RS0030
        {
            if (!variables.ContainsKey((string)entry.Key))
            {
                all.Add($"{entry.Key}={entry.Value}");
            }
        }

        all.AddRange(variables.Where(v => v.Value is not null).Select(v => $"{v.Key}={v.Value}"));
        return [.. all];
    }
}
