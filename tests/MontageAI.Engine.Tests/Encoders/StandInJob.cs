using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Processes;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.Encoders;

/// <summary>A job on a machine whose NVIDIA GPU a script plays.</summary>
internal sealed class StandInJob : IDisposable
{
    private readonly ResourceBudget _budget = new(1);
    private readonly CacheStore _store;

    public StandInJob(HardwareFault fault)
    {
        StandIn = new HardwareStandIn(fault);
        _store = new CacheStore(new CacheStoreOptions { Folder = Folder.File("store") });
        Context = new JobContext(
            new FFmpegTools(StandIn.FFmpeg, StandIn.FFprobe),
            "stand-in",
            _store,
            new ScratchOptions { DiskFolder = Folder.File("scratch") },
            _budget,
            Recorder
        );
    }

    public TempFolder Folder { get; } = new();

    public HardwareStandIn StandIn { get; }

    public RunRecorder Recorder { get; } = new(TimeProvider.System);

    public JobContext Context { get; }

    public void Dispose()
    {
        _store.Dispose();
        _budget.Dispose();
        StandIn.Dispose();
        Folder.Dispose();
    }
}
