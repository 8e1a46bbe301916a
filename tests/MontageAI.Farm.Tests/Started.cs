using System.Diagnostics;
using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>The program as a user starts it, with what it has said so far.</summary>
internal sealed class Started : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Task _reading;
    private readonly string _what;

    /// <summary>Starts it.</summary>
    /// <param name="cache">Folder of its store.</param>
    /// <param name="ffmpeg">Folder of FFmpeg; null takes the one on the path.</param>
    /// <param name="arguments">Its arguments.</param>
    public Started(string cache, string? ffmpeg, params string[] arguments)
        : this(cache, ffmpeg, [], arguments) { }

    /// <summary>Starts it.</summary>
    /// <param name="cache">Folder of its store.</param>
    /// <param name="ffmpeg">Folder of FFmpeg; null takes the one on the path.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="machine">Name of the computer as it is to see it; null for the real one. Needs root.</param>
    public Started(string cache, string? ffmpeg, Dictionary<string, string> environment, string[] arguments, string? machine = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "montage-ai");
        ProcessStartInfo info = new(machine is null ? program : "unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["MONTAGE_CACHE"] = cache;
        if (ffmpeg is not null)
        {
            info.Environment["MONTAGE_FFMPEG"] = ffmpeg;
        }

        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        string[] before = machine is null ? [] : ["--uts", "sh", "-c", $"hostname {machine} && exec \"$@\"", "sh", program];
        foreach (string argument in before.Concat(arguments))
        {
            info.ArgumentList.Add(argument);
        }

        _what = string.Join(' ', arguments.Take(3));
        _process = Process.Start(info)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary>Number of its process.</summary>
    public int Id => _process.Id;

    /// <summary>Everything that it said.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Names of the tasks that it began.</summary>
    public IReadOnlyList<string> Begun =>
        [.. Lines.Where(l => l.EndsWith(" started", StringComparison.Ordinal)).Select(l => l.Split(' ')[1])];

    /// <summary>Names of the tasks that it made.</summary>
    public IReadOnlyList<string> Made => [.. Lines.Where(l => l.EndsWith(" made", StringComparison.Ordinal)).Select(l => l.Split(' ')[1])];

    /// <summary>Runs it to its end.</summary>
    /// <returns>Exit code and everything that it said.</returns>
    public static async Task<(int Code, string Text)> RunAsync(string cache, params string[] arguments)
    {
        using Started program = new(cache, null, arguments);
        return (await program.EndAsync(), string.Join('\n', program.Lines));
    }

    /// <summary>Waits until it says something.</summary>
    /// <exception cref="InvalidOperationException">It ended without saying it.</exception>
    public async Task<string> SaysAsync(string part)
    {
        await SaysAsync(part, 1);
        return Lines.First(l => l.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Waits until so many of its lines hold something.</summary>
    public Task SaysAsync(string part, int lines) =>
        Patience.UntilAsync($"'{part}' said {lines} times by '{_what}'", () => HasSaid(part, lines), () => Said);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await Patience.ForAsync($"the end of '{_what}'", _process.WaitForExitAsync(), () => Said);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(string name) => TestTools.Run("kill", "-" + name, _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private string Said => string.Join('\n', Lines);

    private bool HasSaid(string part, int lines)
    {
        // Looked at first: what it says at its very end counts.
        bool isOver = _reading.IsCompleted;
        bool hasSaid = Lines.Count(l => l.Contains(part, StringComparison.Ordinal)) >= lines;
        return hasSaid || !isOver ? hasSaid : throw new InvalidOperationException($"It never said '{part}' {lines} times:\n{Said}");
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
