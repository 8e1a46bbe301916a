using System.Globalization;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Selection;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>
/// Decides how shots are joined. The style's shares become whole numbers; the rarest kind chooses its places first. Starts of sections are
/// liked most, then downbeats; dissolves, fades and wipes like calm places, whips, zooms and flashes loud ones. What shows both shots needs
/// usable footage beyond them, and is shortened or left out where there is none.
/// </summary>
internal sealed class TransitionPass : IFinishingPass
{
    private const int LeastSoft = 4;
    private const int LeastHard = 2;

    // Of the last shot no more than so much is fade.
    private const double MostFade = 0.4;

    /// <inheritdoc/>
    public Timeline Apply(Timeline timeline, FinishContext context)
    {
        TransitionStyle style = context.Request.Style.Transitions;
        TimelineShot[] shots = [.. timeline.Shots.Select((s, i) => context.IsEntryOpen(i) ? Cleared(s) : s)];
        List<string> notes = [];
        if (style.Shares.Any(s => s.Share > 0))
        {
            Join(shots, style, context, notes);
        }

        if (style.OpenSeconds > 0 && context.IsEntryOpen(0))
        {
            int frames = Fade(style.OpenSeconds, shots[0], context);
            if (frames > 0)
            {
                shots[0] = With(shots[0], new(TransitionKind.FadeBlack, frames), "a fade from black", frames / 2, "it opens the montage");
            }
        }

        ShotTransition? ending = timeline.Ending;
        if (context.Settled < shots.Length)
        {
            double close = Math.Min(style.CloseSeconds, MostFade * context.Request.Rate.SecondsAt(shots[^1].Record.Length));
            int frames = close > 0 ? Fade(close, shots[^1], context) : 0;
            ending = frames > 0 ? new(TransitionKind.FadeBlack, frames) : null;
        }

        return timeline with
        {
            Shots = shots,
            Ending = ending,
            Notes = [.. timeline.Notes, .. notes.Where(n => !timeline.Notes.Contains(n))],
        };
    }

    private static void Join(TimelineShot[] shots, TransitionStyle style, FinishContext context, List<string> notes)
    {
        IReadOnlyList<(TransitionKind Kind, double Share)> shares = style.Shares;
        int[] done = [.. shares.Select(k => shots.Skip(1).Count(s => s.Entry?.Kind == k.Kind))];
        int[] wanted = Quota.Of([.. shares.Select(s => s.Share)], shots.Length - 1, done);
        List<int> free = [.. Enumerable.Range(1, Math.Max(0, shots.Length - 1)).Where(context.IsEntryOpen)];
        int turns = done.Sum();
        foreach (int k in Enumerable.Range(0, shares.Count).Where(k => wanted[k] > 0).OrderBy(k => wanted[k]).ThenBy(k => k))
        {
            TransitionKind kind = shares[k].Kind;
            int left = wanted[k];
            foreach (int shot in free.OrderByDescending(i => Liking(kind, i, shots, context)).ThenBy(i => i).ToArray())
            {
                if (left == 0)
                {
                    break;
                }

                if (kind is TransitionKind.Dissolve or TransitionKind.Wipe)
                {
                    shots[shot] = BegunLater(shot, shots, Wanted(kind, shots[shot - 1], shots[shot], style, context).Frames / 2, context);
                }

                (int frames, string? limit) = Length(kind, shot, shots, style, context);
                if (frames == 0)
                {
                    shots[shot] = shots[shot] with
                    {
                        Reasons = [.. shots[shot].Reasons, ShotReason.Of(ReasonCodes.NotEntered, Name(kind), limit ?? "")],
                    };
                    continue;
                }

                (TransitionDirection direction, string? drift) = DirectionOf(kind, shots[shot - 1], turns++, context);
                string why =
                    Why(shot, shots, context) + (limit is null ? "" : $"; shortened, since {limit}") + (drift is null ? "" : $"; {drift}");
                shots[shot] = With(shots[shot], new(kind, frames, direction), Name(kind), frames, why);
                free.Remove(shot);
                left--;
            }

            if (left > 0)
            {
                notes.Add(
                    $"{left} of {wanted[k]} cuts that the style would make "
                        + $"{Name(kind)[(Name(kind).IndexOf(' ', StringComparison.Ordinal) + 1)..]} transitions are hard cuts: the shots "
                        + $"beside them are too short, or their footage ends there."
                );
            }
        }
    }

    // How well a kind suits the cut before a shot.
    private static double Liking(TransitionKind kind, int shot, TimelineShot[] shots, FinishContext context)
    {
        long frame = shots[shot].Record.Start;
        bool section = context.IsSectionStart(frame);
        bool downbeat = context.MomentAt(frame) is { BarPosition: 1 };
        double energy = context.EnergyAround(frame);
        double liking = (section ? 3 : 0) + (downbeat ? 1 : 0) + (1.5 * (IsSoft(kind) ? 1 - energy : energy));
        // Black and white part chapters; they look odd within one.
        liking += kind is TransitionKind.FadeBlack or TransitionKind.FadeWhite && section ? 2 : 0;
        return liking + (0.1 * SeededNoise.Unit(context.Request.Seed, 40 + (long)kind, frame));
    }

    // Even frames that the transition can last, and what made it shorter than the style asks for; 0 where it cannot be.
    private static (int Frames, string? Limit) Length(
        TransitionKind kind,
        int shot,
        TimelineShot[] shots,
        TransitionStyle style,
        FinishContext context
    )
    {
        (TimelineShot old, TimelineShot fresh) = (shots[shot - 1], shots[shot]);
        (int frames, string? limit) = Wanted(kind, old, fresh, style, context);
        if (kind is TransitionKind.Dissolve or TransitionKind.Wipe)
        {
            int after = HandleFrames(old, context.RoomAround(old).After, atEnd: true, context),
                before = HandleFrames(fresh, context.RoomAround(fresh).Before, atEnd: false, context);
            int handle = 2 * Math.Min(after, before);
            if (handle < frames)
            {
                (frames, limit) = (
                    handle,
                    after <= before
                        ? $"clip '{old.Source}' has no more usable footage after its shot"
                        : $"clip '{fresh.Source}' has no more usable footage before its shot"
                );
            }
        }

        return frames >= (IsSoft(kind) ? LeastSoft : LeastHard) ? (frames, limit) : (0, limit);
    }

    // What style and neighbours allow, whatever the footage.
    private static (int Frames, string? Limit) Wanted(
        TransitionKind kind,
        TimelineShot old,
        TimelineShot fresh,
        TransitionStyle style,
        FinishContext context
    )
    {
        double beats = IsSoft(kind) ? style.SoftBeats : style.HardBeats;
        int wanted = 2 * (int)Math.Round(beats * context.BeatSecondsAt(fresh.Record.Start) * context.Request.Rate.Value / 2);
        wanted = Math.Max(IsSoft(kind) ? LeastSoft : LeastHard, wanted);
        int most = (int)(Math.Min(old.Record.Length, fresh.Record.Length) / 4) * 2;
        return most < wanted ? (most, "it may take no more than half of the shorter shot") : (wanted, null);
    }

    /// <summary>
    /// A shot that begins where its usable footage does has nothing to be dissolved from. Where it goes on long enough after its end, and
    /// nothing else of the montage shows that, it begins so much later in its clip.
    /// </summary>
    private static TimelineShot BegunLater(int index, TimelineShot[] shots, int half, FinishContext context)
    {
        TimelineShot shot = shots[index];
        if (!context.IsOpen(index) || half < 1)
        {
            return shot;
        }

        (double before, double after) = context.RoomAround(shot);
        double rate = context.Request.Rate.Value,
            missing = (half / rate * (shot.Ramp is { Count: > 0 } ramp ? ramp[0].Speed : shot.Speed.Value)) - before;
        double kept = index + 1 < shots.Length && shots[index + 1].Entry is { ShowsBoth: true } exit ? exit.Half / rate : 0;
        // A frame more, since the next frame of the source may lie that much later.
        if (missing <= 0 || missing + (2 / rate) > after - kept || context.FrameAtOrAfter(shot, shot.In.Seconds + missing) is not { } moved)
        {
            return shot;
        }

        double end = shot.In.Seconds + ShotClock.SourceLength(shot, context.Request.Rate),
            shift = moved.Seconds - shot.In.Seconds;
        bool isShown = shots
            .Where((s, i) => i != index && s.Source == shot.Source)
            .Any(s => s.In.Seconds < end + shift - 1e-6 && s.In.Seconds + ShotClock.SourceLength(s, context.Request.Rate) > end + 1e-6);
        return isShown || shift > after - kept
            ? shot
            : shot with
            {
                In = moved,
                Reasons = [.. shot.Reasons.Where(r => !Explainer.IsPrice(r)), ShotReason.Of(ReasonCodes.LaterForDissolve, $"{shift:0.00}")],
            };
    }

    private static int HandleFrames(TimelineShot shot, double seconds, bool atEnd, FinishContext context)
    {
        double speed = shot.Ramp is { Count: > 0 } ramp ? (atEnd ? ramp[^1].Speed : ramp[0].Speed) : shot.Speed.Value;
        double frames = speed > 0 ? (seconds / speed * context.Request.Rate.Value) + 1e-6 : shot.Record.Length;
        return (int)Math.Min(frames, shot.Record.Length);
    }

    // The picture goes on where the old shot's camera was going; else left and right take turns.
    private static (TransitionDirection Direction, string? Drift) DirectionOf(
        TransitionKind kind,
        TimelineShot old,
        int turn,
        FinishContext context
    )
    {
        if (kind is not (TransitionKind.Whip or TransitionKind.Wipe))
        {
            return (TransitionDirection.Left, null);
        }

        IReadOnlyList<MotionFeatures> motion = context.MotionOf(old);
        float pan = motion.Count > 0 ? motion.Average(m => m.PanX) : 0;
        return Math.Abs(pan) >= 0.05f
            ? (
                pan > 0 ? TransitionDirection.Left : TransitionDirection.Right,
                $"it follows the camera, which pans {(pan > 0 ? "right" : "left")}"
            )
            : (turn % 2 == 0 ? TransitionDirection.Left : TransitionDirection.Right, null);
    }

    private static string Why(int shot, TimelineShot[] shots, FinishContext context)
    {
        long frame = shots[shot].Record.Start;
        double energy = context.EnergyAround(frame);
        string place = context.IsSectionStart(frame)
            ? $"a section begins ({context.SectionAt(context.Request.Rate.SecondsAt(frame) + 0.05).Kind.ToString().ToLowerInvariant()})"
            : context.MomentAt(frame) switch
            {
                { BarPosition: 1 } => "a downbeat",
                { Kind: MomentKind.Beat } => "a beat",
                { Kind: MomentKind.Accent } => "an accent of the song",
                _ => "the style's share",
            };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{place}, {(energy < 0.4 ? "calm" : energy > 0.6 ? "loud" : "moderate")} (energy {energy:0.00})"
        );
    }

    // Half of the frames are seen, since there is nothing on the other side.
    private static int Fade(double seconds, TimelineShot shot, FinishContext context) =>
        2 * (int)Math.Min(context.Request.Rate.FrameAt(seconds), shot.Record.Length / 2);

    private static TimelineShot With(TimelineShot shot, ShotTransition entry, string name, int frames, string why) =>
        shot with
        {
            Entry = entry,
            Reasons = [.. shot.Reasons, ShotReason.Of(ReasonCodes.Entered, name, $"{frames}", why)],
        };

    private static TimelineShot Cleared(TimelineShot shot) =>
        shot.Entry is null && !shot.Reasons.Any(IsReason)
            ? shot
            : shot with
            {
                Entry = null,
                Reasons = [.. shot.Reasons.Where(r => !IsReason(r))],
            };

    /// <summary>Whether a reason tells how a shot is entered.</summary>
    public static bool IsReason(ShotReason reason) => reason.Code is ReasonCodes.Entered or ReasonCodes.NotEntered;

    private static bool IsSoft(TransitionKind kind) =>
        kind is TransitionKind.Dissolve or TransitionKind.FadeBlack or TransitionKind.FadeWhite or TransitionKind.Wipe;

    /// <summary>A kind in words, with its article.</summary>
    public static string Name(TransitionKind kind) =>
        kind switch
        {
            TransitionKind.FadeBlack => "a fade through black",
            TransitionKind.FadeWhite => "a fade through white",
            _ => $"a {kind.ToString().ToLowerInvariant()}",
        };
}
