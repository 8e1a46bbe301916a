using MontageAI.Interchange.Edited;

namespace MontageAI.Interchange.Fcpxml;

/// <summary>Collects what stands where on which lane, and makes tracks of it.</summary>
internal sealed class FcpxmlLanes(double rate, string file)
{
    private const double Same = 1e-6;

    private readonly SortedDictionary<(bool IsSound, int Lane), List<(double At, EditedItem Item, double Length)>> _lanes = [];
    private readonly Dictionary<(int Lane, double Cut), EditedTransition> _transitions = [];

    /// <summary>Seconds as frames of the sequence.</summary>
    public EditedTime Time(double seconds) => new(seconds * rate, rate);

    /// <summary>Something at a place.</summary>
    public void Add(int lane, bool isPicture, double at, EditedItem item, double length)
    {
        (bool, int) key = (!isPicture, lane);
        if (!_lanes.TryGetValue(key, out List<(double, EditedItem, double)>? items))
        {
            _lanes[key] = items = [];
        }

        items.Add((at, item, length));
    }

    /// <summary>A transition on a cut.</summary>
    public void Transition(int lane, double cut, EditedTransition transition) => _transitions[(lane, Math.Round(cut, 6))] = transition;

    /// <summary>The tracks: pictures from the lowest lane up, then sounds.</summary>
    public List<EditedTrack> Tracks()
    {
        List<EditedTrack> tracks = [];
        foreach (((bool isSound, int lane), List<(double At, EditedItem Item, double Length)> all) in _lanes)
        {
            // Sounds of one lane may overlap; each overlap takes a track of its own.
            List<(double End, List<EditedItem> Items)> rows = [];
            foreach ((double at, EditedItem item, double length) in all.OrderBy(i => i.At))
            {
                int row = rows.FindIndex(r => r.End <= at + Same);
                if (row < 0)
                {
                    if (rows.Count == Bounds.MostTracks)
                    {
                        throw DocumentFault.Of(
                            file,
                            item.Place,
                            $"more than {Bounds.MostTracks} clips lie over each other on one lane. Export a simpler sequence."
                        );
                    }

                    rows.Add((0, []));
                    row = rows.Count - 1;
                }

                List<EditedItem> items = rows[row].Items;
                if (at - rows[row].End > Same)
                {
                    items.Add(new EditedGap(Time(at - rows[row].End)) { Place = item.Place });
                }

                if (!isSound && _transitions.TryGetValue((lane, Math.Round(at, 6)), out EditedTransition? transition))
                {
                    items.Add(transition);
                }

                items.Add(item);
                rows[row] = (at + length, items);
            }

            tracks.AddRange(rows.Select(r => new EditedTrack("", !isSound, true, r.Items)));
        }

        return tracks;
    }
}
