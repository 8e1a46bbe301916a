using System.Globalization;
using MontageAI.Containers.Joining;
using MontageAI.Editing.Edits;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>
/// Puts other footage in the place of shots that cannot be made, once all others are made: cut times and all other shots stay, plan and
/// report say so. Shots are replaced in the order of the timeline, and footage is tried in the order in which <see cref="StandIns"/> ranks
/// it, so what comes out depends on the files and on nothing else.
/// </summary>
/// <param name="context">What stages work with; told what was replaced.</param>
/// <param name="shelf">Knows what is to be rendered and keeps it.</param>
/// <param name="renderer">Renders.</param>
/// <param name="format">What decides the pixels.</param>
/// <param name="media">Facts of the plan's sources by id.</param>
internal sealed class ShotReplacing(
    JobContext context,
    ShotShelf shelf,
    ShotRenderer renderer,
    FilmFormat format,
    IReadOnlyDictionary<string, MediaInfo> media
)
{
    private const string PromisedWhy = "does not give the frames that it promises";
    private const string ChangedWhy = "was changed while the film was made";

    private readonly Dictionary<int, JoinPart> _made = [];

    /// <summary>Shots that were made here, by number: those that were replaced, and those beside them that showed what could not be
    /// read.</summary>
    public IReadOnlyDictionary<int, JoinPart> Made => _made;

    /// <summary>Replaces.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="failures">What could not be made of it, in order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The plan as it is shown.</returns>
    /// <exception cref="ShotsFailedException">Nothing could stand in for a shot.</exception>
    public async Task<Timeline> RunAsync(Timeline plan, IReadOnlyList<ShotRenderException> failures, CancellationToken cancellationToken)
    {
        if (failures.Any(f => f.Message.Contains("No space left on device", StringComparison.Ordinal)))
        {
            // No other footage needs less room.
            throw new ShotsFailedException(failures, []);
        }

        SortedSet<int> open = [.. failures.Select(f => f.Index)];
        while (open.Count > 0)
        {
            int shot = open.Min;
            open.Remove(shot);
            int[] beside = [.. SeenThrough(plan, shot).Where(n => !open.Contains(n))];
            bool isChanged = failures.Any(f => f.Index == shot && f.Code == ErrorCode.SourceChanged);
            plan =
                await ReplaceAsync(plan, shot, isChanged ? ChangedWhy : PromisedWhy, cancellationToken).ConfigureAwait(false)
                ?? throw new ShotsFailedException(failures, []);
            foreach (int neighbour in beside)
            {
                if (await MakeAsync(plan, neighbour, cancellationToken).ConfigureAwait(false) is { } part)
                {
                    _made[neighbour] = part;
                }
                else
                {
                    open.Add(neighbour);
                }
            }
        }

        return plan;
    }

    // The shots that show this one in a transition, and so are to be made anew.
    private static IEnumerable<int> SeenThrough(Timeline plan, int shot)
    {
        if (shot > 0 && plan.Shots[shot].Entry is { ShowsBoth: true })
        {
            yield return shot - 1;
        }

        if (shot + 1 < plan.Shots.Count && plan.Shots[shot + 1].Entry is { ShowsBoth: true })
        {
            yield return shot + 1;
        }
    }

    private async Task<Timeline?> ReplaceAsync(Timeline plan, int shot, string why, CancellationToken cancellationToken)
    {
        Timeline alone = StandIns.CutAround(plan, shot);
        if (alone != plan && await MakeAsync(alone, shot, cancellationToken).ConfigureAwait(false) is { } own)
        {
            // What it shows itself can be read; what was shown through it could not.
            _made[shot] = own;
            context.Recorder.Degrade(
                $"shot {shot + 1} has a hard cut in the place of a transition",
                "the footage beside it could not be read",
                "Cut times are as planned."
            );
            return alone;
        }

        foreach (ShotAlternative footage in StandIns.For(alone, shot))
        {
            Timeline replaced = StandIns.Take(alone, shot, footage);
            if (await MakeAsync(replaced, shot, cancellationToken).ConfigureAwait(false) is { } part)
            {
                _made[shot] = part;
                return Tell(plan, replaced, shot, why);
            }
        }

        return null;
    }

    // One shot of a plan that is not as it was ordered; null where it cannot be made.
    private async Task<JoinPart?> MakeAsync(Timeline plan, int shot, CancellationToken cancellationToken)
    {
        ShotOrder order = await shelf.OrderOfAsync(plan, plan.Shots.Count, media, shot, format, cancellationToken).ConfigureAwait(false);
        if (await shelf.FindAsync(order, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return new JoinPart(known, order.Job.Shot.Record.Length);
        }

        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, Urgency.Work).ConfigureAwait(false);
        try
        {
            IReadOnlyList<RenderedShot> made = await renderer
                .RenderAsync([order.Job], format, null, null, cancellationToken)
                .ConfigureAwait(false);
            return new JoinPart(await shelf.KeepAsync(order, made[0], format).ConfigureAwait(false), made[0].Frames);
        }
        catch (Exception e) when (e is ShotsFailedException or ShotRenderException)
        {
            return null;
        }
    }

    private Timeline Tell(Timeline before, Timeline after, int shot, string why)
    {
        string what = Name(before, shot),
            instead = Name(after, shot);
        string note = $"Shot {shot + 1} shows {instead} in the place of {what}, which {why}.";
        context.Recorder.Degrade(
            $"shot {shot + 1} shows other footage than planned",
            $"{what} {why}",
            $"It shows {instead}; cut times are as planned. Check whether the file plays elsewhere, and copy it again if it does not."
        );
        return after with { Notes = [.. after.Notes, note] };
    }

    private static string Name(Timeline plan, int shot) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{Path.GetFileName(plan.Sources.First(s => s.Id == plan.Shots[shot].Source).Path)}' at {plan.Shots[shot].In.Seconds:0.00} s"
        );
}
