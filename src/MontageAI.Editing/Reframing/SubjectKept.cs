using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>
/// How much of a shot's subject a view shows: of people the whole head, and where much of the picture's height is cut off, the body
/// down to the waist; of all else what stands out against the rest of the picture. Limits chosen by hand, looking at cropped shots.
/// </summary>
/// <param name="CutHeads">Heads of people that count which the view cuts for more than a moment.</param>
/// <param name="Seen">Part of what stands out that the view shows, 0 to 1; 1 where nothing does.</param>
internal readonly record struct SubjectKept(int CutHeads, double Seen)
{
    // Of people in the background, and of faces found for a moment only, nobody asks for the whole head.
    private const double LeastWeight = 0.5;
    private const double LeastPresence = 0.25;
    private const double MostCut = 0.1;

    // Part of a head that may be outside, above and below: the box of a detector is no more exact than that. Sideways a head is whole as
    // soon as its ears are there.
    private const double Slack = 0.04;
    private const double Ears = 0.1;

    // What is cut off of the picture's height at which a person is more than a head, and where the waist is, in faces below the chin.
    private const double BodyLoss = 0.4;
    private const double Waist = 2.5;

    // A subject is what draws the eye twice as much as the usual part of the picture; together at least so much of all that draws it.
    private const double Outstanding = 2;
    private const float LeastSubject = 0.2f;
    private const double Enough = 0.8;

    /// <summary>Whether the view may be shown instead of the whole picture.</summary>
    public bool IsWhole => CutHeads == 0 && Seen >= Enough;

    /// <summary>Measures a view.</summary>
    /// <param name="track">What was measured in the shot's source.</param>
    /// <param name="shot">The shot.</param>
    /// <param name="path">The view's path.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="picture">Width to height of the upright picture.</param>
    /// <param name="canvas">Width to height of the canvas.</param>
    public static SubjectKept Of(
        SubjectTrack track,
        TimelineShot shot,
        IReadOnlyList<CameraKey> path,
        FrameRate rate,
        double picture,
        double canvas
    )
    {
        (double across, double down) = ViewPath.Share(picture, canvas);
        bool sideways = across < 1;
        double share = sideways ? across : down;
        int frames = (int)shot.Record.Length;
        (double From, double To)[] views = new (double, double)[frames];
        double[] seconds = new double[frames];
        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(path);
        for (int k = 0; k < frames; k++)
        {
            (double x, double y, _) = CameraPath.At(pieces, k);
            double centre = Math.Clamp(sideways ? x : y, share / 2, 1 - (share / 2));
            views[k] = (centre - (share / 2), centre + (share / 2));
            seconds[k] = shot.In.Seconds + ShotClock.SourceSeconds(shot, rate, k);
        }

        int people = 0,
            cut = 0;
        double most = (track.Faces ?? []).Select(f => f.Weight()).DefaultIfEmpty(1).Max();
        foreach (FaceTrack face in (track.Faces ?? []).Where(f => f.Weight() >= LeastWeight * most))
        {
            int there = 0,
                outside = 0;
            for (int k = 0; k < frames; k++)
            {
                (FaceBox box, double sureness) = face.At(seconds[k]);
                if (sureness >= 0.5)
                {
                    there++;
                    outside += IsCut(box, views[k], sideways, 1 - share) ? 1 : 0;
                }
            }

            if (there >= LeastPresence * frames)
            {
                people++;
                cut += outside > MostCut * there ? 1 : 0;
            }
        }

        return new SubjectKept(cut, people > 0 ? 1 : Shown(track, sideways ? track.Across : track.Down, seconds, views));
    }

    private static bool IsCut(FaceBox face, (double From, double To) view, bool sideways, double loss)
    {
        if (sideways)
        {
            return face.Left - (Ears * face.Width) < view.From - 1e-6 && view.From > 1e-6
                || face.Right + (Ears * face.Width) > view.To + 1e-6 && view.To < 1 - 1e-6;
        }

        (double from, double to) = HeadExtent.Of(face, sideways: false);
        if (loss > BodyLoss)
        {
            to = Math.Min(1, face.Bottom + (Waist * face.Height));
        }

        double slack = Slack * (to - from);
        return from < view.From - slack || to > view.To + slack;
    }

    private static double Shown(SubjectTrack track, IReadOnlyList<float> profiles, double[] seconds, (double From, double To)[] views)
    {
        const int Bins = SubjectTrack.Bins;
        double all = 0,
            inside = 0,
            subject = 0;
        float[] sorted = new float[Bins];
        int at = 0;
        for (int k = 0; k < seconds.Length; k++)
        {
            while (at + 1 < track.Seconds.Count && track.Seconds[at + 1] <= seconds[k] + 1e-6)
            {
                at++;
            }

            for (int b = 0; b < Bins; b++)
            {
                sorted[b] = profiles[(at * Bins) + b];
            }

            Array.Sort(sorted);
            double usual = Outstanding * sorted[Bins / 2];
            for (int b = 0; b < Bins; b++)
            {
                double above = Math.Max(0, profiles[(at * Bins) + b] - usual);
                all += above;
                subject += above > 0 ? profiles[(at * Bins) + b] : 0;
                inside += above * Math.Clamp((Math.Min(views[k].To * Bins, b + 1) - Math.Max(views[k].From * Bins, b)), 0, 1);
            }
        }

        return subject < LeastSubject * seconds.Length || all <= 0 ? 1 : inside / all;
    }
}
