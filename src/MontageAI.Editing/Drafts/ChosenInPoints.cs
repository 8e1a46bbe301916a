using MontageAI.Editing.Selection;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Drafts;

/// <summary>Moves the in-points of chosen shots whose frames were measured to the best moment close by, without touching what else is on
/// the timeline.</summary>
internal static class ChosenInPoints
{
    // So much of a shot at least must have been measured to judge a place: its beginning is what the cut shows.
    private const double LeastMeasuredSeconds = 0.5;

    /// <summary>How much later a shot may begin where all of it that would be shown was looked at before.</summary>
    public const double NearbySeconds = 0.5;

    /// <summary>Moves them. Later only, by at most <see cref="PlanRequest.CloserLookSeconds"/>, or <see cref="NearbySeconds"/>.</summary>
    public static void Move(PlanDraft draft, IReadOnlyList<Placement> placements)
    {
        PlanRequest request = draft.Request;
        foreach (Placement placement in placements)
        {
            if (placement.Kept || placement.Choice is not { } choice)
            {
                continue;
            }

            double seconds = request.Rate.SecondsAt(placement.Slot.Record.Length),
                at = choice.InSeconds;
            UsableStretch? stretch = draft.Stretches.FirstOrDefault(s =>
                s.Clip == choice.Clip && at >= s.Start.Seconds - 1e-9 && at < s.End.Seconds
            );
            MotionFeatures? measured = draft
                .Clips[choice.Clip]
                .Analysis.Motion.FirstOrDefault(m => m.Curves is not null && m.Start.Seconds <= at + 1e-4 && m.End.Seconds > at);
            if (stretch is null || measured?.Curves is not { } curves)
            {
                continue;
            }

            double next = placements
                .Where(p => p != placement && p.Choice is { } other && other.Clip == choice.Clip && other.InSeconds > at)
                .Select(p => p.Choice!.InSeconds)
                .DefaultIfEmpty(double.MaxValue)
                .Min();
            double latest = new[]
            {
                at + Math.Max(request.CloserLookSeconds, NearbySeconds),
                next - seconds,
                stretch.End.Seconds - seconds - stretch.FrameSeconds,
                choice.ShowsLetters(seconds) ? double.MaxValue : at + choice.LetteringAfter - seconds,
                measured.End.Seconds - (request.CloserLookSeconds > 0 ? Math.Min(seconds, LeastMeasuredSeconds) : seconds),
            }.Min();
            if (latest <= at)
            {
                continue;
            }

            double[] cuts =
            [
                .. draft.Clips[choice.Clip].Analysis.Motion.Select(m => m.InnerCut).OfType<MediaTime>().Select(c => c.Seconds),
            ];
            // The price of decoding from the key frame on, as in the choice itself: 250 frames count as 1.
            double cost = request.SeekCostWeight / (250 * stretch.FrameSeconds);
            if (InPointFinder.Find(curves, at, latest, seconds, at, cuts, cost) is { Gain: > 0 } found)
            {
                placement.Choice = choice with { In = MediaTime.FromSeconds(found.Seconds, choice.In.TimeBase), FramesAfterKey = null };
                placement.Reasons =
                [
                    ShotReason.Of(
                        ReasonCodes.LaterStart,
                        FormattableString.Invariant($"{found.Seconds - at:0.00}"),
                        string.Join(", ", found.Reasons)
                    ),
                    .. placement.Reasons.Where(r => !Explainer.IsPrice(r)),
                ];
            }
        }
    }
}
