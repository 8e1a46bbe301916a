using System.Globalization;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Selection;
using MontageAI.Editing.Styles;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>
/// Decides changes of speed: frozen pictures at the ends of sections, slow motion for high action, ramps that slow down into the next
/// strong beat. None shows more source than the shot did at natural speed, so none can run out of footage. A shot has one of them at most,
/// photographs none.
/// </summary>
internal sealed class SpeedPass : IFinishingPass
{
    private const string Unmeasured =
        "No shot is in slow motion, which the style would give to high action: the motion of none was measured.";
    private const double LeastRampSeconds = 0.6;
    private const double LeastSlowSeconds = 0.5;

    // Motion (PictureScores.Motion) below which nothing is called action, whatever its rank; chosen by eye.
    private const float LeastAction = 0.05f;

    /// <inheritdoc/>
    public Timeline Apply(Timeline timeline, FinishContext context)
    {
        MotionStyle style = context.Request.Style.Motion;
        if (style.RampShare <= 0 && style.SlowShare <= 0 && style.FreezeShare <= 0)
        {
            return timeline;
        }

        TimelineShot[] shots = [.. timeline.Shots];
        HashSet<string> stills = [.. timeline.Sources.Where(s => s.Still == true).Select(s => s.Id)];
        bool IsFree(int i) =>
            context.IsOpen(i) && !stills.Contains(shots[i].Source) && shots[i].Ramp is null && shots[i].Speed == new Rational(1);
        Freeze(shots, style, context, IsFree);
        Slow(shots, style, context, IsFree);
        Ramp(shots, style, context, IsFree);
        return style.SlowShare > 0 && context.Settled < shots.Length && shots.All(s => ActionOf(s, context) is null)
            ? timeline with
            {
                Shots = shots,
                Notes = [.. timeline.Notes.Where(n => n != Unmeasured), Unmeasured],
            }
            : timeline with
            {
                Shots = shots,
            };
    }

    private static void Freeze(TimelineShot[] shots, MotionStyle style, FinishContext context, Func<int, bool> isFree)
    {
        if (style.FreezeShare <= 0)
        {
            return;
        }

        // The end of the montage is the end of a section too.
        int[] ends =
        [
            .. Enumerable.Range(0, shots.Length).Where(i => i == shots.Length - 1 || context.IsSectionStart(shots[i].Record.End)),
        ];
        int done = ends.Count(i => shots[i].Ramp is { Count: > 0 } ramp && ramp[^1].Speed == 0);
        int left = Quota.Of(style.FreezeShare, ends.Length, done);
        foreach (
            int i in ends.Where(isFree).OrderByDescending(i => context.EnergyAround(shots[i].Record.End - 1)).ThenBy(i => i).Take(left)
        )
        {
            long length = shots[i].Record.Length;
            long frames = Math.Min(
                length / 2,
                Math.Max(2, context.Request.Rate.FrameAt(style.FreezeBeats * context.BeatSecondsAt(shots[i].Record.End)))
            );
            if (frames >= 2)
            {
                SpeedPoint[] ramp = [new(0, 1), new(length - frames, 1), new(length - frames, 0)];
                shots[i] = shots[i] with { Ramp = ramp, Reasons = [.. shots[i].Reasons, ShotReason.Of(ReasonCodes.Freeze, $"{frames}")] };
            }
        }
    }

    private static void Slow(TimelineShot[] shots, MotionStyle style, FinishContext context, Func<int, bool> isFree)
    {
        float?[] action = [.. shots.Select(s => ActionOf(s, context))];
        float[] measured = [.. action.OfType<float>().Order()];
        if (style.SlowShare <= 0 || measured.Length == 0)
        {
            return;
        }

        // High action is the upper half of what was measured.
        float high = Math.Max(LeastAction, measured[measured.Length / 2]);
        int[] wild = [.. Enumerable.Range(0, shots.Length).Where(i => action[i] >= high)];
        int left = Quota.Of(style.SlowShare, wild.Length, wild.Count(i => shots[i].Ramp is null && shots[i].Speed < new Rational(1)));
        foreach (
            int i in wild.OrderByDescending(i => (action[i]!.Value / measured[^1]) + 1 - context.EnergyAround(shots[i].Record.Start))
                .ThenBy(i => i)
        )
        {
            double speed = Math.Max(style.SlowSpeed, Slowest(shots[i], context));
            if (left == 0)
            {
                break;
            }

            if (isFree(i) && speed < 0.95 && context.Request.Rate.SecondsAt(shots[i].Record.Length) >= LeastSlowSeconds)
            {
                Rational rounded = new((long)Math.Ceiling((speed * 1000) - 1e-6), 1000);
                shots[i] = shots[i] with
                {
                    Speed = rounded,
                    Reasons =
                    [
                        .. shots[i].Reasons,
                        ShotReason.Of(ReasonCodes.SlowMotion, $"{rounded.Value:0.##}", $"{action[i]:0.00}", $"{high:0.00}"),
                    ],
                };
                left--;
            }
        }
    }

    private static void Ramp(TimelineShot[] shots, MotionStyle style, FinishContext context, Func<int, bool> isFree)
    {
        int left = Quota.Of(style.RampShare, shots.Length, shots.Count(s => s.Ramp is { Count: > 0 } r && r[^1].Speed > 0));
        IEnumerable<int> liked = Enumerable
            .Range(0, shots.Length - 1)
            .Where(i =>
                isFree(i)
                && context.Request.Rate.SecondsAt(shots[i].Record.Length) >= LeastRampSeconds
                && Strength(shots[i].Record.End, context) > 0
            )
            .OrderByDescending(i =>
                Strength(shots[i].Record.End, context) + (0.1 * SeededNoise.Unit(context.Request.Seed, 50, shots[i].Record.Start))
            )
            .ThenBy(i => i);
        foreach (int i in liked)
        {
            double slow = Math.Ceiling((Math.Max(style.RampSpeed, Slowest(shots[i], context)) * 1000) - 1e-6) / 1000;
            if (left == 0)
            {
                break;
            }

            if (slow < 0.95)
            {
                // Faster first, slower into the beat, together just what natural speed would show: half of the shot at one speed, half
                // falling evenly.
                long length = shots[i].Record.Length,
                    turn = length / 2;
                double fast = (length - (slow * (length - turn) / 2)) / (turn + ((length - turn) / 2.0));
                fast = Math.Floor(fast * 1000) / 1000;
                shots[i] = shots[i] with
                {
                    Ramp = [new(0, fast), new(turn, fast), new(length, slow)],
                    Reasons =
                    [
                        .. shots[i].Reasons,
                        ShotReason.Of(ReasonCodes.Ramp, $"{fast:0.00}", $"{slow:0.00}", StrongWords(shots[i].Record.End, context)),
                    ],
                };
                left--;
            }
        }
    }

    // Pictures repeat below timeline rate over source rate; half of that still looks like slow motion, less like a slide show.
    private static double Slowest(TimelineShot shot, FinishContext context)
    {
        VideoStreamInfo? video = context.Clips.TryGetValue(shot.Source, out Materials.ClipMaterial? clip) ? clip.Info.MainVideo : null;
        return video is { IsVariableRate: false } && (video.OwnRate ?? video.BaseRate) is { } rate
            ? 0.5 * context.Request.Rate.Value / rate.Value
            : 1;
    }

    private static float? ActionOf(TimelineShot shot, FinishContext context)
    {
        IReadOnlyList<MotionFeatures> motion = context.MotionOf(shot);
        return motion.Count > 0 ? motion.Max(PictureScores.Motion) : null;
    }

    // How strong the beat is on which a shot ends; 0 for none.
    private static double Strength(long frame, FinishContext context) =>
        context.MomentAt(frame) switch
        {
            { Kind: MomentKind.Beat } m => (context.IsSectionStart(frame) ? 2 : 0)
                + (m.BarPosition == 1 ? 1 : 0)
                + Math.Max(0.01, m.Strength),
            { Kind: MomentKind.Accent } m => Math.Max(0.01, m.Strength),
            _ => 0,
        };

    private static string StrongWords(long frame, FinishContext context) =>
        context.IsSectionStart(frame) ? "the start of a section"
        : context.MomentAt(frame) is { BarPosition: 1 } ? "a downbeat"
        : "a beat";
}
