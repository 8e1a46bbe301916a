using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Tests;

/// <summary>What a farm knows of a machine, without the machine: it says that it lives, and takes nothing.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly FarmStore _store;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _work;
    private NodeFacts _facts;
    private Task _living = Task.CompletedTask;

    private StandIn(FarmStore store, NodeFacts facts, string work) => (_store, _facts, _work) = (store, facts, work);

    /// <summary>Its name.</summary>
    public string Name => _facts.Name;

    /// <summary>Joins with one slot.</summary>
    /// <param name="store">The farm.</param>
    /// <param name="name">How its name begins.</param>
    /// <param name="work">What it was measured with.</param>
    /// <param name="speed">Million pixels a second.</param>
    /// <param name="clip">Fingerprint of a clip that it has; null for none.</param>
    /// <param name="can">What it can.</param>
    public static async Task<StandIn> JoinAsync(FarmStore store, string name, string work, double speed, string? clip, params string[] can)
    {
        NodeFacts facts = new($"{name}-{Guid.NewGuid().ToString("N")[..6]}", 1, 0)
        {
            Can = ["cpu", .. can],
            Machine = name,
            Held = clip is null ? 0 : 1,
        };
        StandIn node = new(store, facts, work);
        if (clip is not null)
        {
            await store.Nodes.HoldAsync(facts.Name, new Dictionary<string, string> { [HeldClip.NameOf(clip)] = HeldClip.Whole });
        }

        await node.SayAsync(speed);
        node._living = node.LiveAsync();
        return node;
    }

    /// <summary>Says how quick it is from now on, and how many tasks it runs at once.</summary>
    public async Task SayAsync(double speed, double? bytesPerSecond = null, int slots = 1)
    {
        _facts = _facts with
        {
            Slots = slots,
            Measured = new SpeedFacts(new Dictionary<string, double> { [_work] = speed }, bytesPerSecond),
        };
        await _store.Nodes.BeatAsync(_facts);
    }

    /// <summary>Says nothing any more.</summary>
    public async Task DieAsync()
    {
        await _stop.CancelAsync();
        await _living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DieAsync();
        await _store.Nodes.LeaveAsync(Name);
        _stop.Dispose();
    }

    private async Task LiveAsync()
    {
        while (true)
        {
            await Task.Delay(s_tick, _stop.Token);
            await _store.Nodes.BeatAsync(_facts);
        }
    }
}
