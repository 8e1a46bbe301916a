using Hangfire.Redis.StackExchange;
using MontageAI.Errors;
using MontageAI.Farm.Members;
using MontageAI.Farm.Settings;
using StackExchange.Redis;

namespace MontageAI.Farm.Queue;

/// <summary>What a farm keeps in Redis beside the queue: itself, its nodes, specs and ends of tasks. All of it may be lost at any time and
/// is written again by whoever knows it. Safe for threads; the owner disposes it.</summary>
internal sealed class FarmStore : IAsyncDisposable
{
    /// <summary>Begins all keys of a farm.</summary>
    public const string Prefix = "montage-farm:";

    private const string FarmKey = Prefix + "farm";
    private const string HostKey = Prefix + "host";
    private const int OldestMajor = 7;

    private FarmStore(ConnectionMultiplexer redis)
    {
        Redis = redis;
        Nodes = new NodeTable(Data);
        Speeds = new SpeedTable(Data);
        Jobs = new JobTable(Data);
        Tasks = new TaskBook(redis, TimeProvider.System);
        Results = new SharedCache(Data, TimeProvider.System);
    }

    /// <summary>How long a sign of life is good. With the looks that the reaper waits for, a node that is silent for six seconds is
    /// dead.</summary>
    public static TimeSpan Alive { get; } = TimeSpan.FromSeconds(4);

    /// <summary>Its nodes.</summary>
    public NodeTable Nodes { get; }

    /// <summary>What was measured of machines.</summary>
    public SpeedTable Speeds { get; }

    /// <summary>The jobs that use it.</summary>
    public JobTable Jobs { get; }

    /// <summary>Its tasks.</summary>
    public TaskBook Tasks { get; }

    /// <summary>Small results that its machines share.</summary>
    public SharedCache Results { get; }

    /// <summary>What gives a member of a host's own queue its rights there; null with a Redis, and for the host itself.</summary>
    public Membership? Membership { get; private init; }

    /// <summary>The connection.</summary>
    public ConnectionMultiplexer Redis { get; }

    private IDatabase Data => Redis.GetDatabase();

    /// <summary>Connects.</summary>
    /// <exception cref="MontageException">There is no Redis, or not one that will do.</exception>
    public static async Task<FarmStore> ConnectAsync(FarmLink link)
    {
        ConfigurationOptions options = new()
        {
            EndPoints = { { link.Host, link.Port } },
            User = link.User,
            Password = link.Password,
            // A machine that has its hands full answers late, and one that is not there refuses at once.
            ConnectTimeout = 10_000,
            ConnectRetry = 1,
            AbortOnConnectFail = true,
            ClientName = "montage-ai",
            Ssl = link.IsHosts,
            // The host ends connections of those that it removes.
            AllowAdmin = link.User == MemberTable.Keeper,
        };
        if (link.IsHosts)
        {
            options.CertificateValidation += (_, certificate, _, _) =>
                certificate is not null && HostCertificate.PinOf(certificate) == link.Pin;
        }

        string where = link.Where;
        try
        {
            ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
            Version version = redis.GetServer(link.Host, link.Port).Version;
            if (version.Major >= OldestMajor)
            {
                return new FarmStore(redis);
            }

            await redis.DisposeAsync().ConfigureAwait(false);
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"The Redis at {where} is version {version}; {OldestMajor} or newer is needed. Install a newer one."
            );
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            bool isRefused = e.ToString() is { } text && (text.Contains("WRONGPASS", Ordinal) || text.Contains("NOAUTH", Ordinal));
            throw new MontageException(
                ErrorCode.FarmFailed,
                isRefused
                    ? $"The queue at {where} does not accept the password. Take the whole link that 'farm host' prints now; for a Redis of "
                        + "your own the password stands in --redis redis://:PASSWORD@HOST:PORT."
                    : $"No queue of a farm answers at {where}. Run 'montage-ai farm host' there; where it has a Redis of its own, "
                        + "start that first."
            );
        }
    }

    private static StringComparison Ordinal => StringComparison.Ordinal;

    /// <summary>Connects to a farm that is hosted.</summary>
    /// <param name="link">The farm.</param>
    /// <param name="asked">Name that is wished for there, and what it is for.</param>
    /// <exception cref="MontageException">There is none behind the link.</exception>
    public static async Task<(FarmStore Store, FarmFacts Facts)> EnterAsync(FarmLink link, JoinRequest asked)
    {
        if (link.IsHosts)
        {
            Membership membership = await Membership.JoinAsync(link, asked).ConfigureAwait(false);
            try
            {
                FarmStore own = await ConnectAsync(link with { User = membership.Reply.Name, Password = membership.Reply.Secret })
                    .ConfigureAwait(false);
                return (new FarmStore(own.Redis) { Membership = membership }, membership.Reply.Farm);
            }
            catch (MontageException)
            {
                await membership.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        FarmStore store = await ConnectAsync(link).ConfigureAwait(false);
        FarmFacts? facts = await store.FactsAsync().ConfigureAwait(false);
        if (facts?.Id == link.Id)
        {
            return asked.Build is not { } build || build == facts.Build
                ? (store, facts)
                : throw new MontageException(ErrorCode.FarmFailed, FarmFacts.OtherBuild(facts.Build, build));
        }

        await store.DisposeAsync().ConfigureAwait(false);
        throw new MontageException(
            ErrorCode.FarmFailed,
            facts is null
                ? "No farm is hosted there. Run 'montage-ai farm host' on the machine of the link."
                : "The link is of another farm than the one that is hosted there now. Take the link that 'farm host' prints now."
        );
    }

    /// <summary>What the farm says of itself; null where none is hosted.</summary>
    public async Task<FarmFacts?> FactsAsync() =>
        FarmJson.Read(await Data.StringGetAsync(FarmKey).ConfigureAwait(false), FarmJson.Default.FarmFacts);

    /// <summary>Says that a host is there.</summary>
    /// <param name="facts">Its farm.</param>
    /// <param name="host">Names the host.</param>
    /// <param name="isGone">Whether another host, which did not say that it leaves, is gone all the same.</param>
    /// <returns>Whether it is the only one.</returns>
    public async Task<bool> HostAsync(FarmFacts facts, string host, Func<string, bool> isGone)
    {
        RedisValue other = await Data.StringGetAsync(HostKey).ConfigureAwait(false);
        if (other.HasValue && other != host && !isGone(other.ToString()))
        {
            return false;
        }

        await Data.StringSetAsync(HostKey, host, Alive).ConfigureAwait(false);
        await Data.StringSetAsync(FarmKey, FarmJson.Text(facts, FarmJson.Default.FarmFacts)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether somebody hosts it now. What a farm said of itself outlives its host.</summary>
    public Task<bool> IsHostedAsync() => Data.KeyExistsAsync(HostKey);

    /// <summary>Says that nobody hosts any more.</summary>
    public Task LeaveAsync() => Data.KeyDeleteAsync(HostKey);

    /// <summary>The queues in which something waits.</summary>
    public async Task<IReadOnlyList<QueueFacts>> QueuesAsync()
    {
        List<QueueFacts> queues = [];
        foreach (RedisValue name in await Data.SetMembersAsync(FarmJobs.QueuesKey).ConfigureAwait(false))
        {
            long waiting = await Data.ListLengthAsync(FarmJobs.WaitingKey(name.ToString())).ConfigureAwait(false);
            if (waiting > 0)
            {
                queues.Add(new QueueFacts(name.ToString(), waiting));
            }
        }

        return [.. queues.OrderBy(q => q.Name, StringComparer.Ordinal)];
    }

    /// <summary>What the farm does now.</summary>
    /// <param name="facts">What it says of itself.</param>
    public async Task<FarmStatus> StatusAsync(FarmFacts facts)
    {
        IReadOnlyList<QueueFacts> queues = await QueuesAsync().ConfigureAwait(false);
        return new FarmStatus(
            facts.Id,
            facts.Store,
            queues.Sum(q => q.Waiting),
            await Nodes.AllAsync().ConfigureAwait(false),
            queues,
            [.. (await Jobs.AllAsync().ConfigureAwait(false)).Select(j => j.Facts).OfType<JobFacts>()],
            await Nodes.AsideAsync().ConfigureAwait(false)
        );
    }

    /// <summary>Takes a job that was deleted out of whatever queue it waits in; Hangfire leaves that to the next node that has a slot
    /// free.</summary>
    public async Task TakeOutAsync(string job)
    {
        foreach (RedisValue name in await Data.SetMembersAsync(FarmJobs.QueuesKey).ConfigureAwait(false))
        {
            await Data.ListRemoveAsync(FarmJobs.WaitingKey(name.ToString()), job).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a job out of the queue that it waits in.</summary>
    /// <returns>Whether it waited there: else a node has it by now.</returns>
    public async Task<bool> TakeBackAsync(string queue, string job) =>
        await Data.ListRemoveAsync(FarmJobs.WaitingKey(queue), job).ConfigureAwait(false) > 0;

    /// <summary>Gives what waits for one node alone to all: it is dead, or leaves.</summary>
    /// <param name="jobs">The queues.</param>
    /// <param name="node">The node.</param>
    public async Task GiveBackAsync(RedisStorage jobs, string node)
    {
        foreach (RedisKey key in FarmJobs.OwnQueuesOf(node).Select(FarmJobs.WaitingKey))
        {
            long waiting = await Data.ListLengthAsync(key).ConfigureAwait(false);
            for (; waiting > 0 && await Data.ListRightPopAsync(key).ConfigureAwait(false) is { HasValue: true } job; waiting--)
            {
                string number = job.ToString();
                await Task.Run(() => FarmJobs.GiveBack(jobs, number)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a job waits in a queue.</summary>
    public async Task<bool> IsWaitingAsync(string queue, string job) =>
        await Data.ListPositionAsync(FarmJobs.WaitingKey(queue), job).ConfigureAwait(false) >= 0;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync().ConfigureAwait(false);
        if (Membership is { } membership)
        {
            await membership.DisposeAsync().ConfigureAwait(false);
        }
    }
}
