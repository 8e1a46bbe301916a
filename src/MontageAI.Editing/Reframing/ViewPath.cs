using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>
/// Lays a view of the canvas's shape over a picture of another shape so that what draws the eye stays in it: one path per shot, known from
/// its first frame to its last before it begins, so it neither lags nor overshoots. It stands still where the subject nearly does, and
/// moves evenly where it must. Faces outweigh everything else. Limits chosen by hand: faster or more abrupt moves are felt as the editor's,
/// not as the camera's.
/// </summary>
public static class ViewPath
{
    /// <summary>Fastest move of the view, in picture widths (heights, where it moves up and down) per second.</summary>
    public const double MostVelocity = 0.6;

    /// <summary>Largest change of acceleration, picture widths per second cubed.</summary>
    public const double MostJerk = 4;

    /// <summary>Part of the picture that may be lost before a view is laid with care, 0 to 1.</summary>
    public const double LeastLoss = 0.04;

    private const int Places = 97;
    private const double KnotSeconds = 0.25;

    // Movement below this part of the view's own width is not worth the unrest; nor is one by which a view that stands still would not lose
    // this part of what is seen.
    private const double Still = 0.12;
    private const double WorthMoving = 0.15;
    private const double WorthMovingForHeads = 0.04;

    // Seconds to either side whose frames have a say in a frame: a limb that swings is no subject that runs.
    private const double SaySeconds = 0.2;

    // What changing the place costs in the search: a whole view's width within one second costs about a quarter of everything that can be
    // seen.
    private const double MoveCost = 0.25;

    /// <summary>The part of the picture's width that the view has, and of its height; one of them is 1.</summary>
    /// <param name="picture">Width to height of the upright picture.</param>
    /// <param name="canvas">Width to height of the canvas.</param>
    public static (double Across, double Down) Share(double picture, double canvas) =>
        picture > canvas ? (canvas / picture, 1) : (1, picture / canvas);

    /// <summary>Lays the view.</summary>
    /// <param name="track">What was measured in the shot's source; stretches beyond it are left out.</param>
    /// <param name="shot">The shot.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="picture">Width to height of the upright picture.</param>
    /// <param name="canvas">Width to height of the canvas.</param>
    /// <returns>Keys: one where the view stands still, else one every quarter of a second on a spline.</returns>
    public static IReadOnlyList<CameraKey> Follow(SubjectTrack track, TimelineShot shot, FrameRate rate, double picture, double canvas)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(shot);
        (double across, double down) = Share(picture, canvas);
        bool sideways = across < 1;
        double share = sideways ? across : down;
        int frames = (int)shot.Record.Length;
        if (track.Seconds.Count == 0 || share > 1 - 1e-6)
        {
            return [new CameraKey(0, 0.5, 0.5)];
        }

        float[][] profiles = Profiles(track, sideways ? track.Across : track.Down, shot, rate, frames);
        Heads heads = Heads.Of(track, shot, rate, frames, sideways);
        (double[] places, double[] trust) = Search(profiles, heads, share, rate.Value);
        double lowest = share / 2,
            highest = 1 - (share / 2);
        (double standing, double lost) = Standing(profiles, heads, places, share);
        if (
            lost > (heads.Any ? WorthMovingForHeads : WorthMoving)
            && places.Max() - places.Min() > Still * share
            && frames / rate.Value >= 2 * KnotSeconds
        )
        {
            for (double strength = 1; strength < 1e7; strength *= 3)
            {
                double[] smooth = [.. Smoother.Smooth(places, trust, rate.Value, strength).Select(x => Math.Clamp(x, lowest, highest))];
                List<CameraKey> keys = Keys(smooth, rate, sideways);
                (double velocity, double jerk) = Limits(keys, rate, sideways);
                if (velocity > MostVelocity || jerk > MostJerk)
                {
                    continue;
                }

                if (smooth.Max() - smooth.Min() > Still * share / 2)
                {
                    return keys;
                }

                break;
            }
        }

        return [sideways ? new CameraKey(0, Round(standing), 0.5) : new CameraKey(0, 0.5, Round(standing))];
    }

    /// <summary>The fastest move and the largest jerk of a path, in picture widths (or heights) per second and per second cubed.</summary>
    public static (double Velocity, double Jerk) Limits(IReadOnlyList<CameraKey> keys, FrameRate rate, bool sideways)
    {
        double velocity = 0,
            jerk = 0;
        foreach (CameraPiece piece in CameraPath.Pieces(keys).Where(p => p.End != long.MaxValue))
        {
            Cubic way = sideways ? piece.X : piece.Y;
            double n = piece.End - piece.Start;
            // The slope is a parabola: largest at an end or at its vertex.
            double[] at = way.D == 0 ? [0, n] : [0, n, Math.Clamp(-way.C / (3 * way.D), 0, n)];
            velocity = Math.Max(velocity, at.Max(t => Math.Abs(way.B + (2 * way.C * t) + (3 * way.D * t * t))) * rate.Value);
            jerk = Math.Max(jerk, Math.Abs(6 * way.D) * Math.Pow(rate.Value, 3));
        }

        return (velocity, jerk);
    }

    private static List<CameraKey> Keys(double[] places, FrameRate rate, bool sideways)
    {
        int step = Math.Max(2, (int)Math.Round(KnotSeconds * rate.Value)),
            last = places.Length - 1;
        int knots = Math.Max(1, last / step);
        List<CameraKey> keys = [];
        for (int i = 0; i <= knots; i++)
        {
            int frame = (int)((long)last * i / knots);
            double place = Round(places[frame]);
            keys.Add(
                sideways ? new CameraKey(frame, place, 0.5, 1, CameraEase.Spline) : new CameraKey(frame, 0.5, place, 1, CameraEase.Spline)
            );
        }

        return keys;
    }

    private static double Round(double value) => Math.Round(value, 5);

    // One profile per frame of the shot: the mean of those around it in the source, moving things first.
    private static float[][] Profiles(SubjectTrack track, IReadOnlyList<float> values, TimelineShot shot, FrameRate rate, int frames)
    {
        const int Bins = SubjectTrack.Bins;
        float[][] result = new float[frames][];
        int from = 0;
        for (int k = 0; k < frames; k++)
        {
            double second = shot.In.Seconds + ShotClock.SourceSeconds(shot, rate, k);
            while (from < track.Seconds.Count - 1 && track.Seconds[from] < second - SaySeconds)
            {
                from++;
            }

            float[] sum = new float[Bins];
            float total = 0;
            for (int i = from; i < track.Seconds.Count && (i == from || track.Seconds[i] <= second + SaySeconds); i++)
            {
                double off = (track.Seconds[i] - second) / SaySeconds;
                float say = (float)(Math.Max(0.05, 1 - (off * off)) * (0.2 + track.Moving[i]));
                total += say;
                for (int b = 0; b < Bins; b++)
                {
                    sum[b] += say * values[(i * Bins) + b];
                }
            }

            for (int b = 0; b < Bins; b++)
            {
                sum[b] /= Math.Max(1e-9f, total);
            }

            result[k] = sum;
        }

        return result;
    }

    // The sequence of places that shows most and moves least, by dynamic programming; and how much each place shows.
    private static (double[] Places, double[] Trust) Search(float[][] profiles, Heads heads, double share, double rate)
    {
        double[] centres = [.. Enumerable.Range(0, Places).Select(i => (share / 2) + ((1 - share) * i / (Places - 1)))];
        double reach = Math.Max(1.0 / Places, MostVelocity / rate);
        int most = Math.Max(1, (int)Math.Ceiling(reach / ((1 - share) / (Places - 1))));
        double perStep = MoveCost * rate * Math.Pow((1 - share) / (Places - 1) / share, 2);
        double[] best = new double[Places],
            next = new double[Places];
        int[][] via = new int[profiles.Length][];
        double[][] seen = [.. profiles.Select((p, k) => (double[])[.. centres.Select(c => Seen(p, c, share) + heads.Seen(k, c, share))])];
        for (int k = 0; k < profiles.Length; k++)
        {
            via[k] = new int[Places];
            for (int i = 0; i < Places; i++)
            {
                double lead = double.NegativeInfinity;
                for (int j = Math.Max(0, i - most); j <= Math.Min(Places - 1, i + most); j++)
                {
                    double value = best[j] - (k == 0 ? 0 : perStep * (i - j) * (i - j));
                    if (value > lead + 1e-12)
                    {
                        (lead, via[k][i]) = (value, j);
                    }
                }

                next[i] = lead + seen[k][i];
            }

            (best, next) = (next, best);
        }

        int at = Array.IndexOf(best, best.Max());
        double[] places = new double[profiles.Length],
            trust = new double[profiles.Length];
        for (int k = profiles.Length - 1; k >= 0; k--)
        {
            places[k] = centres[at];
            trust[k] = 0.1 + seen[k][at];
            at = k == 0 ? at : via[k][at];
        }

        return (places, trust);
    }

    // Where a view that stands still shows most, and the part of what a moving one shows that it loses.
    private static (double Place, double Lost) Standing(float[][] profiles, Heads heads, double[] places, double share)
    {
        float[] sum = new float[SubjectTrack.Bins];
        double moving = 0;
        for (int k = 0; k < profiles.Length; k++)
        {
            moving += Seen(profiles[k], places[k], share) + heads.Seen(k, places[k], share);
            for (int b = 0; b < sum.Length; b++)
            {
                sum[b] += profiles[k][b];
            }
        }

        // From the middle outwards, so that of equal places the more usual one is taken.
        double place = Enumerable
            .Range(0, Places)
            .Select(i => (share / 2) + ((1 - share) * i / (Places - 1)))
            .OrderBy(c => Math.Abs(c - 0.5))
            .MaxBy(c => Math.Round(Seen(sum, c, share) + heads.SeenThroughout(c, share), 6));
        return (place, moving <= 0 ? 0 : 1 - ((Seen(sum, place, share) + heads.SeenThroughout(place, share)) / moving));
    }

    // How much of the profile the view shows, what lies in its middle counting most.
    private static double Seen(float[] profile, double centre, double share)
    {
        double sum = 0;
        for (int b = 0; b < profile.Length; b++)
        {
            double off = 2 * (((b + 0.5) / profile.Length) - centre) / share;
            sum += off * off < 1 ? profile[b] * (1 - (off * off)) : 0;
        }

        return sum;
    }
}
