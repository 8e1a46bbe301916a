using MontageAI.Errors;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Jobs;

/// <summary>
/// The one queue of all projects: bounded, the most urgent first, projects in turn. How the cores are shared among what runs is the
/// engine's affair, which knows jobs and no projects: of films only as many run as there are cores, so that turns are kept here. Jobs are
/// written down before anybody is told of them, and go on after the server has died. Safe for threads.
/// </summary>
/// <param name="options">Bounds.</param>
/// <param name="hub">Told of everything.</param>
/// <param name="keeper">Writes jobs down.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where what nobody foresaw is written.</param>
internal sealed partial class Desk(StudioOptions options, EventHub hub, JobKeeper keeper, TimeProvider time, ILogger<Desk> log)
{
    private const int RunningAtOnce = 16;
    private const int EndedKept = 500;
    private const int MostAttempts = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StudioJob> _jobs = new(StringComparer.Ordinal);
    private readonly List<StudioJob> _waiting = [];
    private readonly HashSet<StudioJob> _running = [];
    private readonly Queue<string> _ended = new();
    private readonly FilmTurns _films = new();
    private readonly int _filmsAtOnce = Math.Clamp(options.Engine.Cores ?? Environment.ProcessorCount, 2, RunningAtOnce);
    private readonly Dictionary<string, long> _served = new(StringComparer.Ordinal);
    private long _turns;
    private long _arrivals;
    private bool _closed;

    /// <summary>Does the work of a job.</summary>
    public Func<StudioJob, CancellationToken, Task<JobResult>> Work { get; set; } = (_, _) => Task.FromResult(new JobResult());

    /// <summary>Jobs that wait and that run, by kind.</summary>
    public IReadOnlyList<(JobKind Kind, int Waiting, int Running)> Load
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. Enum.GetValues<JobKind>()
                        .Select(k => (k, _waiting.Count(j => j.Record.Kind == k), _running.Count(j => j.Record.Kind == k))),
                ];
            }
        }
    }

    /// <summary>Jobs, the latest first.</summary>
    /// <param name="project">Those of one project alone; null for all.</param>
    public IReadOnlyList<JobRecord> List(string? project)
    {
        lock (_gate)
        {
            return
            [
                .. _jobs
                    .Values.Where(j => project is null || j.Record.Project == project)
                    .OrderByDescending(j => j.Arrival)
                    .Select(j => j.Record),
            ];
        }
    }

    /// <summary>A job; null where there is none of that name.</summary>
    public StudioJob? Find(string id)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault(id);
        }
    }

    /// <summary>Takes a job in.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="ask">What is asked for.</param>
    /// <param name="supersedes">Kinds of jobs of the project whose work nobody wants any more.</param>
    /// <exception cref="ApiException">Too many wait.</exception>
    public async Task<StudioJob> AddAsync(string project, JobKind kind, JobAsk ask, params JobKind[] supersedes)
    {
        await SupersedeAsync(project, supersedes).ConfigureAwait(false);
        JobRecord record = new()
        {
            Id = $"{kind.ToString().ToLowerInvariant()}-{Guid.NewGuid():N}"[..24],
            Project = project,
            Kind = kind,
            Created = time.GetUtcNow(),
            Ask = ask,
        };
        lock (_gate)
        {
            Refuse(project);
        }

        await keeper.WriteAsync(record).ConfigureAwait(false);
        return Enter(record);
    }

    /// <summary>Takes in what the server had not finished when it ended; what had ended is only known again.</summary>
    public async Task GoOnAsync(JobRecord record)
    {
        lock (_gate)
        {
            if (_jobs.ContainsKey(record.Id))
            {
                return;
            }
        }

        if (record.HasEnded)
        {
            Know(record);
            return;
        }

        if (record.Attempts >= MostAttempts)
        {
            JobRecord failed = record with
            {
                Status = JobStatus.Failed,
                Problem = new ApiProblem(
                    500,
                    $"The server ended {MostAttempts} times while it did this, so it is not tried again.",
                    "unforeseen",
                    null,
                    "Leave out the footage that was added last, or ask again."
                ),
            };
            await keeper.WriteAsync(failed).ConfigureAwait(false);
            Know(failed);
            return;
        }

        Enter(record with { Status = JobStatus.Waiting, Phase = null, PhaseDone = null, PhaseTotal = null, Stream = null });
    }

    /// <summary>Ends jobs whose work nobody wants any more.</summary>
    public async Task SupersedeAsync(string project, params JobKind[] kinds)
    {
        StudioJob[] old;
        lock (_gate)
        {
            old = [.. _waiting.Concat(_running).Where(j => j.Record.Project == project && kinds.Contains(j.Record.Kind))];
        }

        foreach (StudioJob job in old)
        {
            await CancelAsync(job, wait: false).ConfigureAwait(false);
        }
    }

    /// <summary>Ends all jobs of a project.</summary>
    public async Task ClearAsync(string project)
    {
        StudioJob[] all;
        lock (_gate)
        {
            all = [.. _waiting.Concat(_running).Where(j => j.Record.Project == project)];
        }

        await Task.WhenAll(all.Select(j => CancelAsync(j, wait: true))).ConfigureAwait(false);
    }

    /// <summary>Ends a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="wait">Whether this completes when it has ended, with its processes.</param>
    public async Task CancelAsync(StudioJob job, bool wait)
    {
        bool waited;
        lock (_gate)
        {
            waited = _waiting.Remove(job);
            if (waited && IsFilm(job))
            {
                _films.Withdraw(job.Record.Project);
            }
        }

        await job.StopAsync().ConfigureAwait(false);
        if (waited)
        {
            await EndAsync(job, r => r with { Status = JobStatus.Cancelled }).ConfigureAwait(false);
        }
        else if (wait)
        {
            await job.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Takes in no more, and ends what runs; it goes on when the server is started again.</summary>
    public async Task CloseAsync()
    {
        StudioJob[] all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _running];
        }

        await Task.WhenAll(all.Select(j => CancelAsync(j, wait: true))).ConfigureAwait(false);
    }

    /// <summary>Tells of a job as it is now.</summary>
    public void Tell(JobRecord record) => hub.Tell("job", record.Project, StudioJson.Text(record));

    private static int Urgency(JobKind kind) =>
        kind switch
        {
            JobKind.Plan or JobKind.Preview => 0,
            JobKind.Listen or JobKind.Intake or JobKind.Demo => 1,
            JobKind.Variants => 2,
            _ => 3,
        };

    private static bool IsFilm(StudioJob job) => job.Record.Kind is JobKind.Render or JobKind.Export;

    private StudioJob Enter(JobRecord record)
    {
        StudioJob job = new(record, new CancellationTokenSource()) { Arrival = Interlocked.Increment(ref _arrivals) };
        lock (_gate)
        {
            _jobs[job.Id] = job;
            _waiting.Add(job);
            if (IsFilm(job))
            {
                _films.Want(record.Project);
            }
        }

        Tell(record);
        Next();
        return job;
    }

    private void Know(JobRecord record)
    {
        StudioJob ended = new(record, new CancellationTokenSource()) { Arrival = Interlocked.Increment(ref _arrivals) };
        ended.End();
        lock (_gate)
        {
            _jobs[record.Id] = ended;
            _ended.Enqueue(record.Id);
        }
    }

    private void Refuse(string project)
    {
        if (_closed || _waiting.Count >= options.WaitingInAll)
        {
            throw new ApiException(
                new ApiProblem(503, $"{_waiting.Count} jobs wait; no more are taken in.", "busy", null, "Try again in a while.")
            )
            {
                RetryAfterSeconds = 10,
            };
        }

        if (_waiting.Count(j => j.Record.Project == project) >= options.WaitingPerProject)
        {
            throw new ApiException(
                new ApiProblem(
                    429,
                    $"{options.WaitingPerProject} jobs of this project wait; no more are taken in.",
                    "busy",
                    null,
                    "Try again in a while."
                )
            )
            {
                RetryAfterSeconds = 5,
            };
        }
    }

    private void Next()
    {
        while (true)
        {
            StudioJob? job;
            lock (_gate)
            {
                // The most urgent; of films those of projects that have had the fewest; then of those that have the fewest running, then of
                // who waits longest for a turn.
                job =
                    _closed || _running.Count >= RunningAtOnce
                        ? null
                        : _waiting
                            .Where(j => !IsFilm(j) || _films.Running < _filmsAtOnce)
                            .OrderBy(j => Urgency(j.Record.Kind))
                            .ThenBy(j => IsFilm(j) ? _films.Had(j.Record.Project) : 0)
                            .ThenBy(j => _running.Count(r => r.Record.Project == j.Record.Project))
                            .ThenBy(j => _served.GetValueOrDefault(j.Record.Project))
                            .ThenBy(j => j.Arrival)
                            .FirstOrDefault();
                if (job is null)
                {
                    return;
                }

                _waiting.Remove(job);
                _running.Add(job);
                if (IsFilm(job))
                {
                    _films.Begin(job.Record.Project);
                }

                _served[job.Record.Project] = ++_turns;
            }

            _ = Task.Run(() => RunAsync(job));
        }
    }

    private async Task RunAsync(StudioJob job)
    {
        JobRecord begun = job.Change(r => r with { Status = JobStatus.Running, Attempts = r.Attempts + 1 });
        Task<JobResult> work = BeginAsync(job, begun);
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Exception? error = work.Exception?.InnerException;
        bool closing;
        lock (_gate)
        {
            _running.Remove(job);
            if (IsFilm(job))
            {
                _films.End(job.Record.Project);
            }

            closing = _closed;
        }

        if (work.IsCompletedSuccessfully)
        {
            JobResult result = await work.ConfigureAwait(false);
            await EndAsync(job, r => r with { Status = JobStatus.Done, Result = result, Phase = null }).ConfigureAwait(false);
        }
        else if (closing && job.Stopping.IsCancellationRequested)
        {
            // It stays written down as one that runs.
            job.End();
        }
        else if (work.IsCanceled || job.Stopping.IsCancellationRequested)
        {
            await EndAsync(job, r => r with { Status = JobStatus.Cancelled, Phase = null }).ConfigureAwait(false);
        }
        else if (error is MontageException { Code: ErrorCode.Cancelled } elsewhere)
        {
            ApiProblem why = Problems.Of(elsewhere);
            await EndAsync(job, r => r with { Status = JobStatus.Cancelled, Problem = why, Phase = null }).ConfigureAwait(false);
        }
        else
        {
            if (error is not (MontageException or ApiException))
            {
                Unforeseen(log, error, job.Id);
            }

            ApiProblem problem = Problems.Of(error!);
            await EndAsync(job, r => r with { Status = JobStatus.Failed, Problem = problem, Phase = null }).ConfigureAwait(false);
        }

        Next();
    }

    private async Task<JobResult> BeginAsync(StudioJob job, JobRecord begun)
    {
        await keeper.WriteAsync(begun).ConfigureAwait(false);
        Tell(begun);
        long since = time.GetTimestamp();
        JobResult result = await Work(job, job.Stopping).ConfigureAwait(false);
        return result with { Seconds = Math.Round(time.GetElapsedTime(since).TotalSeconds, 1) };
    }

    private async Task EndAsync(StudioJob job, Func<JobRecord, JobRecord> change)
    {
        JobRecord ended = job.Change(change);
        await keeper.WriteAsync(ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _ended.Enqueue(job.Id);
            while (_ended.Count > EndedKept)
            {
                _jobs.Remove(_ended.Dequeue());
            }
        }

        job.End();
        Tell(ended);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed in a way that nobody foresaw.")]
    private static partial void Unforeseen(ILogger log, Exception? error, string job);
}
