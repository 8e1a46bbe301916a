using System.Globalization;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing;

/// <summary>Figures of a plan that styles make promises about. Shares are of the cuts for transitions, of the shots for everything
/// else.</summary>
internal sealed class PlanFigures(Timeline plan)
{
    private readonly double[] _lengths = [.. plan.Shots.Select(s => plan.Rate.SecondsAt(s.Record.Length))];

    /// <summary>The plan.</summary>
    public Timeline Plan => plan;

    /// <summary>Cuts per minute.</summary>
    public double CutsPerMinute => 60 * (plan.Shots.Count - 1) / plan.Rate.SecondsAt(plan.Frames);

    /// <summary>Mean length of a shot in seconds.</summary>
    public double Mean => _lengths.Average();

    /// <summary>Shortest shot in seconds.</summary>
    public double Shortest => _lengths.Min();

    /// <summary>Longest shot in seconds.</summary>
    public double Longest => _lengths.Max();

    /// <summary>The longest shot to the median one.</summary>
    public double LongestToMedian => Longest / _lengths.Order().ElementAt(_lengths.Length / 2);

    /// <summary>Standard deviation of the lengths to their mean.</summary>
    public double Deviation => Math.Sqrt(_lengths.Average(l => (l - Mean) * (l - Mean))) / Mean;

    /// <summary>Cuts in the last third to those in the first.</summary>
    public double PaceFollowsThirds =>
        (double)plan.Shots.Count(s => s.Record.Start >= plan.Frames * 2 / 3)
        / Math.Max(1, plan.Shots.Count(s => s.Record.Start < plan.Frames / 3));

    /// <summary>Share of cuts on a downbeat.</summary>
    public double OnDownbeats => OfCuts(s => plan.Beats.Any(b => b.Frame == s.Record.Start && b.BarPosition == 1));

    /// <summary>Share of cuts with a transition.</summary>
    public double Transitions => OfCuts(s => s.Entry is not null);

    /// <summary>Share of cuts that are dissolves, fades or wipes.</summary>
    public double Soft =>
        OfCuts(s =>
            s.Entry?.Kind is TransitionKind.Dissolve or TransitionKind.FadeBlack or TransitionKind.FadeWhite or TransitionKind.Wipe
        );

    /// <summary>Share of shots that slow down into their end.</summary>
    public double Ramps => OfShots(s => s.Ramp is { } r && r[^1].Speed > 0);

    /// <summary>Shots that end frozen.</summary>
    public double Frozen => plan.Shots.Count(s => s.Ramp is { } r && r[^1].Speed == 0);

    /// <summary>Share of shots in slow motion.</summary>
    public double Slow => OfShots(s => s.Speed < new Rational(1));

    /// <summary>Share of shots with a punch-in.</summary>
    public double Punched => OfShots(s => s.Camera is { } c && c[0].Ease == CameraEase.Hold);

    /// <summary>Share of shots with a slow push.</summary>
    public double Pushed => OfShots(s => s.Camera is { } c && c[0].Ease != CameraEase.Hold);

    /// <summary>Share of shots with a correction.</summary>
    public double Matched => OfShots(s => s.Correction is not null);

    /// <summary>1 where the clips are heard.</summary>
    public double IsHeard => plan.Music?.ClipSoundDb is null ? 0 : 1;

    /// <summary>Correlation of a shot's place with its clip's place in the folder.</summary>
    public double Order
    {
        get
        {
            double[] clip = [.. plan.Shots.Select(s => double.Parse(s.Source[1..], CultureInfo.InvariantCulture))];
            double[] place = [.. Enumerable.Range(0, clip.Length).Select(i => (double)i)];
            (double c, double p) = (clip.Average(), place.Average());
            double spread = Math.Sqrt(clip.Sum(x => (x - c) * (x - c)) * place.Sum(x => (x - p) * (x - p)));
            return spread == 0 ? 0 : clip.Zip(place).Sum(t => (t.First - c) * (t.Second - p)) / spread;
        }
    }

    /// <summary>Share of cuts with a kind of transition.</summary>
    public double Share(TransitionKind kind) => OfCuts(s => s.Entry?.Kind == kind);

    private double OfCuts(Func<TimelineShot, bool> has) =>
        plan.Shots.Count < 2 ? 0 : (double)plan.Shots.Skip(1).Count(has) / (plan.Shots.Count - 1);

    private double OfShots(Func<TimelineShot, bool> has) => (double)plan.Shots.Count(has) / plan.Shots.Count;
}
