using System.Diagnostics;

namespace MontageAI.FFmpeg.Processes;

/// <summary>What an ended child has used.</summary>
/// <param name="CpuSeconds">Processor seconds, its own and the system's for it.</param>
/// <param name="PeakMiB">Memory high-water mark.</param>
internal readonly record struct ChildUsage(double CpuSeconds, double PeakMiB);

/// <summary>Which streams of a child are pipes. Without one, its input is empty and its output lost.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Input">Its standard input.</param>
internal readonly record struct ChildPipes(bool Output, bool Input = false);

/// <summary>A child of this program, as far as one system or another offers it.</summary>
internal abstract class ChildProcess : IDisposable
{
    /// <summary>Process id.</summary>
    public abstract int Id { get; }

    /// <summary>Standard input; null where it was not asked for.</summary>
    public abstract Stream? Input { get; }

    /// <summary>Standard output; null where it was not asked for.</summary>
    public abstract Stream? Output { get; }

    /// <summary>Standard error.</summary>
    public abstract Stream Error { get; }

    /// <summary>Exit status once it has ended; above 128 a signal ended it.</summary>
    public abstract Task<int> Ended { get; }

    /// <summary>Exit status as in <see cref="Ended"/>; null before its end. Known to those who are told of the end first.</summary>
    public int? Status { get; protected set; }

    /// <summary>What it has used; null before its end, and where the system does not tell.</summary>
    public virtual ChildUsage? Usage => null;

    /// <summary>Asks it and its children to end; does nothing once it has.</summary>
    public abstract void Interrupt();

    /// <summary>Ends it and its children at once; does nothing once it has ended.</summary>
    public abstract void Kill();

    /// <summary>Asks it to end, and kills it if it has not ended in time.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        Interrupt();
        try
        {
            await Ended.WaitAsync(grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill();
            await Ended.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A child as .NET starts it, for systems other than Linux. Nobody tells what it used.</summary>
internal sealed class SystemChild : ChildProcess
{
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program does not exist or may not be run.</exception>
    public SystemChild(
        IReadOnlyList<string> line,
        ChildPipes pipes,
        IReadOnlyDictionary<string, string?> variables,
        Action<ChildProcess>? onEnd
    )
    {
        ProcessStartInfo info = new(line[0], line.Skip(1))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = pipes.Output,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in variables)
        {
            info.Environment[name] = value;
        }

#pragma warning disable RS0030 // One of the two places that start processes.
        _process = Process.Start(info)!;
#pragma warning restore RS0030
        Id = _process.Id;
        Output = pipes.Output ? _process.StandardOutput.BaseStream : null;
        Error = _process.StandardError.BaseStream;
        if (pipes.Input)
        {
            Input = _process.StandardInput.BaseStream;
        }
        else
        {
            _process.StandardInput.Close();
        }

        Ended = EndedAsync(onEnd);
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
    public override Task<int> Ended { get; }

    /// <inheritdoc/>
    public override void Interrupt()
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
        }
        else if (!Ended.IsCompleted)
        {
            _ = NativeChild.Kill(Id, NativeChild.Terminate);
        }
    }

    /// <inheritdoc/>
    public override void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself in the meantime.
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _process.Dispose();

    private async Task<int> EndedAsync(Action<ChildProcess>? onEnd)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        Status = _process.ExitCode;
        onEnd?.Invoke(this);
        return _process.ExitCode;
    }
}
