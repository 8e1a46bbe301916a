using System.Globalization;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>Asks for steadying where shake was measured in what a shot shows, and only there.</summary>
internal sealed class SteadyPass : IFinishingPass
{
    // Picture widths per second; a steady hand stays below, a walking one does not. A tripod has 0.005 and less.
    private const float ShakeLimit = 0.04f;

    /// <inheritdoc/>
    public Timeline Apply(Timeline timeline, FinishContext context)
    {
        double strength = context.Request.Style.Look.Stabilise;
        HashSet<string> stills = [.. timeline.Sources.Where(s => s.Still == true).Select(s => s.Id)];
        return strength <= 0
            ? timeline
            : timeline with
            {
                Shots =
                [
                    .. timeline.Shots.Select(
                        (s, i) => context.IsOpen(i) && !stills.Contains(s.Source) ? Steadied(s, strength, context) : s
                    ),
                ],
            };
    }

    private static TimelineShot Steadied(TimelineShot shot, double strength, FinishContext context)
    {
        IReadOnlyList<MotionFeatures> motion = context.MotionOf(shot);
        float shake = motion.Count > 0 ? motion.Max(m => m.Shake) : 0;
        if (shake <= ShakeLimit)
        {
            return shot;
        }

        ShotReason reason = ShotReason.Of(ReasonCodes.Steadied, $"{shake:0.000}", $"{ShakeLimit}");
        return shot with
        {
            Correction = (shot.Correction ?? new ShotCorrection()) with
            {
                Stabilise = strength,
                Reason = MatchPass.Joined(shot.Correction?.Reason, reason.Sentence),
            },
            Reasons = [.. shot.Reasons, reason],
        };
    }
}
