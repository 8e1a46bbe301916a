using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.Encoders;

/// <summary>A job on a machine whose NVIDIA GPU a script plays.</summary>
internal sealed class StandInJob : IAsyncDisposable
{
    private readonly ResourceBudget _budget = new(1);
    private readonly CacheStore _store;

    public StandInJob(HardwareFault fault)
    {
        StandIn = new HardwareStandIn(fault);
        _store = new CacheStore(new StoreOptions { Folder = Folder.File("store") });
        Context = new JobContext(
            new FFmpegTools(StandIn.FFmpeg, StandIn.FFprobe),
            ToolVersion.Parse("stand-in"),
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

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _budget.Dispose();
        StandIn.Dispose();
        Folder.Dispose();
    }
}
