using System.Diagnostics.CodeAnalysis;
using Hangfire;
using Hangfire.Common;
using Hangfire.Logging;
using Hangfire.Redis.StackExchange;
using Hangfire.States;
using MontageAI.Errors;
using Newtonsoft.Json;
using StackExchange.Redis;

namespace MontageAI.Farm.Queue;

/// <summary>
/// Hangfire as a farm uses it. As it comes, whoever can write to the queue has any method of .NET run on every worker; here a job can be
/// nothing but a <see cref="FarmTask"/> with one text.
/// </summary>
internal static class FarmJobs
{
    /// <summary>How often a server says that it lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    /// <summary>How soon a cancelled job is told so.</summary>
    public static readonly TimeSpan CancellationCheck = TimeSpan.FromMilliseconds(500);

    private const string Prefix = FarmStore.Prefix + "q:";
    private static readonly int[] s_delays = [0, 2, 10];
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(10);

    // Retrying decides first that a job is to be queued again.
    private const int AfterRetry = 100;

    // Lost notifications would otherwise stall a job for minutes.
    private static readonly TimeSpan s_fetch = TimeSpan.FromSeconds(1);

    // A parameter of a job: the queue that it goes back to when it is tried again.
    private const string QueueParameter = "FarmQueue";

    /// <summary>Key of the set of all queues.</summary>
    public static RedisKey QueuesKey => Prefix + "queues";

    /// <summary>Key of a queue's list of jobs that wait.</summary>
    public static RedisKey WaitingKey(string queue) => Prefix + "queue:" + queue;

    /// <summary>The queue of tasks.</summary>
    /// <param name="isInteractive">Whether somebody waits for them before a screen.</param>
    /// <param name="needs">What a machine must be able to do.</param>
    public static string QueueOf(bool isInteractive, IReadOnlyList<string> needs) =>
        (isInteractive ? "preview-" : "batch-") + (needs.Count > 0 ? needs[0] : "cpu");

    /// <summary>The queue of tasks that one node alone is to carry out.</summary>
    public static string QueueOfNode(string node) => "node-" + node;

    /// <summary>The same for tasks that nobody waits for: what somebody waits for goes before them, whoever is to carry it out.</summary>
    public static string LaterQueueOfNode(string node) => "batch-node-" + node;

    /// <summary>The queues that one node alone reads.</summary>
    public static string[] OwnQueuesOf(string node) => [QueueOfNode(node), LaterQueueOfNode(node)];

    /// <summary>The queues of a node, in the order in which it looks into them.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="can">What it can.</param>
    public static string[] QueuesOf(string node, IReadOnlyList<string> can) =>
        [QueueOfNode(node), .. can.Select(c => QueueOf(true, [c])), LaterQueueOfNode(node), .. can.Select(c => QueueOf(false, [c]))];

    /// <summary>Puts a task into a queue.</summary>
    /// <returns>Its number there.</returns>
    public static string Add(RedisStorage jobs, string key, string queue)
    {
        string job = Make(jobs, key, queue);
        Offer(jobs, job, queue);
        return job;
    }

    /// <summary>Makes a job of a task, which no node sees before it is offered.</summary>
    /// <param name="jobs">The queues.</param>
    /// <param name="key">The task.</param>
    /// <param name="queue">The queue that it goes back to when it is tried again, or when the node for which it waited is gone.</param>
    /// <returns>Its number.</returns>
    public static string Make(RedisStorage jobs, string key, string queue) =>
        new BackgroundJobClient(jobs).Create(
            Job.FromExpression<FarmTask>(t => t.Run(key, CancellationToken.None)),
            new MadeState(),
            new Dictionary<string, object> { [QueueParameter] = queue }
        );

    /// <summary>Puts a job that was made, and not deleted since, into its queue.</summary>
    public static void Offer(RedisStorage jobs, string job, string queue) =>
        new BackgroundJobClient(jobs).ChangeState(job, new EnqueuedState(queue), MadeState.Said);

    /// <summary>Puts a job into the queue that it goes back to.</summary>
    public static void GiveBack(RedisStorage jobs, string job) => new BackgroundJobClient(jobs).Requeue(job);

    /// <summary>Sets up what Hangfire keeps once per process, and opens its storage.</summary>
    /// <param name="redis">Where it lies.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    public static RedisStorage Open(IConnectionMultiplexer redis, Action<string> log)
    {
        GlobalConfiguration
            .Configuration.UseLogProvider(new LineLog(log))
            .UseTypeSerializer(NameOf)
            .UseTypeResolver(name => TypeOf(name, log))
            .UseSerializerSettings(new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None, MaxDepth = 8 });
        // The filters that come with it read states and continuations out of a job's own parameters.
        GlobalJobFilters.Filters.Clear();
        GlobalJobFilters.Filters.Add(
            new AutomaticRetryAttribute
            {
                Attempts = s_delays.Length,
                DelaysInSeconds = s_delays,
                ExceptOn = [typeof(TaskRefusedException), typeof(JobLoadException)],
                LogEvents = false,
            }
        );
        GlobalJobFilters.Filters.Add(new SameQueue(), AfterRetry);
        return new RedisStorage(redis, new RedisStorageOptions { Prefix = Prefix, FetchTimeout = s_fetch })
        {
            JobExpirationTimeout = s_kept,
        };
    }

    /// <summary>The name under which a type stands in the queue.</summary>
    public static string NameOf(Type type) =>
        type == typeof(FarmTask) ? "task"
        : type == typeof(string) ? "text"
        : type == typeof(CancellationToken) ? "cancel"
        : type.FullName!;

    /// <summary>The type of a name; the three that there are, and no other.</summary>
    /// <exception cref="TaskRefusedException">It is another.</exception>
    public static Type TypeOf(string name, Action<string> log)
    {
        switch (name)
        {
            case "task":
                return typeof(FarmTask);
            case "text":
                return typeof(string);
            case "cancel":
                return typeof(CancellationToken);
            default:
                string shown = Printable.Of(name.Length <= 200 ? name : name[..200] + "...");
                log($"refused: a job names the type '{shown}'");
                throw new TaskRefusedException($"A job may not name the type '{shown}'.");
        }
    }

    // Of a job whose number is not written down yet. Final, so that what is never offered lapses by itself.
    private sealed class MadeState : IState
    {
        public const string Said = "Made";

        public string Name => Said;

        public string? Reason => null;

        public bool IsFinal => true;

        public bool IgnoreJobLoadException => false;

        public Dictionary<string, string> SerializeData() => [];
    }

    // Whoever queues a job again (retries, the reaper) names no queue, and the default one has no readers. A job whose own queue is not
    // known, since a queue that was killed has lost a part of it, ends: whoever waits for its task sends that again.
    private sealed class SameQueue : IElectStateFilter
    {
        public void OnStateElection(ElectStateContext context)
        {
            if (context.CandidateState is EnqueuedState { Queue: EnqueuedState.DefaultQueue } queued)
            {
                string? queue = context.GetJobParameter<string>(QueueParameter);
                if (IsQueue(queue))
                {
                    queued.Queue = queue;
                }
                else
                {
                    context.CandidateState = new DeletedState { Reason = "the queue that it is of is not known any more" };
                }
            }
        }

        private static bool IsQueue([NotNullWhen(true)] string? queue) =>
            queue is { Length: > 0 and <= 100 } && queue.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }

    // Hangfire's own lines, of which only what went wrong matters.
    private sealed class LineLog(Action<string> log) : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;

        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            if (logLevel < LogLevel.Error)
            {
                return false;
            }

            if (messageFunc is not null)
            {
                log($"queue: {Printable.Of(messageFunc())}{(exception is null ? "" : " " + Printable.Of(exception.Message))}");
            }

            return true;
        }
    }
}
