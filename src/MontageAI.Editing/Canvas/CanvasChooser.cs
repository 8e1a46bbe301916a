using MontageAI.Editing.Materials;
using MontageAI.Editing.Selection;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Editing.Canvas;

/// <summary>Chooses rate and shape of the montage from the footage, so that most of it is shown frame by frame and without bars.</summary>
public static class CanvasChooser
{
    /// <summary>
    /// Rates that players, editors and televisions expect. Others (slow-motion cameras, variable rates, screen recordings) go to the
    /// nearest by ratio, slower ones to the one that shows each of their frames equally often.
    /// </summary>
    private static readonly FrameRate[] Standard =
    [
        new(24000, 1001),
        new(24),
        new(25),
        new(30000, 1001),
        new(30),
        new(50),
        new(60000, 1001),
        new(60),
    ];

    // Clocks of cameras are off by less; 1000/1001 is a thousandth.
    private const double MostUneven = 0.003;

    // Length of a montage by which it is told how much of each clip will be shown.
    private const double ShownSeconds = 60;

    /// <summary>Above this a source is slow motion: its rate is halved until it is not.</summary>
    private const double HighestRate = 61;

    /// <summary>
    /// Chooses. The rate is that of most of what will be shown: of a long clip no more counts than a montage of a minute would show of it
    /// if it showed all clips alike (variable rates count for the nearest standard one; ties go to the lower rate); the shape is
    /// landscape 16:9 or upright 9:16, whichever most footage is. What the caller states is taken as it is.
    /// </summary>
    /// <param name="clips">The footage; clips without moving pictures do not count.</param>
    /// <param name="rate">Asked rate, or null.</param>
    /// <param name="aspect">Asked shape, or null.</param>
    public static CanvasChoice Choose(IReadOnlyList<ClipMaterial> clips, FrameRate? rate, Rational? aspect)
    {
        double[] usable = new double[clips.Count];
        foreach (UsableStretch stretch in StretchFinder.Find(clips, [], []))
        {
            usable[stretch.Clip] += Math.Max(0, stretch.Room);
        }

        List<(VideoStreamInfo Stream, double Seconds)> footage =
        [
            .. clips
                .Select((c, i) => (Stream: c.Info.MainVideo, Seconds: usable[i]))
                .Where(f => f.Stream is not null && f.Seconds > 0)
                .Select(f => (f.Stream!, f.Seconds)),
        ];
        return Choose(footage, rate, aspect);
    }

    /// <summary>Chooses from what containers say, before anyone has looked at a picture.</summary>
    /// <param name="streams">Streams and their seconds; those of no length do not count.</param>
    /// <param name="rate">Asked rate, or null.</param>
    /// <param name="aspect">Asked shape, or null.</param>
    public static CanvasChoice Choose(IReadOnlyList<(VideoStreamInfo Stream, double Seconds)> streams, FrameRate? rate, Rational? aspect)
    {
        double share = MostOfOne([.. streams.Select(s => s.Seconds).Where(s => s > 0).Order()]);
        List<(VideoStreamInfo, double)> footage =
        [
            .. streams.Where(s => s.Seconds > 0).Select(s => (s.Stream, Math.Min(s.Seconds, share))),
        ];
        (FrameRate chosenRate, string rateReason) = rate is { } asked ? (asked, "as asked") : ChooseRate(footage);
        (Rational chosenAspect, string aspectReason) = aspect is { } shape ? (shape, "as asked") : ChooseAspect(footage);
        return new CanvasChoice(chosenRate, rateReason, chosenAspect, aspectReason);
    }

    // A montage of a minute shows every clip about equally long; of a long clip it leaves the rest.
    private static double MostOfOne(double[] seconds)
    {
        double left = ShownSeconds;
        for (int i = 0; i < seconds.Length; i++)
        {
            double share = left / (seconds.Length - i);
            if (seconds[i] > share)
            {
                return share;
            }

            left -= seconds[i];
        }

        return double.MaxValue;
    }

    /// <summary>The standard rate nearest to a stream's; null where the container tells none.</summary>
    internal static FrameRate? NearestStandard(VideoStreamInfo stream)
    {
        FrameRate? own = stream.IsVariableRate ? stream.OwnRate : stream.BaseRate ?? stream.AverageRate;
        if (own is not { } rate)
        {
            return null;
        }

        double value = rate.Value;
        while (value > HighestRate)
        {
            // 120 and 240 are shown at 60, 100 at 50.
            value /= 2;
        }

        FrameRate nearest = Standard.MinBy(s => Math.Abs(Math.Log(s.Value / value)));
        return value >= 0.99 * Standard[0].Value ? nearest : Evenly(value) ?? nearest;
    }

    // A slow source (screens, webcams, film scanners, time-lapse) is shown without judder where each of its frames is shown equally often.
    private static FrameRate? Evenly(double value) =>
        Standard
            .Select(s =>
                (
                    Rate: (FrameRate?)s,
                    Times: Math.Round(s.Value / value),
                    Off: Math.Abs((s.Value / value / Math.Round(s.Value / value)) - 1)
                )
            )
            .Where(s => s.Off < MostUneven)
            .OrderBy(s => s.Times)
            .ThenBy(s => s.Off)
            .FirstOrDefault()
            .Rate;

    private static (FrameRate Rate, string Reason) ChooseRate(List<(VideoStreamInfo Stream, double Seconds)> footage)
    {
        var best = footage
            .Select(f => (Rate: NearestStandard(f.Stream), f.Seconds))
            .Where(f => f.Rate is not null)
            .GroupBy(f => f.Rate!.Value)
            .Select(g => (Rate: g.Key, Seconds: g.Sum(f => f.Seconds), Clips: g.Count()))
            .OrderByDescending(g => g.Seconds)
            .ThenBy(g => g.Rate.Value)
            .Select(g => ((FrameRate Rate, double Seconds, int Clips)?)g)
            .FirstOrDefault();
        return best is { } b
            ? (
                b.Rate,
                $"{Name(b.Rate)} frames per second suits {b.Clips} of {footage.Count} clips ({b.Seconds:0} of "
                    + $"{footage.Sum(f => f.Seconds):0} s)"
            )
            : (new FrameRate(30), "30 frames per second, since no clip states its rate");
    }

    private static (Rational Aspect, string Reason) ChooseAspect(List<(VideoStreamInfo Stream, double Seconds)> footage)
    {
        double total = footage.Sum(f => f.Seconds);
        double upright = footage.Where(f => f.Stream.DisplayHeight > f.Stream.DisplayWidth).Sum(f => f.Seconds);
        int count = footage.Count(f => f.Stream.DisplayHeight > f.Stream.DisplayWidth);
        return total > 0 && upright > total / 2
            ? (new Rational(9, 16), $"upright, as are {count} of {footage.Count} clips ({upright:0} of {total:0} s)")
            : (
                new Rational(16, 9),
                $"landscape, as are {footage.Count - count} of {footage.Count} clips ({total - upright:0} of {total:0} s)"
            );
    }

    private static string Name(FrameRate rate) => rate.Fraction.Denominator == 1 ? rate.ToString() : $"{rate.Value:0.###}";
}
