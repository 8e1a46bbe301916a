using System.Globalization;
using MontageAI.Errors;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;

namespace MontageAI.Interchange.Edited;

/// <summary>A stretch of what is seen once all picture tracks are laid over each other.</summary>
/// <param name="Record">Frames of the sequence, from 0.</param>
/// <param name="Clip">What is seen; null for nothing.</param>
/// <param name="Skipped">Seconds of the track by which the stretch begins after the clip does.</param>
/// <param name="Entry">The transition at its beginning; null for a hard cut.</param>
public sealed record FlatPicture(FrameRange Record, EditedClip? Clip, double Skipped, FlatTransition? Entry)
{
    /// <summary>What the program itself makes there (a title, a colour), where no file is seen; null for nothing at all.</summary>
    public EditedClip? Made { get; init; }

    /// <summary>Where in the document the stretch stands, for messages.</summary>
    public string Place => (Clip ?? Made)?.Place ?? "";
}

/// <summary>A transition on a cut.</summary>
/// <param name="Half">Frames on either side, 1 or more.</param>
/// <param name="IsWipe">Whether it is a wipe; else a dissolve.</param>
public sealed record FlatTransition(int Half, bool IsWipe);

/// <summary>
/// Lays picture tracks over each other: the topmost enabled one is seen, nested sequences are opened, moments go to the nearest frame of
/// the grid.
/// </summary>
public sealed class FlatPictures
{
    private const double OnGrid = 0.01;
    private const double MostSpeed = 1000;

    private readonly FrameRate _rate;
    private readonly string _file;
    private readonly List<Loss> _losses;
    private int _rounded;
    private int _tracks;

    private FlatPictures(FrameRate rate, string file, List<Loss> losses) => (_rate, _file, _losses) = (rate, file, losses);

    /// <summary>Flattens a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <param name="losses">What is left out is added here.</param>
    /// <returns>What is seen from frame 0 on, without gap or overlap; stretches where nothing is seen have no clip.</returns>
    public static IReadOnlyList<FlatPicture> Of(EditedSequence sequence, FrameRate rate, string file, ICollection<Loss> losses)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(losses);
        List<Loss> found = [];
        FlatPictures flat = new(rate, file, found);
        List<FlatPicture> pictures = flat.Grid(flat.Tracks(sequence.Tracks, 0));
        foreach (Loss loss in found)
        {
            losses.Add(loss);
        }

        return pictures;
    }

    private List<Seen> Tracks(IReadOnlyList<EditedTrack> tracks, int depth)
    {
        if (depth > Bounds.MostNesting)
        {
            throw DocumentFault.Of(_file, "", $"sequences are nested deeper than {Bounds.MostNesting} levels. Flatten some of them.");
        }

        List<Seen> seen = [];
        foreach (EditedTrack track in tracks.Where(t => t is { IsPicture: true, IsEnabled: true }))
        {
            if (++_tracks > Bounds.MostTracks)
            {
                throw DocumentFault.Of(
                    _file,
                    "",
                    $"it has more than {Bounds.MostTracks} tracks of pictures, those of nested sequences counted. Flatten some of them."
                );
            }

            seen = Over(seen, Track(track, depth));
        }

        return seen;
    }

    private List<Seen> Track(EditedTrack track, int depth)
    {
        List<Seen> seen = [];
        double at = 0;
        EditedTransition? entry = null;
        foreach (EditedItem item in track.Items)
        {
            switch (item)
            {
                case EditedTransition transition:
                    entry = transition;
                    continue;
                case EditedGap gap:
                    at += gap.Length.Seconds;
                    break;
                case EditedClip clip:
                    double length = clip.Length.Seconds;
                    CheckSpeed(clip);
                    if (clip.IsEnabled)
                    {
                        seen.Add(new Seen(at, at + length, clip, 0, entry));
                    }

                    if (clip.IsEnabled && clip.Media.Kind == EditedMediaKind.Generator)
                    {
                        _losses.Add(
                            new Loss(
                                LossCodes.Effect,
                                null,
                                $"{clip.Place}: '{Printable.Of(clip.Name)}' is made by the program and left out."
                            )
                        );
                    }

                    at += length;
                    break;
                case EditedNest nest:
                    at += Nest(nest, at, depth, entry, seen);
                    break;
            }

            entry = null;
        }

        return seen;
    }

    private double Nest(EditedNest nest, double at, int depth, EditedTransition? entry, List<Seen> seen)
    {
        List<Seen> inner = Tracks(nest.Tracks, depth + 1);
        double from = nest.Source?.Start.Seconds ?? 0,
            length = nest.Source?.Length.Seconds ?? inner.Select(s => s.End).DefaultIfEmpty().Max();
        if (nest.IsEnabled)
        {
            bool first = true;
            foreach (Seen cut in inner.Select(s => s.Cut(from, from + length)).Where(s => s is not null).Select(s => s!))
            {
                seen.Add(cut with { Start = cut.Start - from + at, End = cut.End - from + at, Entry = first ? entry : cut.Entry });
                first = false;
            }
        }

        return length;
    }

    private void CheckSpeed(EditedClip clip)
    {
        if (!double.IsFinite(clip.Speed) || Math.Abs(clip.Speed) > MostSpeed)
        {
            throw DocumentFault.Of(_file, clip.Place, $"a speed of {clip.Speed} is beyond {MostSpeed}. Mend it, or export it again.");
        }
    }

    // What the program makes, such as a title over pictures, hides no file.
    private static List<Seen> Over(List<Seen> lower, List<Seen> upper) =>
        upper.Exists(s => s.IsMade)
            ? Lay([.. upper.Where(s => s.IsMade)], Lay(lower, [.. upper.Where(s => !s.IsMade)]))
            : Lay(lower, upper);

    // Both lists are in order and without overlap; the upper one wins.
    private static List<Seen> Lay(List<Seen> lower, List<Seen> upper)
    {
        if (lower.Count == 0 || upper.Count == 0)
        {
            return lower.Count == 0 ? upper : lower;
        }

        List<Seen> all = [.. upper];
        int k = 0;
        foreach (Seen item in lower)
        {
            double at = item.Start;
            while (k > 0 && upper[k - 1].End > at)
            {
                k--;
            }

            while (k < upper.Count && upper[k].End <= at)
            {
                k++;
            }

            for (int i = k; at < item.End; i++)
            {
                double end = i < upper.Count ? Math.Min(item.End, upper[i].Start) : item.End;
                if (item.Cut(at, end) is { } part)
                {
                    all.Add(part);
                }

                at = i < upper.Count ? Math.Max(at, upper[i].End) : item.End;
            }
        }

        return [.. all.OrderBy(s => s.Start)];
    }

    private List<FlatPicture> Grid(List<Seen> seen)
    {
        List<FlatPicture> pictures = [];
        long at = 0;
        foreach (Seen item in seen)
        {
            long start = Math.Max(at, Frame(item.Start)),
                end = Frame(item.End);
            if (end <= start)
            {
                continue;
            }

            if (start > at)
            {
                pictures.Add(new FlatPicture(new FrameRange(at, start), null, 0, null));
            }

            bool first = start == 0 || start > at;
            first |= pictures.Count > 0 && pictures[^1].Clip is null;
            FlatTransition? led = item.Entry is { } entry ? Transition(entry, first) : null;
            FrameRange record = new(start, end);
            pictures.Add(
                item.IsMade
                    ? new FlatPicture(record, null, 0, null) { Made = item.Clip }
                    : new FlatPicture(record, item.Clip, item.Skipped, led)
            );
            at = end;
        }

        if (_rounded > 0)
        {
            _losses.Add(
                new Loss(
                    LossCodes.Rounded,
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{_rounded} cuts lay between two frames at {_rate} and went to the nearest."
                    )
                )
            );
        }

        return pictures;
    }

    private long Frame(double seconds)
    {
        double frame = seconds * _rate.Value;
        if (Math.Abs(frame - Math.Round(frame)) > OnGrid)
        {
            _rounded++;
        }

        return (long)Math.Round(frame, MidpointRounding.AwayFromZero);
    }

    private FlatTransition? Transition(EditedTransition transition, bool isFirst)
    {
        double before = transition.Before.Seconds * _rate.Value,
            after = transition.After.Seconds * _rate.Value;
        int half = (int)Math.Round(Math.Clamp((before + after) / 2, 0, 1_000_000), MidpointRounding.AwayFromZero);
        if (half == 0)
        {
            return null;
        }

        if (isFirst)
        {
            _losses.Add(new Loss(LossCodes.Transition, null, $"{transition.Place}: a transition without pictures before it is left out."));
            return null;
        }

        if (Math.Abs(before - half) > OnGrid || Math.Abs(after - half) > OnGrid)
        {
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{transition.Place}: a transition of {before:0.##} frames before and {after:0.##} after its cut is {half} on either side."
            );
            _losses.Add(new Loss(LossCodes.Transition, null, text));
        }

        bool known = transition.IsWipe || transition.Kind.Contains("dissolve", StringComparison.OrdinalIgnoreCase);
        if (!known)
        {
            _losses.Add(
                new Loss(
                    LossCodes.Transition,
                    null,
                    $"{transition.Place}: the transition '{Printable.Of(transition.Kind)}' is taken as a dissolve."
                )
            );
        }

        return new FlatTransition(half, transition.IsWipe);
    }

    private sealed record Seen(double Start, double End, EditedClip Clip, double Skipped, EditedTransition? Entry)
    {
        // Less than a hundred thousandth of a second is rounding.
        private const double Least = 1e-5;

        /// <summary>Whether the program makes it.</summary>
        public bool IsMade => Clip.Media.Kind == EditedMediaKind.Generator;

        /// <summary>The part between two moments; null where nothing is left.</summary>
        public Seen? Cut(double from, double to)
        {
            double start = Math.Max(Start, from),
                end = Math.Min(End, to);
            return end - start < Least ? null
                : start - Start < Least ? this with { End = end }
                : new Seen(start, end, Clip, Skipped + (start - Start), null);
        }
    }
}
