using System.Diagnostics;

namespace MontageAI.Storage.Tests.Support;

/// <summary>A second process of this program.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public static WorkerProcess Start(params string[] arguments)
    {
        ProcessStartInfo info = new(Path.Combine(AppContext.BaseDirectory, "MontageAI.Storage.Tests"), ["worker", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new WorkerProcess(Process.Start(info)!);
    }

    /// <summary>The next line that it says.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>All lines that it says, until its end.</summary>
    public async Task<string[]> ReadToEndAsync() =>
        (await _process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end and fails unless it went well.</summary>
    public async Task ExpectSuccessAsync()
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        string errors = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, $"exit status {_process.ExitCode}: {await output}{errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
