using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Sequences;

/// <summary>Which shots are rendered into files of their own, so that an editing program shows them as the film does.</summary>
public enum BakeChoice
{
    /// <summary>None: what a format does not hold is left out, and said.</summary>
    None,

    /// <summary>Those of files whose frames sit at irregular times, which no two programs count alike: as they are, at the timeline's
    /// rate.</summary>
    Rate,

    /// <summary>These, and retimed ones: their speed alone is in the files.</summary>
    Speed,

    /// <summary>All whose pictures no program would show as the film does: speed, look, correction, framing, and every transition but
    /// dissolves.</summary>
    All,
}

/// <summary>A shot that was rendered into a file of its own, which runs at natural speed and at the timeline's rate.</summary>
/// <param name="Source">The file, as a source of the timeline.</param>
/// <param name="In">The file's frame that is the shot's first; those before it are its handle.</param>
/// <param name="Choice">What was asked for.</param>
/// <param name="Effects">What is in its pictures, in words.</param>
public sealed record BakedShot(TimelineSource Source, long In, BakeChoice Choice, IReadOnlyList<string> Effects);

/// <summary>What of a shot no file of an editing program holds, so that it has to be rendered.</summary>
public static class BakeNeeds
{
    // Shapes nearer than this are told apart by nobody; odd sizes of cameras differ by less.
    private const double SameShape = 0.01;

    /// <summary>What is to be rendered of a shot, in words; empty where it can stay as it is.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="index">Place of the shot.</param>
    /// <param name="choice">What is asked for.</param>
    public static IReadOnlyList<string> Of(Timeline timeline, int index, BakeChoice choice)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        TimelineShot shot = timeline.Shots[index];
        List<string> effects = [];
        if (choice == BakeChoice.None)
        {
            return effects;
        }

        TimelineSource source = timeline.Sources.First(s => s.Id == shot.Source);
        if (source.VariableRate)
        {
            effects.Add("irregular frames");
        }

        if (choice > BakeChoice.Rate && source.Still != true && !ShotClock.IsNatural(shot))
        {
            effects.Add("speed");
        }

        if (choice < BakeChoice.All)
        {
            return effects;
        }

        if (timeline.Look is not null && shot.Correction?.WithoutLook != true)
        {
            effects.Add("look");
        }

        if (shot.Correction is not null)
        {
            effects.Add("correction");
        }

        if (shot.Camera is { Count: > 0 })
        {
            effects.Add("camera move");
        }
        else if (IsFramed(timeline, source))
        {
            effects.Add("framing");
        }

        if (EntryOf(timeline, index) is { } entry)
        {
            effects.Add(ShotLosses.Word(entry.Kind));
        }

        if (ExitOf(timeline, index) is { } exit)
        {
            effects.Add(ShotLosses.Word(exit.Kind) + " at its end");
        }

        return effects;
    }

    /// <summary>The entry of a shot where it has to be rendered: all but dissolves, which every program has.</summary>
    public static ShotTransition? EntryOf(Timeline timeline, int index)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        return timeline.Shots[index].Entry is { } entry && !(entry.Kind == TransitionKind.Dissolve && index > 0) ? entry : null;
    }

    /// <summary>How a shot is left, where that has to be rendered: by the entry of the next one, or the film's ending.</summary>
    public static ShotTransition? ExitOf(Timeline timeline, int index)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        return index + 1 < timeline.Shots.Count ? EntryOf(timeline, index + 1) : timeline.Ending;
    }

    // A picture of another shape than the canvas, which programs put on it each in their own way.
    private static bool IsFramed(Timeline timeline, TimelineSource source) =>
        source.Shapes is not null
        || source is { Width: > 0 and { } width, Height: > 0 and { } height }
            && Math.Abs(((double)width / height / timeline.Aspect.Value) - 1) > SameShape;
}
