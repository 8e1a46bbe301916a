using System.Runtime.InteropServices;
using MontageAI.FFmpeg.Processes;
using MontageAI.Models.Workers;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Workers;

/// <summary>Starts the program's workers as the engine does, and can have them die.</summary>
internal sealed class WorkerStarts : IAsyncDisposable
{
    private readonly List<Child> _all = [];

    public WorkerStarts() => Assert.True(File.Exists(Checkout.Program), "Build the program first: ./montage-ai --version");

    /// <summary>Processes started so far.</summary>
    public int Started => _all.Count;

    /// <summary>Whether those started from now on end before they answer.</summary>
    public bool DieAtOnce { get; set; }

    public IWorkerProcess Start()
    {
        _all.Add(new Child(ToolProcess.StartAsked(new ToolCommand(Checkout.Program, [DieAtOnce ? "--version" : "model-worker"]))));
        return _all[^1];
    }

    /// <summary>Ends the process that was started last, as a crash does.</summary>
    public void KillRunning() => _all[^1].Kill();

    /// <summary>Ends all of them and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Child child in _all)
        {
            await child.EndAsync();
        }
    }

    private sealed class Child(ToolProcess process) : IWorkerProcess
    {
        public Stream Input => process.Input;

        public Stream Output => process.Output;

        public void Kill() => process.Kill();

        public void Dispose() => process.Kill();

        public ValueTask EndAsync() => process.DisposeAsync();
    }
}

/// <summary>One worker, with what it used.</summary>
internal sealed class WorkerRun : IAsyncDisposable
{
    private const int Children = -1;

    private readonly WorkerStarts _starts = new();

    public WorkerRun(WorkerLimits limits) => Worker = new ModelWorker(_starts.Start, limits);

    public ModelWorker Worker { get; }

    /// <summary>Processes started so far.</summary>
    public int Started => _starts.Started;

    /// <summary>Ends the process that runs, as a crash does.</summary>
    public void KillRunning() => _starts.KillRunning();

    /// <summary>Ends them and tells the most memory, MiB, that any child of this test program has taken until now: no less than
    /// theirs.</summary>
    public async Task<double> PeakAsync()
    {
        await DisposeAsync();
        // Two times of seconds and microseconds, then the largest resident set in KiB; 144 bytes in all.
        long[] usage = new long[18];
        Assert.Equal(0, GetUsage(Children, usage));
        return usage[4] / 1024.0;
    }

    public ValueTask DisposeAsync()
    {
        Worker.Dispose();
        return _starts.DisposeAsync();
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int whose, [Out] long[] usage);
}
