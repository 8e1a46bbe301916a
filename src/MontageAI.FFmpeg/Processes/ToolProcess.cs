using System.Globalization;
using System.Text.RegularExpressions;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// A running child process. Its standard error is drained into a tail of 64 KiB; its standard output, where asked for, is a
/// stream whose reader sets the pace. Disposing it ends it: it is asked first (SIGTERM), and killed after half a second. Use from one
/// reader at a time.
/// </summary>
public sealed partial class ToolProcess : IAsyncDisposable
{
    private const double GiB = 1 << 30;

    private readonly ChildProcess _process;
    private readonly Task _errorDrain;
    private readonly TailBuffer _errors = new(64 * 1024);
    private readonly StallWatch? _watch;
    private readonly IdleWatch? _idle;
    private readonly MemoryWatch? _memory;

    private ToolProcess(ToolCommand command, ChildProcess process)
    {
        Command = command;
        _process = process;
        _watch = process.Output is { } output ? new StallWatch(output, command.StallLimit, process.Kill) : null;
        _idle = _watch is null && OperatingSystem.IsLinux() ? new IdleWatch(process, command.StallLimit) : null;
        _memory = command.MemoryLimit is { } most && OperatingSystem.IsLinux() ? new MemoryWatch(process, most) : null;
        Output = _watch ?? Stream.Null;
        _errorDrain = DrainErrorsAsync(process.Error);
    }

    /// <summary>The command that runs.</summary>
    public ToolCommand Command { get; }

    /// <summary>Standard input, or nowhere when it was not asked for.</summary>
    public Stream Input => _process.Input ?? Stream.Null;

    /// <summary>Standard output, or an empty stream when it was not asked for.</summary>
    public Stream Output { get; }

    /// <summary>Starts a process.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="pipeOutput">Whether standard output is read through <see cref="Output"/>.</param>
    /// <exception cref="FFmpegMissingException">The program cannot be started.</exception>
    public static async Task<ToolProcess> StartAsync(ToolCommand command, bool pipeOutput)
    {
        ChildProcess process = await ProcessLauncher.StartAsync(command, new ChildPipes(pipeOutput)).ConfigureAwait(false);
        return new ToolProcess(command, process);
    }

    /// <summary>Starts a process that is asked through its standard input and answers through its standard output; for somebody who cannot
    /// await it.</summary>
    /// <param name="command">What to run.</param>
    /// <exception cref="FFmpegMissingException">The program cannot be started.</exception>
    public static ToolProcess StartAsked(ToolCommand command) => new(command, ProcessLauncher.Start(command, new ChildPipes(true, true)));

    /// <summary>Ends it at once, without waiting for its end; what still waits for it sees its streams end.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Runs a process to its end and fails unless it succeeds.</summary>
    /// <param name="task">What is being done, for messages.</param>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Ends the process early.</param>
    /// <exception cref="FFmpegException">The exit status is not 0.</exception>
    public static async Task RunAsync(string task, ToolCommand command, CancellationToken cancellationToken)
    {
        await using ToolProcess process = await StartAsync(For(task, command), pipeOutput: false).ConfigureAwait(false);
        await process.ExpectSuccessAsync(task, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a process to its end and returns what it printed (at most <paramref name="limit"/> bytes).</summary>
    /// <exception cref="FFmpegException">The exit status is not 0, or it printed more than the limit.</exception>
    public static async Task<byte[]> ReadOutputAsync(string task, ToolCommand command, int limit, CancellationToken cancellationToken)
    {
        await using ToolProcess process = await StartAsync(For(task, command), pipeOutput: true).ConfigureAwait(false);
        using MemoryStream output = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await process.Output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (output.Length + read > limit)
            {
                throw new FFmpegException(task, command, 0, $"it printed more than {limit} bytes");
            }

            output.Write(buffer, 0, read);
        }

        await process.ExpectSuccessAsync(task, cancellationToken).ConfigureAwait(false);
        return output.ToArray();
    }

    /// <summary>Waits for the end. When cancelled the process is ended before this returns.</summary>
    /// <returns>Exit status; above 128 a signal ended it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled, or ended with all children of its job.</exception>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }

        await _errorDrain.ConfigureAwait(false);
        int exitCode = await _process.Ended.ConfigureAwait(false);
        return exitCode != 0 && Command.Scope is { HasEnded: true }
            ? throw new OperationCanceledException("The process was ended with its job.")
            : exitCode;
    }

    /// <summary>Waits for the end and fails unless the exit status is 0.</summary>
    /// <exception cref="FFmpegException">The exit status is not 0.</exception>
    public async Task ExpectSuccessAsync(string task, CancellationToken cancellationToken)
    {
        int exitCode = await WaitAsync(cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new FFmpegException(task, Command, exitCode, ErrorTail);
        }
    }

    /// <summary>The end of what the process said on standard error so far, without addresses in memory, and whether it was ended for
    /// hanging; complete once it has ended.</summary>
    public string ErrorTail
    {
        get
        {
            lock (_errors)
            {
                string said = WithoutAddresses(Command.Told(_errors.ToString()));
                CultureInfo plain = CultureInfo.InvariantCulture;
                string? ended =
                    _memory is { HasEnded: true }
                        ? string.Create(plain, $"it held more than {Command.MemoryLimit / GiB:0.##} GiB of memory and was ended")
                    : _watch is { Stalled: true }
                        ? string.Create(plain, $"it hung: it wrote nothing for {Command.StallLimit.TotalSeconds:0} s and was ended")
                    : _idle is { HasEnded: true }
                        ? string.Create(plain, $"it hung: it did nothing for {Command.StallLimit.TotalSeconds:0} s and was ended")
                    : null;
                return ended is null ? said : said + "\n" + ended;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _memory?.Dispose();
        _idle?.Dispose();
        if (_watch is not null)
        {
            await _watch.DisposeAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    // FFmpeg names the part that speaks with its address, which is another one in every run: "[mov @ 0x55841e4dbe40] text".
    private static string WithoutAddresses(string said) =>
        said.Contains(" @ ", StringComparison.Ordinal) ? Address().Replace(said, "[$1]") : said;

    [GeneratedRegex(@"\[([^\[\]\n]+) @ (?:0x)?[0-9a-fA-F]{6,16}\]")]
    private static partial Regex Address();

    private static ToolCommand For(string task, ToolCommand command) => command.Purpose is null ? command with { Purpose = task } : command;

    private async Task EndAsync()
    {
        if (!_process.Ended.IsCompleted)
        {
            using CancellationTokenSource ended = new();
            // Keep the pipe flowing, so that a process blocked on writing can act on the signal.
            Task drain = Output == Stream.Null ? Task.CompletedTask : DiscardOutputAsync(ended.Token);
            await _process.EndAsync(ProcessScope.Grace).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await drain.ConfigureAwait(false);
        }

        await _errorDrain.ConfigureAwait(false);
    }

    private async Task DiscardOutputAsync(CancellationToken cancellationToken)
    {
        byte[] scrap = new byte[16 * 1024];
        try
        {
            while (await Output.ReadAsync(scrap, cancellationToken).ConfigureAwait(false) > 0) { }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is going away; what it still wrote is not wanted.
        }
    }

    private async Task DrainErrorsAsync(Stream stream)
    {
        byte[] buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                lock (_errors)
                {
                    _errors.Append(buffer.AsSpan(0, read));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe broke with its process; what came before is kept.
        }
    }
}
