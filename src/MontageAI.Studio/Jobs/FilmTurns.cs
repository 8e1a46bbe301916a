namespace MontageAI.Studio.Jobs;

/// <summary>
/// Whose film is next: of the project that has had the fewest, those counted that are being made. Counted while somebody wants films; who
/// wanted none for a while has no claim on what others had meanwhile. For one caller at a time.
/// </summary>
internal sealed class FilmTurns
{
    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>Films that are being made.</summary>
    public int Running => _counts.Values.Sum(c => c.Running);

    /// <summary>Films that a project has had and that are being made for it; the least is next.</summary>
    public int Had(string project) => _counts.GetValueOrDefault(project)?.Had ?? 0;

    /// <summary>A project wants one more.</summary>
    public void Want(string project)
    {
        Count[] others = [.. _counts.Where(c => c.Key != project && c.Value.IsActive).Select(c => c.Value)];
        if (!_counts.TryGetValue(project, out Count? count))
        {
            _counts[project] = count = new Count();
        }

        if (!count.IsActive && others.Length > 0)
        {
            count.Had = Math.Max(count.Had, others.Min(o => o.Had - o.Running));
        }

        count.Waiting++;
    }

    /// <summary>One that was wanted is not any more.</summary>
    public void Withdraw(string project)
    {
        _counts[project].Waiting--;
        Rest();
    }

    /// <summary>One that was wanted is being made.</summary>
    public void Begin(string project)
    {
        Count count = _counts[project];
        count.Waiting--;
        count.Running++;
        count.Had++;
    }

    /// <summary>One that was being made is not any more.</summary>
    public void End(string project)
    {
        _counts[project].Running--;
        Rest();
    }

    private void Rest()
    {
        if (!_counts.Values.Any(c => c.IsActive))
        {
            _counts.Clear();
        }
    }

    private sealed class Count
    {
        public int Waiting { get; set; }

        public int Running { get; set; }

        public int Had { get; set; }

        public bool IsActive => Waiting + Running > 0;
    }
}
