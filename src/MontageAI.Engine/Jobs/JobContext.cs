using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Settings;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Models;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Stores;

namespace MontageAI.Engine.Jobs;

/// <summary>
/// What every stage of a job works with. All of it is the job's own, but for what is in the store: phases, files set aside, departures,
/// child processes and turns at the cores of other jobs are not seen in it.
/// </summary>
public sealed class JobContext
{
    private FFmpegTools? _tools;
    private readonly ToolVersion? _toolVersion;

    internal JobContext(
        FFmpegTools? tools,
        ToolVersion? toolVersion,
        CacheStore store,
        ScratchOptions scratch,
        ResourceBudget budget,
        RunRecorder recorder,
        Urgency urgency = Urgency.Opening,
        ISharedResults? shared = null
    )
    {
        Children = tools?.Scope ?? new ProcessScope();
        _tools = tools is null ? null : tools with { Scope = Children };
        _toolVersion = toolVersion;
        Store = new JobStore(store, shared);
        Scratch = scratch;
        Budget = new JobShare(budget, urgency) { OnWait = recorder.Trace is { } trace ? u => Waiting(trace, recorder, u) : null };
        Recorder = recorder;
    }

    /// <summary>FFmpeg; its processes are counted, slowed down and ended with the job.</summary>
    /// <exception cref="InvalidOperationException">The request said that it needs none.</exception>
    public FFmpegTools Tools => _tools ?? throw NeedsNone();

    /// <summary>Has the job's FFmpeg get the bytes of some files from a server on this machine.</summary>
    internal void Serve(ServedInputs? served) => _tools = _tools is null ? null : _tools with { Served = served };

    /// <summary>FFmpeg's version; of it, keys name what changes their results.</summary>
    /// <exception cref="InvalidOperationException">The request said that it needs none.</exception>
    public ToolVersion ToolVersion => _toolVersion ?? throw NeedsNone();

    /// <summary>The versions that keys name.</summary>
    public RungVersions Rungs { get; init; } = RungVersions.Current;

    /// <summary>What is remembered between runs.</summary>
    public JobStore Store { get; }

    /// <summary>Where temporary files go: memory while they fit, else disk.</summary>
    public ScratchOptions Scratch { get; }

    /// <summary>How much may run at once, and the job's turns.</summary>
    public JobShare Budget { get; }

    /// <summary>What happens during the job.</summary>
    public RunRecorder Recorder { get; }

    /// <summary>What the host decided before anything ran.</summary>
    public EngineSettings Settings { get; internal init; } = new() { CacheFolder = "", Version = "" };

    /// <summary>The learned models; each is loaded when it is first asked for.</summary>
    internal LearnedModels Models { get; init; } = new();

    /// <summary>The job's child processes.</summary>
    public ProcessScope Children { get; }

    /// <summary>Does another request as a part of this job.</summary>
    public Task<TOutcome> DoAsync<TOutcome>(JobRequest<TOutcome> request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.RunAsync(this, cancellationToken);
    }

    /// <summary>Has something done when no job runs any more; null where the host does not want that.</summary>
    internal Action<JobRequest<int>>? Later { get; init; }

    /// <summary>What this program used itself until the job began.</summary>
    internal double CpuSecondsBefore { get; init; }

    private static Action Waiting(JobTrace trace, RunRecorder recorder, Urgency urgency)
    {
        (double begin, string? during) = (recorder.Elapsed, RunRecorder.Current);
        return () => trace.Waited($"a core ({urgency.ToString().ToLowerInvariant()})", during, begin, recorder.Elapsed);
    }

    private static InvalidOperationException NeedsNone() => new("A request that needs FFmpeg must say so.");
}
