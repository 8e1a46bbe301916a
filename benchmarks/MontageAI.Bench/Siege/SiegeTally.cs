using System.Globalization;

namespace MontageAI.Bench.Siege;

/// <summary>Counts what was tried and what was found, by kind.</summary>
internal sealed class SiegeTally
{
    private readonly Dictionary<string, (int Tried, Dictionary<string, (int Count, string First)> Findings)> _kinds = [];
    private readonly List<string> _order = [];

    /// <summary>Findings of all kinds; those that look alike count as one.</summary>
    public IEnumerable<string> Findings =>
        _order.SelectMany(k => _kinds[k].Findings.Select(f => $"{k}: {f.Key} ({f.Value.Count} times, first {f.Value.First})"));

    /// <summary>Everything that was tried.</summary>
    public int Tried => _kinds.Values.Sum(k => k.Tried);

    /// <summary>Counts one trial.</summary>
    /// <param name="kind">What was tried.</param>
    /// <param name="trial">Which trial it was, so that it can be had again.</param>
    /// <param name="finding">What went wrong, worded alike for what is alike; null where nothing did.</param>
    public void Add(string kind, string trial, string? finding)
    {
        if (!_kinds.TryGetValue(kind, out (int Tried, Dictionary<string, (int Count, string First)> Findings) row))
        {
            row = (0, []);
            _order.Add(kind);
        }

        _kinds[kind] = (row.Tried + 1, row.Findings);
        if (finding is not null)
        {
            row.Findings[finding] = row.Findings.TryGetValue(finding, out (int Count, string First) before)
                ? (before.Count + 1, before.First)
                : (1, trial);
        }
    }

    /// <summary>Prints the table, then every finding.</summary>
    public void Print(TextWriter to)
    {
        to.WriteLine("| kind | tried | findings |");
        to.WriteLine("|---|---|---|");
        foreach (string kind in _order)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {_kinds[kind].Tried} | {_kinds[kind].Findings.Count} |"));
        }

        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| all | {Tried} | {Findings.Count()} |"));
        foreach (string finding in Findings)
        {
            to.WriteLine();
            to.WriteLine(finding);
        }
    }
}
