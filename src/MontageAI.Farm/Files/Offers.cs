using System.Collections.Concurrent;
using MontageAI.Farm.Members;

namespace MontageAI.Farm.Files;

/// <summary>The files that tasks of running jobs read; nothing else leaves the host. Whoever runs a job says it again every second; what is
/// not said any more lapses. Safe for threads.</summary>
/// <param name="time">The clock.</param>
internal sealed class Offers(TimeProvider time)
{
    private static readonly TimeSpan s_good = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (OfferedSource Source, long At)> _sources = new(StringComparer.Ordinal);

    /// <summary>Takes offers.</summary>
    public void Take(IEnumerable<OfferedSource> sources)
    {
        foreach (OfferedSource source in sources)
        {
            _sources[source.Fingerprint] = (source, time.GetTimestamp());
        }

        foreach ((string fingerprint, (_, long at)) in _sources)
        {
            if (time.GetElapsedTime(at) > s_good)
            {
                _sources.TryRemove(fingerprint, out _);
            }
        }
    }

    /// <summary>What is offered under a fingerprint now; null where nothing is.</summary>
    public OfferedSource? Of(string fingerprint) =>
        _sources.TryGetValue(fingerprint, out (OfferedSource Source, long At) found) && time.GetElapsedTime(found.At) <= s_good
            ? found.Source
            : null;
}
