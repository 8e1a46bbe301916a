using System.Diagnostics;

namespace MontageAI.Storage.Tests.Support;

/// <summary>A second process of this program.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public static WorkerProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>A second process that may not write where only its maker may.</summary>
    public static WorkerProcess StartUnprivileged(params string[] arguments) =>
        Start(Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [], arguments);

    /// <summary>A second process that sees a small disk of its own in the place of a folder. Skips the test where that may not be
    /// made.</summary>
    public static WorkerProcess StartOnSmallDisk(int kib, string folder, params string[] arguments)
    {
        string[] alone = ["unshare", Environment.IsPrivilegedProcess ? "-m" : "-Urm"];
        string mount = $"mount -t tmpfs -o size={kib}k tmpfs '{folder}'";
        using (Process trial = Process.Start(alone[0], [alone[1], "sh", "-c", mount + " 2> /dev/null"]))
        {
            trial.WaitForExit();
            Assert.SkipUnless(trial.ExitCode == 0, "This system lets nobody mount a small disk.");
        }

        return Start([.. alone, "sh", "-c", mount + " && exec \"$@\"", "sh"], arguments);
    }

    private static WorkerProcess Start(string[] through, string[] arguments)
    {
        string[] line = [.. through, Path.Combine(AppContext.BaseDirectory, "MontageAI.Storage.Tests"), "worker", .. arguments];
        ProcessStartInfo info = new(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new WorkerProcess(Process.Start(info)!);
    }

    /// <summary>The next line that it says.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>All lines that it says, until its end.</summary>
    public async Task<string[]> ReadToEndAsync() =>
        (await _process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Waits for its end and gives all lines that it said; fails where it ended by an exception.</summary>
    public async Task<string[]> ExpectEndAsync()
    {
        Task<string[]> said = ReadToEndAsync();
        string errors = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode is 0 or 1 && errors.Length == 0, $"exit status {_process.ExitCode}: {errors}");
        return await said;
    }

    /// <summary>Waits for its end, which must be one with a message about what went wrong, and gives that.</summary>
    public async Task<string> ExpectFailureAsync()
    {
        string errors = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Assert.Equal(3, _process.ExitCode);
        return errors;
    }

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
