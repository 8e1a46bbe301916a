using MontageAI.Editing.Materials;
using MontageAI.Editing.Reframing;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>People in a montage, by the faces in key frames: a look at every frame would cost as much as everything else. Pure.</summary>
internal static class PeopleJudge
{
    // A smaller face is a passer-by, and one less sure may be none.
    private const float LeastHeight = 0.1f;
    private const float LeastScore = 0.7f;

    // A tenth of the head may be outside: a detector's box is no more exact than that.
    private const double Slack = 0.1;

    // A face whose box ends so near the edge of a film goes on beyond it.
    private const float Edge = 0.006f;

    // Between shares that differ by less than this, as a logarithm, nothing is cropped.
    private const double SameShape = 0.04;

    /// <summary>Of a plan.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="clips">Its clips with their key frames, by the ids of the plan.</param>
    /// <returns>Null where none of the clips is known.</returns>
    public static PeopleFigures? Of(Timeline timeline, IReadOnlyDictionary<string, ClipMaterial> clips)
    {
        long known = 0,
            faces = 0;
        int cut = 0,
            outside = 0;
        foreach (TimelineShot shot in timeline.Shots)
        {
            if (!clips.TryGetValue(shot.Source, out ClipMaterial? clip))
            {
                continue;
            }

            known += shot.Record.Length;
            Seen seen = Look(timeline, shot, clip);
            faces += seen.Inside ? shot.Record.Length : 0;
            cut += seen.Cut ? 1 : 0;
            outside += seen is { Any: true, Inside: false } ? 1 : 0;
        }

        return known == 0
            ? null
            : new PeopleFigures
            {
                Faces = Figures.Round((double)faces / known),
                CutHeads = cut,
                OutOfView = outside,
            };
    }

    /// <summary>Of a film: a head is cut where its face runs into the edge of the picture.</summary>
    /// <param name="film">Its key frames.</param>
    /// <param name="shots">Its shots, in seconds of its own clock.</param>
    public static PeopleFigures Of(ClipAnalysis film, IReadOnlyList<(double From, double To)> shots)
    {
        double shown = 0,
            all = 0;
        int cut = 0;
        foreach ((double from, double to) in shots)
        {
            FaceBox[] faces = [.. film.KeyFrames.Where(k => k.Time.Seconds >= from && k.Time.Seconds < to).SelectMany(Clear)];
            all += to - from;
            shown += faces.Length > 0 ? to - from : 0;
            cut += faces.Any(f => f.Left < Edge || f.Top < Edge || f.Right > 1 - Edge) ? 1 : 0;
        }

        return new PeopleFigures { Faces = Figures.Round(all <= 0 ? 0 : shown / all), CutHeads = cut };
    }

    /// <summary>Share of a clip's length in which somebody's face is seen, by its shots.</summary>
    public static double SecondsWithFaces(ClipAnalysis clip) =>
        clip
            .Shots.Shots.Where(s => clip.KeyFrames.Any(k => k.Time.Ticks >= s.Start.Ticks && k.Time.Ticks < s.End.Ticks && Clear(k).Any()))
            .Sum(s => s.End.Seconds - s.Start.Seconds);

    private static Seen Look(Timeline timeline, TimelineShot shot, ClipMaterial clip)
    {
        double picture = (double)clip.Info.MainVideo!.DisplayWidth / clip.Info.MainVideo.DisplayHeight;
        (double across, double down) = ViewPath.Share(picture, timeline.Aspect.Value);
        bool crops =
            shot.Camera is not null
            || (Math.Abs(Math.Log(picture / timeline.Aspect.Value)) > SameShape && (shot.Fit ?? timeline.Fit) == PictureFit.Fill);
        (across, down) = crops ? (across, down) : (1, 1);
        double from = shot.In.Seconds,
            to = from + ShotClock.SourceLength(shot, timeline.Rate);
        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(shot.Camera ?? [new CameraKey(0, 0.5, 0.5)]);
        Seen seen = default;
        foreach (KeyFrame key in Shown(clip.Analysis, from, to))
        {
            double at = Math.Clamp(key.Time.Seconds - from, 0, to - from);
            long frame = Math.Clamp(timeline.Rate.FrameAt(at / shot.Speed.Value), 0, shot.Record.Length - 1);
            (double x, double y, double zoom) = CameraPath.At(pieces, frame);
            foreach (FaceBox face in Clear(key))
            {
                Part side = PartOf(HeadExtent.Of(face, true), x, across / zoom),
                    height = PartOf(HeadExtent.Of(face, false), y, down / zoom);
                bool outside = side == Part.Outside || height == Part.Outside;
                seen = new Seen(
                    true,
                    seen.Inside || !outside,
                    // What was taken from before the shot may have moved since: it says that somebody is there, not where.
                    seen.Cut || (key.Time.Seconds >= from && !outside && (side == Part.Cut || height == Part.Cut))
                );
            }
        }

        return seen;
    }

    // The key frames within, or where there are none the last one before, of the same shot.
    private static KeyFrame[] Shown(ClipAnalysis clip, double from, double to)
    {
        KeyFrame[] within = [.. clip.KeyFrames.Where(k => k.Time.Seconds >= from - 1e-6 && k.Time.Seconds < to)];
        return within.Length > 0 ? within
            : clip.KeyFrames.LastOrDefault(k => k.Time.Seconds < from) is { } before
            && clip.Shots.Shots.Any(s => s.Start.Seconds <= before.Time.Seconds && s.End.Seconds > from)
                ? [before]
            : [];
    }

    private static IEnumerable<FaceBox> Clear(KeyFrame key) =>
        (key.Faces ?? []).Where(f => f.Height >= LeastHeight && f.Score >= LeastScore);

    private static Part PartOf((double From, double To) head, double centre, double share)
    {
        double middle = Math.Clamp(centre, share / 2, 1 - (share / 2)),
            slack = Slack * (head.To - head.From),
            left = middle - (share / 2),
            right = middle + (share / 2);
        return head.To <= left || head.From >= right ? Part.Outside
            : head.From < left - slack || head.To > right + slack ? Part.Cut
            : Part.Inside;
    }

    private enum Part
    {
        Inside,
        Cut,
        Outside,
    }

    private readonly record struct Seen(bool Any, bool Inside, bool Cut);
}
