using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Returning;

/// <summary>Which source a document means where it names a file.</summary>
public sealed class MediaBook
{
    private readonly Dictionary<string, TimelineSource> _byFingerprint = [];
    private readonly Dictionary<string, TimelineSource> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TimelineSource>> _byStem = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<TimelineSource>> _byReel = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<EditedMedia, TimelineSource?> _found = [];
    private readonly Dictionary<string, TimelineSource> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BakedOrigin> _baked = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<PathMapping> _map;

    /// <summary>A book of the sources of a timeline.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="map">Beginnings of the document's paths that stand for others here.</param>
    public MediaBook(IReadOnlyList<TimelineSource> sources, IReadOnlyList<PathMapping> map)
    {
        ArgumentNullException.ThrowIfNull(sources);
        _map = map;
        foreach (TimelineSource source in sources)
        {
            _byFingerprint.TryAdd(source.Fingerprint, source);
            _byPath.TryAdd(source.Path, source);
            Add(_byStem, MediaPaths.StemOf(source.Path), source);
            if (source.Reel is { } reel)
            {
                Add(_byReel, reel, source);
            }
        }
    }

    /// <summary>Sources that were found for files that the timeline does not know, in the order in which they came.</summary>
    public IEnumerable<TimelineSource> Added => _added.Values.Distinct();

    /// <summary>Says what a file is that the timeline does not know.</summary>
    public void Add(EditedMedia media, TimelineSource source)
    {
        ArgumentNullException.ThrowIfNull(media);
        _added[Key(media)] = source;
        _found.Clear();
    }

    /// <summary>Says that a file was rendered for a shot of the timeline.</summary>
    public void Add(EditedMedia media, BakedOrigin baked)
    {
        ArgumentNullException.ThrowIfNull(media);
        _baked[Key(media)] = baked;
        _found.Clear();
    }

    /// <summary>What a file was rendered for; null where it is a file like others.</summary>
    public BakedOrigin? BakedOf(EditedMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return _baked.GetValueOrDefault(Key(media));
    }

    /// <summary>The source that is meant; null where none is known.</summary>
    public TimelineSource? Find(EditedMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        if (!_found.TryGetValue(media, out TimelineSource? source))
        {
            source = Look(media);
            _found[media] = source;
        }

        return source;
    }

    /// <summary>The path that a document means, here; null where it names none, or no file.</summary>
    public string? PathOf(EditedMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return media.Url is { Length: > 0 } url && MediaPaths.TryPath(url, out string path) ? MediaPaths.Mapped(path, _map) : null;
    }

    private TimelineSource? Look(EditedMedia media)
    {
        if (BakedOf(media) is { } baked)
        {
            return baked.File;
        }

        string? path = PathOf(media);
        if (_added.TryGetValue(Key(media), out TimelineSource? added))
        {
            return added;
        }

        if (
            media.Fingerprint is { } fingerprint
            && _byFingerprint.TryGetValue(fingerprint, out TimelineSource? same)
            && (path is null || string.Equals(MediaPaths.StemOf(path), MediaPaths.StemOf(same.Path), StringComparison.OrdinalIgnoreCase))
        )
        {
            return same;
        }

        if (path is not null && _byPath.TryGetValue(path, out TimelineSource? there))
        {
            return there;
        }

        return Only(_byStem, path is null ? null : MediaPaths.StemOf(path))
            ?? Only(_byStem, media.Name.Length > 0 ? MediaPaths.StemOf(media.Name) : null)
            ?? Only(_byReel, media.Reel);
    }

    private static string Key(EditedMedia media) => $"{media.Kind}\n{media.Url}\n{(media.Url is null ? media.Name : "")}\n{media.Reel}";

    private static void Add(Dictionary<string, List<TimelineSource>> to, string key, TimelineSource source)
    {
        if (!to.TryGetValue(key, out List<TimelineSource>? list))
        {
            to[key] = list = [];
        }

        list.Add(source);
    }

    private static TimelineSource? Only(Dictionary<string, List<TimelineSource>> from, string? key) =>
        key is not null && from.TryGetValue(key, out List<TimelineSource>? list) && list.Count == 1 ? list[0] : null;

    /// <summary>How the frames of a source are numbered, and the number of its first.</summary>
    internal static (TimecodeCount Count, long Start) NumbersOf(TimelineSource source, FrameRate grid)
    {
        TimecodeCount count = TimecodeCount.Of(source.Still == true ? grid : source.Rate ?? grid, source.StartTimecode);
        return (count, source.StartTimecode is { } label && count.TryFrame(label, out long frame, out _) ? frame : 0);
    }
}
