using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Where letters lie over a clip's pictures: titles, subtitles, a counter. Frames that were looked at tell it themselves; elsewhere a key
/// frame with letters stands for two thirds of the way to its neighbours. Nothing is decoded to ask it.
/// </summary>
internal sealed class ClipLettering
{
    // In windows one frame in six is looked at, and letters that fade in or out are not seen; on contact sheets they are.
    private const double Around = 0.8;

    // How far of the way to its neighbours a key frame with letters stands: more than half, since nobody wants to see them come.
    private const double Reach = 2.0 / 3;

    // Windows begin and end on frames.
    private const double Scrap = 0.15;

    // Letters over more of a clip than this are subtitles, a counter or a channel's name; over less of it, a title.
    private const double MostOfATitle = 0.5;

    private readonly List<(double From, double To)> _spans = [];
    private readonly List<MediaRange> _guessed = [];

    /// <summary>Lays them out.</summary>
    /// <param name="analysis">What is known of the clip.</param>
    public ClipLettering(ClipAnalysis analysis)
    {
        List<MediaRange> seen = MediaRange.Union(analysis.Motion.Select(m => new MediaRange(m.Start, m.End)), touching: true);
        IReadOnlyList<KeyFrame> keys = analysis.KeyFrames;
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i].Features.Lettering >= PictureFeatures.LetteringLimit)
            {
                double at = keys[i].Time.Seconds,
                    from = i == 0 ? analysis.FirstFrame.Seconds : at - (Reach * (at - keys[i - 1].Time.Seconds)),
                    to = i + 1 == keys.Count ? analysis.End.Seconds : at + (Reach * (keys[i + 1].Time.Seconds - at));
                (double From, double To)[] unseen = [.. Unseen(from, to, seen)];
                _spans.AddRange(unseen);
                _guessed.AddRange(unseen.Select(s => Range(s.From, s.To, keys[i].Time.TimeBase)));
            }
        }

        _spans.AddRange(analysis.Motion.SelectMany(m => m.Lettering ?? []).Select(s => (s - Around, s + Around)));
        _spans.Sort();
        double covered = 0,
            reached = double.NegativeInfinity;
        foreach ((double from, double to) in _spans)
        {
            covered += Math.Max(0, to - Math.Max(from, reached));
            reached = Math.Max(reached, to);
        }

        IsPassing = covered <= MostOfATitle * (analysis.End.Seconds - analysis.FirstFrame.Seconds);
    }

    /// <summary>Whether letters come and go, so that most of the clip can be shown without them.</summary>
    public bool IsPassing { get; }

    /// <summary>Where letters are taken for there because of a key frame, and nobody looked frame by frame; in order, apart.</summary>
    public IReadOnlyList<MediaRange> Guessed => MediaRange.Union(_guessed, touching: true);

    /// <summary>Seconds from a moment to the first letters after it; infinite where there are none.</summary>
    public double After(double start) => ShotDoubts.After(_spans, start);

    /// <summary>Seconds from the last letters before a moment to it; infinite where there are none, 0 within letters.</summary>
    public double Before(double end) =>
        _spans.Where(s => s.From < end).Select(s => Math.Max(0, end - s.To)).DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>The parts of a stretch over which no title lies: where they start, and how long they are, in seconds.</summary>
    /// <param name="start">Where the stretch starts.</param>
    /// <param name="seconds">How long it is.</param>
    public IEnumerable<(double Start, double Seconds)> Without(double start, double seconds)
    {
        double end = start + seconds;
        foreach ((double from, double to) in IsPassing ? _spans : [])
        {
            if (from > start && from < end)
            {
                yield return (start, from - start);
            }

            start = Math.Max(start, to);
        }

        if (end > start)
        {
            yield return (start, end - start);
        }
    }

    private static MediaRange Range(double from, double to, Rational timeBase) =>
        new(MediaTime.FromSeconds(from, timeBase), MediaTime.FromSeconds(to, timeBase));

    // What is left of a span where nobody looked frame by frame; scraps beside what was looked at are told by that.
    private static IEnumerable<(double From, double To)> Unseen(double from, double to, List<MediaRange> seen)
    {
        double least = 0;
        foreach (MediaRange range in seen)
        {
            if (range.End.Seconds <= from || range.Start.Seconds >= to)
            {
                continue;
            }

            if (range.Start.Seconds > from + Scrap)
            {
                yield return (from, range.Start.Seconds);
            }

            (from, least) = (range.End.Seconds, Scrap);
        }

        if (from + least < to)
        {
            yield return (from, to);
        }
    }
}
