using System.Text.RegularExpressions;
using MontageAI.Errors;

namespace MontageAI.Models.Workers;

/// <summary>
/// The worker of one device: started when it is first asked, asked one thing at a time, killed when it takes too long, and started anew
/// when it has died. Safe for threads.
/// </summary>
/// <param name="start">Starts a process.</param>
/// <param name="limits">How long things may take.</param>
internal sealed class ModelWorker(Func<IWorkerProcess> start, WorkerLimits limits) : IDisposable
{
    private readonly Lock _gate = new();
    private IWorkerProcess? _process;
    private int _started;
    private int _models;
    private bool _disposed;

    /// <summary>How long things may take.</summary>
    public WorkerLimits Limits => limits;

    /// <summary>A number for a model.</summary>
    public int NextNumber() => Interlocked.Increment(ref _models);

    /// <summary>Asks several things in a row of one process, as one thread.</summary>
    /// <param name="work">What is asked; gets the process's number, which is another after it was started anew.</param>
    /// <exception cref="WorkerLostException">The process died or was killed, or what it answered is no answer.</exception>
    /// <exception cref="WorkerRefusedException">It answered that it cannot.</exception>
    public T Ask<T>(Func<int, T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_process is null)
            {
                _process = Start();
                _started++;
            }

            try
            {
                return work(_started);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException or WorkerLostException)
            {
                _process.Kill();
                _process.Dispose();
                _process = null;
                throw e as WorkerLostException ?? new WorkerLostException($"its process ended ({e.Message.TrimEnd('.')})", e);
            }
        }
    }

    private IWorkerProcess Start()
    {
        try
        {
            return start();
        }
        catch (MontageException e)
        {
            throw new WorkerLostException(e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>One question and its answer; only within <see cref="Ask"/>.</summary>
    /// <param name="within">Longest time.</param>
    /// <param name="write">The question.</param>
    /// <param name="read">Reads the answer.</param>
    public T Exchange<T>(TimeSpan within, Action<BinaryWriter> write, Func<BinaryReader, T> read)
    {
        IWorkerProcess process = _process!;
        bool late = false;
        using Timer limit = new(
            _ =>
            {
                Volatile.Write(ref late, true);
                process.Kill();
            },
            null,
            within + limits.Grace,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            WorkerProtocol.Send(process.Input, write);
            using BinaryReader answer =
                WorkerProtocol.Receive(process.Output)
                ?? throw new WorkerLostException(Volatile.Read(ref late) ? Late() : "its process ended before it had answered");
            return answer.ReadBoolean() ? read(answer) : throw new WorkerRefusedException(answer.ReadString());
        }
        catch (IOException) when (Volatile.Read(ref late))
        {
            throw new WorkerLostException(Late());
        }

        string Late() => FormattableString.Invariant($"it took longer than {within.TotalSeconds:0.#} s");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _process?.Kill();
            _process?.Dispose();
            _process = null;
        }
    }
}

/// <summary>A worker's process is gone.</summary>
internal sealed class WorkerLostException(string why, Exception? inner = null) : Exception(why, inner);

/// <summary>A worker said that it cannot do what it was asked.</summary>
internal sealed partial class WorkerRefusedException(string why) : Exception(Short(why))
{
    // The library's own sentences begin with its codes and the path that it was given, and may have many lines.
    private static string Short(string why)
    {
        string line = Printable.Of(Preamble().Replace(why.Split('\n')[0], "").Trim().TrimEnd('.'));
        return line.Length <= 300 ? line : line[..300] + " ...";
    }

    [GeneratedRegex(@"^\[ErrorCode:\w+\] (Load model from .*? failed:)?", RegexOptions.CultureInvariant)]
    private static partial Regex Preamble();
}
