using Microsoft.Extensions.Logging;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Maintenance;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Screening;
using MontageAI.Engine.Settings;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Models;
using MontageAI.Models.Workers;
using MontageAI.Storage;
using MontageAI.Storage.Files;

namespace MontageAI.Engine;

/// <summary>
/// Does what hosts ask for: jobs, many at once, on one store and one budget of cores. One per process; opens the store when it is first
/// needed. The owner disposes it. Safe for threads.
/// </summary>
public sealed class MontageEngine : IAsyncDisposable
{
    private readonly EngineSettings _settings;
    private readonly CacheStore _store;
    private readonly ResourceBudget _budget;
    private readonly JobQueue _queue;
    private readonly IdleWork _idle;
    private readonly LearnedModels _models;
    private readonly ILogger _log;
    private readonly Degradation? _otherFolder;
    private long _jobs;

    /// <summary>Makes an engine; touches nothing but the store's folder, which is made.</summary>
    public MontageEngine(EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (string folder, _otherFolder) = UsableFolder(settings);
        _settings = settings with { CacheFolder = folder };
        Func<IWorkerProcess>? startWorker = ModelWorkerProcess.Starter(settings.ModelWorker);
        _models = new LearnedModels(settings.ModelsFolder, startWorker, settings.ModelSettings);
        Models = new ModelKeeper(_models.Installed, new ModelInstaller(_models.Installed, startWorker));
        _log = settings.Loggers.CreateLogger(EngineTelemetry.Name);
        _store = new CacheStore(
            new StoreOptions
            {
                Folder = folder,
                MemoryFolder = settings.MemoryFolder,
                Kind = settings.Store,
                ArtifactBudgetBytes = settings.CacheBytes,
                Time = settings.Time,
            }
        );
        _budget = new ResourceBudget(settings.Cores, time: settings.Time);
        _idle = new IdleWork(request => Make(request, new JobOptions { Urgency = Urgency.Background }));
        _queue = new JobQueue(Math.Max(1, settings.RunningJobs), Math.Max(0, settings.WaitingJobs), _idle.Ended);
        Keeper = new StoreKeeper(_store, _settings);
    }

    private static string PrivateName => $"montage-ai-{Environment.UserName}";

    /// <summary>Looks after what is remembered.</summary>
    public StoreKeeper Keeper { get; }

    /// <summary>Looks after the learned models.</summary>
    public ModelKeeper Models { get; }

    /// <summary>The job in which the engine makes what later previews profit from (<see cref="EngineSettings.FollowUps"/>); null while it
    /// does not. It ends when another job is started, and another one begins after that; who cancels it has it ended for good.</summary>
    public Job? FollowUp => _idle.Current;

    /// <summary>Whether an error means that FFmpeg is missing or unsuitable.</summary>
    public static bool IsToolMissing(MontageException error) => error is FFmpegMissingException;

    /// <summary>Pictures and sound of plans in pieces, for players that append one by one. The caller disposes it.</summary>
    public PartShelf OpenParts() => new(_store.Artifacts);

    /// <summary>Starts a job, or puts it into the queue where enough run already.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="options">How it is run; null as usual.</param>
    /// <exception cref="EngineBusyException">Too many jobs wait already.</exception>
    public Job<TOutcome> Start<TOutcome>(JobRequest<TOutcome> request, JobOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        Job<TOutcome> job = Make(request, options ?? new JobOptions());
        _idle.Begun();
        try
        {
            _queue.Add(job);
        }
        catch
        {
            _idle.Ended();
            throw;
        }

        return job;
    }

    /// <summary>Starts a job that is a piece of code, which may use the engine's stages and ask for requests to be done as its
    /// parts.</summary>
    /// <param name="kind">One word for it.</param>
    /// <param name="work">The work.</param>
    /// <param name="options">How it is run; null as usual.</param>
    /// <exception cref="EngineBusyException">Too many jobs wait already.</exception>
    public Job<TOutcome> Start<TOutcome>(
        string kind,
        Func<JobContext, CancellationToken, Task<TOutcome>> work,
        JobOptions? options = null
    ) => Start(new DelegateRequest<TOutcome>(kind, work), options);

    /// <summary>Completes when no job runs or waits, and what is made after previews is made.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default) => _idle.WhenIdleAsync(cancellationToken);

    /// <summary>Cancels what still runs, waits for its end, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _idle.CloseAsync().ConfigureAwait(false);
        await _queue.CloseAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _budget.Dispose();
    }

    private Job<TOutcome> Make<TOutcome>(JobRequest<TOutcome> request, JobOptions how)
    {
        string id = FormattableString.Invariant($"{request.Kind}-{Interlocked.Increment(ref _jobs)}");
        JobLog log = new(_log, id);
        RunRecorder recorder = new(_settings.Time, how.SecondsBefore, how.KeptEvents, log) { Trace = how.Trace };
        int niceness = how.Niceness ?? (how.Urgency == Urgency.Background ? JobOptions.BackgroundNiceness : request.Niceness);
        int opening = how.Niceness is null && how.Urgency != Urgency.Background ? request.OpeningNiceness : niceness;
        ProcessScope children = new()
        {
            Niceness = Math.Clamp(opening, 0, 19),
            OnStart = line =>
            {
                EngineTelemetry.Started(line[0]);
                log.Start(line);
            },
            During = how.Trace is null ? null : () => RunRecorder.Current,
            OnEnd = how.Trace is { } trace ? run => trace.Ran(run, recorder.Elapsed) : null,
        };
        recorder.OnOpening = () => children.Niceness = Math.Clamp(niceness, 0, 19);
        return new Job<TOutcome>(
            id,
            request,
            recorder,
            children,
            new CancellationTokenSource(),
            how.Urgency,
            () => BeginAsync(request.NeedsFFmpeg, recorder, children, how)
        );
    }

    // A read-only home must not stop a montage: it is then made without a lasting store, and says so. What several machines share has no
    // stand-in: the others would look in vain for what is kept elsewhere.
    private static (string Folder, Degradation? Other) UsableFolder(EngineSettings settings)
    {
        string wanted = settings.CacheFolder;
        try
        {
            Directory.CreateDirectory(wanted);
            string trial = Path.Combine(wanted, $".trial-{Environment.ProcessId}");
            File.Create(trial, 1, FileOptions.DeleteOnClose).Dispose();
            return (wanted, null);
        }
        catch (Exception e) when (settings.Store == StoreKind.Folder && e is (IOException or UnauthorizedAccessException))
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"The store '{Printable.Of(wanted)}', which several machines share, cannot be written ({e.Message.TrimEnd('.')}). Let this "
                    + "user write there.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string instead = PrivateFolder.MakeTemporary(PrivateName);
            return (
                instead,
                new Degradation(
                    $"results are kept in '{instead}'",
                    $"the store '{wanted}' cannot be written ({e.Message.TrimEnd('.')}).",
                    $"{Remedy.NameStore}."
                )
            );
        }
    }

    // Is not cancelled: it takes no time, and a job that was cancelled needs it to say so in its report.
    private async Task<JobContext> BeginAsync(bool needsFFmpeg, RunRecorder recorder, ProcessScope children, JobOptions how)
    {
        if (_otherFolder is { } other)
        {
            recorder.Degrade(other.What, other.Why, other.Effect);
        }

        if (needsFFmpeg)
        {
            _models.CheckDevice();
        }

        ScratchOptions scratch = new()
        {
            DiskFolder = Path.Combine(
                // Who of another machine still needs temporary files cannot be told; they stay on this one.
                _settings.Store == StoreKind.Folder
                    ? PrivateFolder.MakeTemporary(PrivateName)
                    : _store.Folder,
                "scratch"
            ),
            RamBudgetBytes = _budget.ScratchMemoryBytes,
            RamFolder = _settings.RamFolder is { } ram ? PrivateFolder.TryMake(ram, PrivateName) : null,
        };
        (FFmpegTools Tools, ToolVersion Version)? ffmpeg = needsFFmpeg ? await FindToolsAsync(children).ConfigureAwait(false) : null;
        return new JobContext(
            ffmpeg is { } found ? found.Tools with { Scope = children } : null,
            ffmpeg?.Version,
            _store,
            scratch,
            _budget,
            recorder,
            how.Urgency,
            _settings.SharedResults
        )
        {
            Settings = how.Tasks is null ? _settings : _settings with { Tasks = how.Tasks },
            Models = _models,
            CpuSecondsBefore = UsageMeter.Own().CpuSeconds,
            Later = _settings.FollowUps ? _idle.Want : null,
        };
    }

    private async Task<(FFmpegTools Tools, ToolVersion Version)> FindToolsAsync(ProcessScope children)
    {
        FFmpegTools tools = FFmpegTools.Locate(_settings.FFmpegPath, _settings.SearchPath) with
        {
            StallLimit = _settings.StallLimit,
            // Told of as the job's, and not ended with it.
            Scope = new ProcessScope { OnEnd = children.OnEnd },
        };
        // Of a link, what it leads to: systems choose among several versions by links.
        FileFacts? program = FileFacts.Of(tools.FFmpeg);
        ContentKey key = ContentKey
            .For("tool", "3")
            .With("path", Path.GetFullPath(tools.FFmpeg))
            .With("size", program?.Size ?? 0)
            .With("modified", program?.ModifiedUtc.Ticks ?? 0)
            .With("changed", program?.ChangedTicks ?? 0)
            .Build();
        StoredText text = await _store
            .Results.GetOrAddAsync(
                key,
                StoreJson.StoredText,
                async ct => new StoredText((await ToolVersion.ReadAsync(tools, ct).ConfigureAwait(false)).Text),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        ToolVersion version = ToolVersion.Parse(text.Text);
        return version.Major is < ToolVersion.OldestMajor and int major
            ? throw new FFmpegMissingException(
                $"FFmpeg {major} ('{tools.FFmpeg}') is too old; {ToolVersion.OldestMajor}.0 or newer is needed. "
                    + $"Install a newer one, or {Remedy.NameTools}.",
                ErrorCode.ToolUnsuitable
            )
            : (tools, version);
    }
}
