using System.Diagnostics;
using MontageAI.Bench.Inputs;

namespace MontageAI.Bench.Farm;

/// <summary>The program as a user of a farm starts it, with what it has said so far.</summary>
internal sealed class FarmProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _more = new(0);
    private readonly Task _reading;

    /// <summary>Starts it.</summary>
    /// <param name="cache">Folder of its store.</param>
    /// <param name="ffmpeg">Folder of FFmpeg; null takes that of the benchmark.</param>
    /// <param name="arguments">Its arguments.</param>
    public FarmProcess(string cache, string? ffmpeg, params IEnumerable<string> arguments)
    {
        ProcessStartInfo info = new(Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["MONTAGE_CACHE"] = cache;
        if (ffmpeg is not null)
        {
            info.Environment["MONTAGE_FFMPEG"] = ffmpeg;
        }

        _process = Process.Start(info)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary>Everything that it said.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Memory that it holds itself, MiB.</summary>
    public double MemoryMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024);
        }
    }

    /// <summary>Waits until it says something.</summary>
    /// <exception cref="InvalidOperationException">It ended without saying it.</exception>
    public async Task<string> SaysAsync(Func<string, bool> isIt)
    {
        while (true)
        {
            if (Lines.FirstOrDefault(isIt) is { } line)
            {
                return line;
            }

            if (_reading.IsCompleted)
            {
                throw new InvalidOperationException(string.Join('\n', Lines));
            }

            await Task.WhenAny(_more.WaitAsync(), _reading).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for its good end.</summary>
    /// <exception cref="InvalidOperationException">It was none.</exception>
    public async Task DoneAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Join('\n', Lines));
        }
    }

    /// <summary>Waits for its end, whatever it is.</summary>
    public Task EndAsync() => _process.WaitForExitAsync();

    /// <summary>Ends it as a power cut does.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            _more.Release();
        }
    }
}
