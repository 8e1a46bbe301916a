using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>Names the log curve of footage whose colour tags tell one. Flat pictures whose tags say nothing are taken as they are: a guess
/// would ruin those that are meant so.</summary>
internal sealed class LogPass : IFinishingPass
{
    /// <inheritdoc/>
    public Timeline Apply(Timeline timeline, FinishContext context) =>
        context.Clips.Values.All(c => CurveOf(c) is null)
            ? timeline
            : timeline with
            {
                Shots =
                [
                    .. timeline.Shots.Select(
                        (s, i) =>
                            context.IsOpen(i)
                            && context.Clips.TryGetValue(s.Source, out Materials.ClipMaterial? clip)
                            && CurveOf(clip) is { } curve
                                ? Told(s, curve)
                                : s
                    ),
                ],
            };

    // The transfers "log" and "log_sqrt" of H.273 are the only ones that containers can state; cameras' own curves stand in tags that are
    // not read.
    private static string? CurveOf(Materials.ClipMaterial clip) =>
        clip.Info.MainVideo?.Color.Transfer is { } curve && (curve is "log100" or "log316") ? curve : null;

    private static TimelineShot Told(TimelineShot shot, string curve)
    {
        ShotReason reason = ShotReason.Of(ReasonCodes.Log, curve);
        return shot with
        {
            Correction = (shot.Correction ?? new ShotCorrection()) with
            {
                LogCurve = curve,
                Reason = MatchPass.Joined(shot.Correction?.Reason, reason.Sentence),
            },
            Reasons = [.. shot.Reasons, reason],
        };
    }
}
