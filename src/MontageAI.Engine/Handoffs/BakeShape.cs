using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>A shot as it is rendered for an editing program: with frames before and after it, and what no program shows.</summary>
/// <param name="Plan">The shot between its neighbours, a plan of its own.</param>
/// <param name="Place">Place of the shot in it.</param>
/// <param name="Before">Frames before the shot's first.</param>
internal sealed record BakeShape(Timeline Plan, int Place, long Before)
{
    /// <summary>The shot.</summary>
    public TimelineShot Shot => Plan.Shots[Place];

    /// <summary>Its source.</summary>
    public TimelineSource Source => Plan.Sources.First(s => s.Id == Shot.Source);

    /// <summary>The shape of a shot.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="index">Place of the shot.</param>
    /// <param name="choice">What is rendered.</param>
    /// <param name="handles">Frames wanted before and after, as far as the footage reaches; beside a transition that is rendered there
    /// are none.</param>
    public static BakeShape Of(Timeline timeline, int index, BakeChoice choice, int handles)
    {
        TimelineShot shot = timeline.Shots[index];
        TimelineShot? next = index + 1 < timeline.Shots.Count ? timeline.Shots[index + 1] : null;
        TimelineSource source = timeline.Sources.First(s => s.Id == shot.Source);
        bool all = choice == BakeChoice.All;
        ShotTransition? entry = all ? BakeNeeds.EntryOf(timeline, index) : null,
            exit = all ? BakeNeeds.ExitOf(timeline, index) : null;
        // What is left to the program as a dissolve needs its frames in any case.
        long before = entry is null ? Fitting(shot, source, timeline.Rate, handles + (shot.Entry?.Half ?? 0), Earlier) : 0,
            after = exit is null ? Fitting(shot, source, timeline.Rate, handles + (next?.Entry?.Half ?? 0), Later) : 0;
        TimelineShot longer = Extended(all ? shot : Bare(shot), source, timeline.Rate, before, after) with { Entry = entry };
        List<TimelineShot> shots = [];
        if (index > 0)
        {
            shots.Add(timeline.Shots[index - 1]);
        }

        shots.Add(longer);
        if (next is not null)
        {
            shots.Add(next with { Entry = exit });
        }

        Timeline plan = timeline with
        {
            Shots = shots,
            Look = all ? timeline.Look : null,
            Ending = next is null ? exit : null,
            Captions = null,
            Titles = null,
            Music = null,
            Sound = null,
        };
        return new BakeShape(plan, index > 0 ? 1 : 0, before);
    }

    /// <summary>The shot alone, with the sound of its file.</summary>
    public Timeline Alone =>
        Plan with
        {
            Shots = [Shot with { Entry = null }],
            Frames = Shot.Record.Length,
            Ending = null,
            Sound = new SoundPlan(),
        };

    private static TimelineShot Bare(TimelineShot shot) => shot with { Camera = null, Correction = null, Fit = null };

    // The same frames at the same places, with more before and after.
    private static TimelineShot Extended(TimelineShot shot, TimelineSource source, FrameRate rate, long before, long after)
    {
        long ticks = (long)Math.Round(ShotClock.SourceSeconds(shot, rate, -before) / TicksOf(shot.In), MidpointRounding.AwayFromZero);
        return shot with
        {
            Record = new FrameRange(0, before + shot.Record.Length + after),
            In = source.Still == true ? shot.In : shot.In with { Ticks = shot.In.Ticks + ticks },
            Ramp = shot.Ramp is { } ramp ? [.. ramp.Select(p => p with { Frame = p.Frame + before })] : null,
            Camera = shot.Camera is { } camera ? [.. camera.Select(k => k with { Frame = k.Frame + before })] : null,
        };
    }

    private static double TicksOf(MediaTime time) => (double)time.TimeBase.Numerator / time.TimeBase.Denominator;

    private static bool Earlier(TimelineShot shot, TimelineSource source, FrameRate rate, long frames) =>
        shot.In.Seconds + ShotClock.SourceSeconds(shot, rate, -frames) >= source.AvailableStart.Seconds;

    // The last picture must be whole, and one more be there for rounding.
    private static bool Later(TimelineShot shot, TimelineSource source, FrameRate rate, long frames) =>
        shot.In.Seconds + ShotClock.SourceSeconds(shot, rate, shot.Record.Length + frames) + (1 / (source.Rate ?? rate).Value)
        <= source.AvailableEnd.Seconds;

    private static long Fitting(
        TimelineShot shot,
        TimelineSource source,
        FrameRate rate,
        long wanted,
        Func<TimelineShot, TimelineSource, FrameRate, long, bool> fits
    )
    {
        long frames = wanted;
        while (frames > 0 && source.Still != true && !fits(shot, source, rate, frames))
        {
            frames--;
        }

        return frames;
    }
}
