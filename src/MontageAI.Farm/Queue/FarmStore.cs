using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Farm.Members;
using MontageAI.Farm.Settings;
using MontageAI.Tasks;
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
    private const string NodesKey = Prefix + "nodes";
    private const int OldestMajor = 7;
    private static readonly TimeSpan s_specsKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_endsKept = TimeSpan.FromMinutes(10);

    // With the ticks that the reaper waits for, a node that is silent for six seconds is dead.
    private static readonly TimeSpan s_alive = TimeSpan.FromSeconds(4);

    private FarmStore(ConnectionMultiplexer redis) => Redis = redis;

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
            ConnectTimeout = 3000,
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
    /// <param name="name">Name that is wished for there.</param>
    /// <param name="build">Build of a machine that is to work; null of one that sends tasks or asks.</param>
    /// <exception cref="MontageException">There is none behind the link.</exception>
    public static async Task<(FarmStore Store, FarmFacts Facts)> EnterAsync(FarmLink link, string name, string? build)
    {
        if (link.IsHosts)
        {
            Membership membership = await Membership.JoinAsync(link, name, build).ConfigureAwait(false);
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
            return build is null || build == facts.Build
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
        Read(await Data.StringGetAsync(FarmKey).ConfigureAwait(false), FarmJson.Default.FarmFacts);

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

        await Data.StringSetAsync(HostKey, host, s_alive).ConfigureAwait(false);
        await Data.StringSetAsync(FarmKey, Text(facts, FarmJson.Default.FarmFacts)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Says that nobody hosts any more.</summary>
    public Task LeaveAsync() => Data.KeyDeleteAsync(HostKey);

    /// <summary>Says that a node lives.</summary>
    /// <returns>Whether it is to leave.</returns>
    public async Task<bool> BeatAsync(NodeFacts node)
    {
        await Data.StringSetAsync(NodeKey(node.Name), Text(node, FarmJson.Default.NodeFacts), s_alive).ConfigureAwait(false);
        await Data.SetAddAsync(NodesKey, node.Name).ConfigureAwait(false);
        return await Data.KeyExistsAsync(DrainKey(node.Name)).ConfigureAwait(false);
    }

    /// <summary>Says that a node has left.</summary>
    public async Task LeaveAsync(string node)
    {
        await Data.SetRemoveAsync(NodesKey, node).ConfigureAwait(false);
        await Data.KeyDeleteAsync([NodeKey(node), DrainKey(node)]).ConfigureAwait(false);
    }

    /// <summary>Asks a node to leave.</summary>
    public Task DrainAsync(string node) => Data.StringSetAsync(DrainKey(node), "1", s_endsKept);

    /// <summary>The nodes that live.</summary>
    public async Task<IReadOnlyList<NodeFacts>> NodesAsync()
    {
        List<NodeFacts> nodes = [];
        foreach (RedisValue name in await Data.SetMembersAsync(NodesKey).ConfigureAwait(false))
        {
            if (Read(await Data.StringGetAsync(NodeKey(name.ToString())).ConfigureAwait(false), FarmJson.Default.NodeFacts) is { } node)
            {
                nodes.Add(node);
            }
            else
            {
                await Data.SetRemoveAsync(NodesKey, name).ConfigureAwait(false);
            }
        }

        return [.. nodes.OrderBy(n => n.Name, StringComparer.Ordinal)];
    }

    /// <summary>Whether a job waits in the queue.</summary>
    public async Task<bool> IsWaitingAsync(string job) => await Data.ListPositionAsync(FarmJobs.WaitingKey, job).ConfigureAwait(false) >= 0;

    /// <summary>Jobs in the queue.</summary>
    public Task<long> WaitingAsync() => Data.ListLengthAsync(FarmJobs.WaitingKey);

    /// <summary>Puts a spec where workers find it; what is known of an earlier attempt is forgotten.</summary>
    public async Task PutSpecAsync(TaskSpec spec)
    {
        await Data.KeyDeleteAsync(EndKey(spec.Key)).ConfigureAwait(false);
        await Data.StringSetAsync(SpecKey(spec.Key), TaskSpecJson.Write(spec), s_specsKept).ConfigureAwait(false);
    }

    /// <summary>The spec of a key.</summary>
    /// <exception cref="TaskRefusedException">There is none, or it is none that may be carried out.</exception>
    public async Task<TaskSpec> SpecAsync(string key)
    {
        if (key is not { Length: 64 } || !key.All(char.IsAsciiHexDigitLower))
        {
            string shown = key is null ? "" : Printable.Of(key.Length <= 200 ? key : key[..200] + "...");
            throw new TaskRefusedException($"A job names '{shown}', which is no key of a spec.");
        }

        // Before it is read, since it may be of any size.
        long bytes = await Data.StringLengthAsync(SpecKey(key)).ConfigureAwait(false);
        if (bytes is 0 or > TaskSpec.MostBytes)
        {
            throw new TaskRefusedException(
                bytes == 0 ? $"There is no spec {key}." : $"The spec {key} has {bytes} bytes; {TaskSpec.MostBytes} are the most."
            );
        }

        try
        {
            RedisValue text = await Data.StringGetAsync(SpecKey(key)).ConfigureAwait(false);
            TaskSpec spec = TaskSpecJson.Read(Encoding.UTF8.GetBytes(text.ToString()), key);
            return spec.Key == key ? spec : throw new TaskRefusedException($"The spec {key} says that it is another.");
        }
        catch (ConfigurationException e)
        {
            throw new TaskRefusedException(e.Sentence.ToString());
        }
    }

    /// <summary>Says how a task ended.</summary>
    public async Task PutEndAsync(string key, TaskEnd end)
    {
        await Data.StringSetAsync(EndKey(key), Text(end, FarmJson.Default.TaskEnd), s_endsKept).ConfigureAwait(false);
        await Data.PublishAsync(RedisChannel.Literal(Prefix + "ends"), key).ConfigureAwait(false);
    }

    /// <summary>How a task ended; null where it has not.</summary>
    public async Task<TaskEnd?> EndAsync(string key) =>
        Read(await Data.StringGetAsync(EndKey(key)).ConfigureAwait(false), FarmJson.Default.TaskEnd);

    /// <summary>Calls back whenever a task has ended; a call may be lost.</summary>
    public Task ListenAsync(Action onEnd) => Redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Prefix + "ends"), (_, _) => onEnd());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync().ConfigureAwait(false);
        if (Membership is { } membership)
        {
            await membership.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string NodeKey(string node) => Prefix + "node:" + node;

    private static string DrainKey(string node) => Prefix + "drain:" + node;

    private static string SpecKey(string key) => Prefix + "spec:" + key;

    private static string EndKey(string key) => Prefix + "end:" + key;

    private static string Text<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    private static T? Read<T>(RedisValue text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return text.HasValue ? JsonSerializer.Deserialize(text.ToString(), type) : null;
        }
        catch (JsonException)
        {
            // Written by a stranger; the same as nothing.
            return null;
        }
    }
}
