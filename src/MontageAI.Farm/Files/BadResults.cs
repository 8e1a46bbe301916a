using System.Collections.Concurrent;

namespace MontageAI.Farm.Files;

/// <summary>How many bad results each member has given. Safe for threads.</summary>
internal sealed class BadResults
{
    /// <summary>Stands in what a member is told that is set aside.</summary>
    public const string SetAside = "sets this machine aside";

    private const int Most = 3;

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one.</summary>
    /// <returns>Whether the member is to be set aside for it; once.</returns>
    public bool Add(string member) => _counts.AddOrUpdate(member, 1, (_, before) => before + 1) == Most;
}
