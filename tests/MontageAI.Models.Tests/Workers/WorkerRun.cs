using MontageAI.FFmpeg.Processes;
using MontageAI.Models.Workers;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Workers;

/// <summary>Starts the program's workers as the engine does, and can have them die.</summary>
internal sealed class WorkerStarts : IDisposable
{
    private Child? _last;

    public WorkerStarts() => Assert.True(File.Exists(Checkout.Program), "Build the program first: ./montage-ai --version");

    /// <summary>What they belong to, and used.</summary>
    public ProcessScope Scope { get; } = new();

    /// <summary>Whether those started from now on end before they answer.</summary>
    public bool DieAtOnce { get; set; }

    public IWorkerProcess Start() =>
        _last = new Child(
            ToolProcess.StartAsked(new ToolCommand(Checkout.Program, [DieAtOnce ? "--version" : "model-worker"]) { Scope = Scope })
        );

    /// <summary>Ends the process that was started last, as a crash does.</summary>
    public void KillRunning() => _last!.Kill();

    public void Dispose() => _last?.Dispose();

    private sealed class Child(ToolProcess process) : IWorkerProcess
    {
        public Stream Input => process.Input;

        public Stream Output => process.Output;

        public void Kill() => process.Kill();

        public void Dispose()
        {
            process.Kill();
            _ = process.DisposeAsync().AsTask();
        }
    }
}

/// <summary>One worker, with what it used.</summary>
internal sealed class WorkerRun : IDisposable
{
    private readonly WorkerStarts _starts = new();

    public WorkerRun(WorkerLimits limits) => Worker = new ModelWorker(_starts.Start, limits);

    public ModelWorker Worker { get; }

    /// <summary>Processes started so far.</summary>
    public int Started => _starts.Scope.Started;

    /// <summary>Ends the process that runs, as a crash does.</summary>
    public void KillRunning() => _starts.KillRunning();

    /// <summary>Ends them and tells the most memory that one of them took, MiB.</summary>
    public async Task<double> PeakAsync()
    {
        Worker.Dispose();
        await _starts.Scope.EndAsync();
        return _starts.Scope.Usage!.Value.PeakMiB;
    }

    public void Dispose() => Worker.Dispose();
}
