using StackExchange.Redis;

namespace MontageAI.Farm.Queue;

/// <summary>The nodes of a farm: those that live, those that are to leave and those that were set aside. Safe for threads.</summary>
/// <param name="data">Where it lies.</param>
internal sealed class NodeTable(IDatabase data)
{
    private const string NodesKey = FarmStore.Prefix + "nodes";
    private const string AsideKey = FarmStore.Prefix + "aside";
    private static readonly TimeSpan s_heldKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_drainsKept = TimeSpan.FromMinutes(10);

    /// <summary>Says that a node lives.</summary>
    /// <returns>Whether it is to leave.</returns>
    public async Task<bool> BeatAsync(NodeFacts node)
    {
        await data.StringSetAsync(NodeKey(node.Name), FarmJson.Text(node, FarmJson.Default.NodeFacts), FarmStore.Alive)
            .ConfigureAwait(false);
        await data.SetAddAsync(NodesKey, node.Name).ConfigureAwait(false);
        return await data.KeyExistsAsync(DrainKey(node.Name)).ConfigureAwait(false);
    }

    /// <summary>Says that a node has left, or is dead.</summary>
    public async Task LeaveAsync(string node)
    {
        await data.SetRemoveAsync(NodesKey, node).ConfigureAwait(false);
        string[] queues = FarmJobs.OwnQueuesOf(node);
        await data.SetRemoveAsync(FarmJobs.QueuesKey, [.. queues.Select(q => (RedisValue)q)]).ConfigureAwait(false);
        await data.KeyDeleteAsync([NodeKey(node), DrainKey(node), .. queues.Select(FarmJobs.WaitingKey)]).ConfigureAwait(false);
    }

    /// <summary>Asks a node to leave.</summary>
    public Task DrainAsync(string node) => data.StringSetAsync(DrainKey(node), "1", s_drainsKept);

    /// <summary>Says what of which clips a node has (<see cref="HeldClip"/>). It stays for a day, since a node that is taken for dead may
    /// only have been silent.</summary>
    public Task HoldAsync(string node, IReadOnlyDictionary<string, string> clips) =>
        data.StringSetAsync(HeldKey(node), FarmJson.Text(clips.ToDictionary(), FarmJson.Default.DictionaryStringString), s_heldKept);

    /// <summary>What of which clips a node has, as far as it has said so.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HeldAsync(string node) =>
        FarmJson.Read(await data.StringGetAsync(HeldKey(node)).ConfigureAwait(false), FarmJson.Default.DictionaryStringString) ?? [];

    /// <summary>The nodes that live.</summary>
    public async Task<IReadOnlyList<NodeFacts>> AllAsync()
    {
        List<NodeFacts> nodes = [];
        foreach (RedisValue name in await data.SetMembersAsync(NodesKey).ConfigureAwait(false))
        {
            RedisValue text = await data.StringGetAsync(NodeKey(name.ToString())).ConfigureAwait(false);
            if (FarmJson.Read(text, FarmJson.Default.NodeFacts) is { } node)
            {
                nodes.Add(node);
            }
            else
            {
                await data.SetRemoveAsync(NodesKey, name).ConfigureAwait(false);
            }
        }

        return [.. nodes.OrderBy(n => n.Name, StringComparer.Ordinal)];
    }

    /// <summary>Says that a node was set aside.</summary>
    public Task SetAsideAsync(AsideFacts node) => data.HashSetAsync(AsideKey, node.Name, FarmJson.Text(node, FarmJson.Default.AsideFacts));

    /// <summary>The nodes that were set aside and have not joined again.</summary>
    public async Task<IReadOnlyList<AsideFacts>> AsideAsync()
    {
        HashEntry[] entries = await data.HashGetAllAsync(AsideKey).ConfigureAwait(false);
        return
        [
            .. entries
                .Select(e => FarmJson.Read(e.Value, FarmJson.Default.AsideFacts))
                .OfType<AsideFacts>()
                .OrderBy(a => a.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Takes it back, since its user has joined again.</summary>
    public async Task TakeBackAsync(string place)
    {
        foreach (AsideFacts node in (await AsideAsync().ConfigureAwait(false)).Where(a => a.Place == place))
        {
            await data.HashDeleteAsync(AsideKey, node.Name).ConfigureAwait(false);
        }
    }

    private static string HeldKey(string node) => FarmStore.Prefix + "held:" + node;

    private static string NodeKey(string node) => FarmStore.Prefix + "node:" + node;

    private static string DrainKey(string node) => FarmStore.Prefix + "drain:" + node;
}
