namespace MontageAI.Rendering.Looks;

/// <summary>Colour tables that were made last, since most shots of a montage are graded alike. Holds a few of them, some 2 MB each; safe
/// for threads.</summary>
internal sealed class GradeTables
{
    /// <summary>Tables that are kept.</summary>
    public const int Most = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lazy<string>> _tables = [];
    private readonly Queue<string> _order = [];

    /// <summary>The table of an identity; made once while it is kept.</summary>
    /// <param name="identity">All that the table is made from.</param>
    /// <param name="make">Makes its text.</param>
    public string Get(string identity, Func<string> make)
    {
        Lazy<string>? table;
        lock (_gate)
        {
            if (!_tables.TryGetValue(identity, out table))
            {
                if (_order.Count == Most)
                {
                    _tables.Remove(_order.Dequeue());
                }

                table = new Lazy<string>(make);
                _tables.Add(identity, table);
                _order.Enqueue(identity);
            }
        }

        return table.Value;
    }
}
