using MontageAI.Editing;
using MontageAI.Editing.Edits;
using MontageAI.Engine.Jobs;
using MontageAI.Rendering.Profiles;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>Between montages: what the user decided in one is remembered, and asked for by the next.</summary>
internal static class Recollection
{
    /// <summary>The request with the order of clips and with what is remembered.</summary>
    public static PlanRequest Apply(JobContext context, MontageRequest request, PlanRequest plan) =>
        plan with
        {
            Order = OrderOf(request.Order) ?? request.Reading?.Order ?? plan.Order,
            Memory = request.UsesMemory ? context.Store.Memory.Read() : [],
        };

    /// <summary>What a change by hand says about the shots that it touched.</summary>
    /// <param name="before">The timeline before it.</param>
    /// <param name="after">The timeline after it.</param>
    /// <param name="change">The change, in the words of <see cref="EditScript"/>.</param>
    /// <param name="where">Name of the timeline's file.</param>
    public static IEnumerable<RememberedShot> Decided(Timeline before, Timeline after, string change, string where)
    {
        TimelineEdit edit = EditScript.Read(change);
        if (edit is BanEdit ban)
        {
            TimelineSource banned = before.Sources.First(s => s.Id == ban.Clip);
            yield return new RememberedShot
            {
                Source = banned.Fingerprint,
                Name = Path.GetFileName(banned.Path),
                Banned = 1,
                Where = where,
            };
        }
        else if (edit is SwapEdit or PinEdit or DropEdit)
        {
            // Moving a cut or a shot, locking it or showing it otherwise says nothing about whether it is liked.
            int shot = ((ShotEdit)edit).Shot.In(before);
            yield return Stretch(before, before.Shots[shot], where) with
            {
                SwappedAway = 1,
            };
            if (edit is not DropEdit)
            {
                yield return Stretch(after, after.Shots[shot], where) with
                {
                    Chosen = edit is SwapEdit ? 1 : 0,
                    Kept = edit is PinEdit ? 1 : 0,
                };
            }
        }
    }

    /// <summary>What a finished film says about its shots: a preview nothing, since nobody has decided yet; a plan made and rendered in one
    /// go only that they were shown.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="profile">Name of the profile that it was rendered in.</param>
    /// <param name="seenBefore">Whether there was a timeline to look at before it was rendered.</param>
    /// <param name="film">Name of the film's file.</param>
    public static IReadOnlyList<RememberedShot> Finished(Timeline timeline, ProfileName profile, bool seenBefore, string film) =>
        profile == ProfileName.Preview
            ? []
            :
            [
                .. timeline.Shots.Select(s =>
                    Stretch(timeline, s, film) with
                    {
                        Exported = seenBefore ? 1 : 0,
                        Shown = seenBefore ? 0 : 1,
                    }
                ),
            ];

    private static RememberedShot Stretch(Timeline timeline, TimelineShot shot, string where)
    {
        TimelineSource source = timeline.Sources.First(s => s.Id == shot.Source);
        double start = shot.In.Seconds,
            end = start + (timeline.Rate.SecondsAt(shot.Record.Length) * shot.Speed.Value);
        return new RememberedShot
        {
            Source = source.Fingerprint,
            Name = Path.GetFileName(source.Path),
            Start = Math.Round(start, 3),
            End = Math.Round(end, 3),
            Where = where,
        };
    }

    private static ClipOrder? OrderOf(string? word) =>
        word switch
        {
            "free" => ClipOrder.Free,
            "time" => ClipOrder.Chronological,
            "story" => ClipOrder.Story,
            _ => null,
        };
}
