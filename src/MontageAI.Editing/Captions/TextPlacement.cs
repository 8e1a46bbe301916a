using MontageAI.Editing.Materials;
using MontageAI.Editing.Reframing;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Captions;

/// <summary>
/// Lets captions and titles make way for faces: where a face is known under the place that their style gives them, they stand where there
/// is none, or less of one. Faces are those of the key frames beside what is shown; nothing is decoded.
/// </summary>
public sealed class TextPlacement
{
    // Seconds around what is shown whose key frames tell where faces are; of none there, the nearest within the second limit.
    private const double Around = 0.5;
    private const double Nearest = 3;

    // Part of the faces that may be covered before text moves, and that another place must save.
    private const double Bearable = 0.1;
    private const double WorthIt = 0.15;

    // Part of a picture that is cut off to fill the canvas where nothing is said of it.
    private const double MostCut = 0.16;

    private readonly Timeline _timeline;
    private readonly Dictionary<string, ClipMaterial> _clips;

    private TextPlacement(Timeline timeline, IReadOnlyList<ClipMaterial> clips)
    {
        _timeline = timeline;
        _clips = clips.ToDictionary(c => c.Id);
    }

    /// <summary>The timeline with its text in its places.</summary>
    /// <param name="timeline">A timeline with text.</param>
    /// <param name="clips">What is known of its clips.</param>
    public static Timeline Place(Timeline timeline, IReadOnlyList<ClipMaterial> clips)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(clips);
        TextPlacement placement = new(timeline, clips);
        return timeline with
        {
            Captions = timeline.Captions is { } track ? track with { Cues = placement.Place(track.Cues) } : null,
            Titles = timeline.Titles?.Select(t => placement.Place(t)).ToList(),
        };
    }

    // A caption stays where the one before it stood, as long as it covers no face there: text that leaps up and down cannot be read.
    private List<CaptionCue> Place(IReadOnlyList<CaptionCue> cues)
    {
        List<CaptionCue> placed = [];
        TextPlace? before = null;
        foreach (CaptionCue cue in cues)
        {
            List<FaceBox> faces = FacesIn(cue.Record.Start, cue.Record.End);
            before = Choose(faces, before, before is null ? TextPlace.Upper : null);
            placed.Add(cue with { Place = before });
        }

        return placed;

        TextPlace? Choose(List<FaceBox> faces, TextPlace? now, TextPlace? other)
        {
            double here = Covered(faces, Band(now ?? TextPlace.Lower)),
                there = Covered(faces, Band(other ?? TextPlace.Lower));
            return here > Bearable && there < here - WorthIt ? other : now;
        }
    }

    private TitleCard Place(TitleCard title)
    {
        if (title.Kind != TitleKind.Title)
        {
            return title;
        }

        List<FaceBox> faces = FacesIn(title.Record.Start, title.Record.End);
        TextPlace? best = null;
        double least = Covered(faces, (0.36, 0.64));
        if (least > Bearable)
        {
            foreach (TextPlace place in (TextPlace[])[TextPlace.Lower, TextPlace.Upper])
            {
                double covered = Covered(faces, Band(place));
                if (covered < least - WorthIt)
                {
                    (best, least) = (place, covered);
                }
            }
        }

        return title with
        {
            Place = best,
        };
    }

    // Where text stands: players and platforms cover the ends of tall pictures.
    private (double From, double To) Band(TextPlace place) =>
        (_timeline.Aspect.Value < 0.95, place) switch
        {
            (true, TextPlace.Upper) => (0.16, 0.36),
            (true, _) => (0.62, 0.82),
            (_, TextPlace.Upper) => (0.06, 0.3),
            _ => (0.7, 0.94),
        };

    // Part of the faces that a band covers, the most covered one counting.
    private static double Covered(List<FaceBox> faces, (double From, double To) band) =>
        faces.Select(f => Math.Clamp((Math.Min(f.Bottom, band.To) - Math.Max(f.Top, band.From)) / f.Height, 0, 1)).DefaultIfEmpty().Max();

    private List<FaceBox> FacesIn(long start, long end) =>
        [
            .. _timeline
                .Shots.Where(s => s.Record.Start < end && s.Record.End > start && _clips.ContainsKey(s.Source))
                .SelectMany(s => FacesIn(s, Math.Max(start, s.Record.Start), Math.Min(end, s.Record.End))),
        ];

    private IEnumerable<FaceBox> FacesIn(TimelineShot shot, long start, long end)
    {
        ClipMaterial clip = _clips[shot.Source];
        double from = shot.In.Seconds + ShotClock.SourceSeconds(shot, _timeline.Rate, start - shot.Record.Start),
            to = shot.In.Seconds + ShotClock.SourceSeconds(shot, _timeline.Rate, end - shot.Record.Start);
        (from, to) = (Math.Min(from, to), Math.Max(from, to));
        List<KeyFrame> looked = [.. clip.Analysis.KeyFrames.Where(k => k.Faces is not null)];
        List<KeyFrame> near = [.. looked.Where(k => k.Time.Seconds >= from - Around && k.Time.Seconds <= to + Around)];
        if (near.Count == 0 && looked.MinBy(k => Away(k, from, to)) is { } nearest && Away(nearest, from, to) <= Nearest)
        {
            near.Add(nearest);
        }

        double frame = ((start + end) / 2.0) - shot.Record.Start;
        return near.SelectMany(k => k.Faces!).Select(f => OnCanvas(f, shot, clip.Info.MainVideo!, frame)).OfType<FaceBox>();
    }

    private static double Away(KeyFrame key, double from, double to) =>
        Math.Max(0, Math.Max(from - key.Time.Seconds, key.Time.Seconds - to));

    // The face as the viewer sees it, hair and chin included; null where it is cut off altogether.
    private FaceBox? OnCanvas(FaceBox face, TimelineShot shot, VideoStreamInfo video, double frame)
    {
        (double across, double down) = ViewPath.Share((double)video.DisplayWidth / video.DisplayHeight, _timeline.Aspect.Value);
        if (
            shot.Camera is not { Count: > 0 }
            && (shot.Fit ?? _timeline.Fit) switch
            {
                PictureFit.Fill => false,
                PictureFit.Pad or PictureFit.Blur => true,
                _ => 1 - Math.Min(across, down) > MostCut,
            }
        )
        {
            // The whole picture is shown, and something else beside it.
            (across, down) = (1 / down, 1 / across);
        }

        (double x, double y, double zoom) = shot.Camera is { Count: > 0 } keys
            ? CameraPath.At(CameraPath.Pieces(keys), frame)
            : (0.5, 0.5, 1);
        (across, down) = (across / zoom, down / zoom);
        (double top, double bottom) = HeadExtent.Of(face, sideways: false);
        double left = Seen(face.Left, x, across),
            right = Seen(face.Right, x, across);
        (top, bottom) = (Seen(top, y, down), Seen(bottom, y, down));
        return right > 0 && left < 1 && bottom > 0 && top < 1
            ? new FaceBox((float)left, (float)top, (float)(right - left), (float)(bottom - top), face.Score)
            : null;

        static double Seen(double place, double centre, double share)
        {
            double middle = share >= 1 ? 0.5 : Math.Clamp(centre, share / 2, 1 - (share / 2));
            return 0.5 + ((place - middle) / share);
        }
    }
}
