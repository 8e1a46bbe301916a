namespace MontageAI.Engine.Projects;

/// <summary>Which revisions there are, which is shown, and what undo and redo lead to: replayed from the log. Not safe for threads.</summary>
internal sealed class ProjectHistory
{
    private readonly Dictionary<int, ProjectEntry> _revisions = [];
    private readonly Stack<int> _undone = new();

    /// <summary>The revision that is shown; 0 before there is one.</summary>
    public int Head { get; private set; }

    /// <summary>The largest number given.</summary>
    public int Last { get; private set; }

    /// <summary>The revision that undo leads to; null where nothing can be undone.</summary>
    public int? Before => _revisions.TryGetValue(Head, out ProjectEntry? head) && head.Parent > 0 ? head.Parent : null;

    /// <summary>The revision that redo leads to; null where nothing was undone.</summary>
    public int? After => _undone.TryPeek(out int next) ? next : null;

    /// <summary>All revisions, in order.</summary>
    public IEnumerable<ProjectEntry> Revisions => _revisions.Values.OrderBy(r => r.Number);

    /// <summary>A revision; null where there is none of that number.</summary>
    public ProjectEntry? Find(int number) => _revisions.GetValueOrDefault(number);

    /// <summary>Takes in the next line of the log.</summary>
    public void Take(ProjectEntry entry)
    {
        if (entry.Number is { } number)
        {
            _revisions[number] = entry;
            Last = Math.Max(Last, number);
            Head = number;
            _undone.Clear();
            return;
        }

        int to = entry.Head ?? Head;
        if (to == Before)
        {
            _undone.Push(Head);
        }
        else if (to == After)
        {
            _undone.Pop();
        }
        else
        {
            // Restored from the list of revisions: what was undone is reached from there no more.
            _undone.Clear();
        }

        Head = to;
    }
}
