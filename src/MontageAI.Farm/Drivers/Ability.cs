using System.Collections.Concurrent;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Drivers;

/// <summary>What the nodes of a farm can, as a job sees it. One caller looks; the rest is safe for threads.</summary>
/// <param name="time">The clock.</param>
internal sealed class Ability(TimeProvider time)
{
    // Longer than a node needs to say again that it lives.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    // Longer than a host needs to be started again, by hand or by its service.
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, long> _lastAble = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, NodeFacts> _seen = new(StringComparer.Ordinal);
    private long _lastNode = time.GetTimestamp();
    private long _lastOut;
    private IReadOnlyList<NodeFacts> _nodes = [];

    /// <summary>Takes note of the nodes that live.</summary>
    /// <param name="nodes">They.</param>
    /// <param name="needs">What is wanted of them.</param>
    public void See(IReadOnlyList<NodeFacts> nodes, IEnumerable<string> needs)
    {
        long now = time.GetTimestamp();
        _nodes = nodes;
        _lastNode = nodes.Count > 0 ? now : _lastNode;
        foreach (string need in needs.Distinct())
        {
            if (nodes.Any(n => n.Can.Contains(need)))
            {
                _lastAble[need] = now;
            }
            else
            {
                _lastAble.TryAdd(need, now);
            }
        }

        foreach (NodeFacts node in nodes)
        {
            _seen[node.Name] = node;
        }
    }

    /// <summary>Takes note that the queue does not answer.</summary>
    public void Miss() => _lastOut = time.GetTimestamp();

    /// <summary>Speed of a node with such work, million pixels a second; null where it is not known.</summary>
    public double? SpeedOf(string node, string work) =>
        _seen.TryGetValue(node, out NodeFacts? facts) ? Speculation.SpeedOf(facts, work) : null;

    /// <summary>Why a task with such needs is not carried out by anybody, with the remedy; null where it may be soon.</summary>
    /// <param name="needs">Its needs.</param>
    /// <param name="isThere">Whether the queue answers.</param>
    public string? LackOf(IReadOnlyList<string> needs, bool isThere)
    {
        if (!isThere)
        {
            return time.GetElapsedTime(_lastNode) > s_outage ? "the farm's queue does not answer any more." : null;
        }

        // Nodes find a queue that came back no sooner than jobs do.
        if (time.GetElapsedTime(Math.Max(_lastNode, _lastOut)) > s_patience)
        {
            return "no machine works for the farm. Run 'montage-ai farm join' on some.";
        }

        string? lacking = needs.FirstOrDefault(n =>
            _lastAble.TryGetValue(n, out long last) && time.GetElapsedTime(Math.Max(last, _lastOut)) > s_patience
        );
        return lacking is null
            ? null
            : $"no machine of the farm ({string.Join(", ", _nodes.Select(n => n.Name))}) can do '{lacking}'. Join one that can; "
                + "'montage-ai farm nodes' says what each can, 'montage-ai doctor' there says why not.";
    }
}
