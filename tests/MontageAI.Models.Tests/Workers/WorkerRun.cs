using MontageAI.FFmpeg.Processes;
using MontageAI.Models.Workers;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Workers;

/// <summary>Workers as the program starts them, with what they used.</summary>
internal sealed class WorkerRun : IDisposable
{
    private readonly ProcessScope _scope = new();
    private Child? _last;

    public WorkerRun(WorkerLimits limits)
    {
        Assert.True(File.Exists(Checkout.Program), "Build the program first: ./montage-ai --version");
        Worker = new ModelWorker(Start, limits);
    }

    public ModelWorker Worker { get; }

    /// <summary>Processes started so far.</summary>
    public int Started => _scope.Started;

    /// <summary>Ends the process that runs, as a crash does.</summary>
    public void KillRunning() => _last!.Kill();

    /// <summary>Ends them and tells the most memory that one of them took, MiB.</summary>
    public async Task<double> PeakAsync()
    {
        Worker.Dispose();
        await _scope.EndAsync();
        return _scope.Usage!.Value.PeakMiB;
    }

    public void Dispose() => Worker.Dispose();

    private Child Start() =>
        _last = new Child(ToolProcess.StartAsked(new ToolCommand(Checkout.Program, ["model-worker"]) { Scope = _scope }));

    private sealed class Child(ToolProcess process) : IWorkerProcess
    {
        public Stream Input => process.Input;

        public Stream Output => process.Output;

        public void Kill() => process.Kill();

        public void Dispose() => _ = process.DisposeAsync().AsTask();
    }
}
