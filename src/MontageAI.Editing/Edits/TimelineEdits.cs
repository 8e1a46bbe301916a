using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Puts the first of a shot's alternatives in its place, one that shows nothing of the timeline where there is one. Doing it again
/// takes the next.</summary>
/// <param name="Shot">The shot.</param>
public sealed record SwapEdit(ShotRef Shot) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => PlanEdits.Swap(timeline, shot);
}

/// <summary>Shows a named moment of a clip in the place of a shot.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="Clip">Id of a clip of the timeline.</param>
/// <param name="At">The frame to show first, on any clock; the nearest tick of the clip's own is taken.</param>
public sealed record PinEdit(ShotRef Shot, string Clip, MediaTime At) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => PlanEdits.Pin(timeline, shot, Clip, At);
}

/// <summary>Shows a later or earlier part of the same take; the cuts stay.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="Frames">Frames of the timeline; above 0 shows a later part.</param>
public sealed record SlipEdit(ShotRef Shot, long Frames) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => CutEdits.Slip(timeline, shot, Frames);
}

/// <summary>Moves the cut at the end of a shot.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="By">How far, in frames or beats; above 0 moves the cut to later.</param>
public sealed record RollEdit(ShotRef Shot, EditAmount By) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) =>
        By.Unit switch
        {
            EditUnit.Beats => CutEdits.RollByBeats(timeline, shot, (int)By.Whole),
            EditUnit.Seconds => CutEdits.Roll(timeline, shot, timeline.Rate.FrameAt(By.Value)),
            _ => CutEdits.Roll(timeline, shot, By.Whole),
        };
}

/// <summary>Takes a shot to another place; those in between move up by one, and the cuts stay.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="To">The shot whose place it takes.</param>
public sealed record MoveEdit(ShotRef Shot, ShotRef To) : ShotEdit(Shot)
{
    /// <inheritdoc/>
    public override TimelineEdit ById(Timeline timeline) => this with { Shot = Shot.ById(timeline), To = To.ById(timeline) };

    private protected override Timeline Change(Timeline timeline, int shot) => CutEdits.Move(timeline, shot, To.In(timeline));
}

/// <summary>Takes a shot out; the one before it is shown longer, or, where it is the first, the next one begins earlier.</summary>
/// <param name="Shot">The shot.</param>
public sealed record DropEdit(ShotRef Shot) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => CutEdits.Drop(timeline, shot);
}

/// <summary>Never shows a clip: each of its shots gives way to its first alternative from another one, and plans made from the timeline
/// leave it out.</summary>
/// <param name="Clip">Id of the clip.</param>
public sealed record BanEdit(string Clip) : TimelineEdit
{
    private protected override Timeline Change(Timeline timeline) => PlanEdits.Ban(timeline, Clip);
}

/// <summary>Allows a banned clip again; shots that it lost stay as they are.</summary>
/// <param name="Clip">Its fingerprint as the timeline's bans say it, or as much of its beginning as no other has.</param>
public sealed record UnbanEdit(string Clip) : TimelineEdit
{
    private protected override Timeline Change(Timeline timeline) => PlanEdits.Unban(timeline, Clip);
}

/// <summary>Cuts a shot in two that go on one after the other. Its pictures stay; the second part has an id of its own.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="At">Where, from its first frame on: frames, seconds, or beats after that frame.</param>
public sealed record SplitEdit(ShotRef Shot, EditAmount At) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => SplitEdits.Split(timeline, shot, At);
}

/// <summary>Makes one shot of a shot and the next, which goes on where it ends: undoes a split.</summary>
/// <param name="Shot">The first of the two.</param>
public sealed record JoinEdit(ShotRef Shot) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => SplitEdits.Join(timeline, shot);
}

/// <summary>Keeps a shot as it is, against edits and when the montage is planned again.</summary>
/// <param name="Shot">The shot.</param>
public sealed record LockEdit(ShotRef Shot) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => ShotLocks.Set(timeline, shot, true);
}

/// <summary>Lets a shot be changed again.</summary>
/// <param name="Shot">The shot.</param>
public sealed record UnlockEdit(ShotRef Shot) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => ShotLocks.Set(timeline, shot, false);
}

/// <summary>Shows a shot at a constant speed, in place of any ramp; its first frame and the cuts stay.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="Speed">Source seconds per second of film, above 0 to 16.</param>
public sealed record SpeedEdit(ShotRef Shot, Rational Speed) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => EffectEdits.Speed(timeline, shot, Speed);
}

/// <summary>Sets how a shot is entered, or how the montage ends.</summary>
/// <param name="Shot">The shot; null means the montage's end.</param>
/// <param name="Transition">The transition; null is a hard cut.</param>
public sealed record TransitionEdit(ShotRef? Shot = null, ShotTransition? Transition = null) : TimelineEdit
{
    /// <inheritdoc/>
    public override TimelineEdit ById(Timeline timeline) => Shot is { } shot ? this with { Shot = shot.ById(timeline) } : this;

    private protected override Timeline Change(Timeline timeline) =>
        Shot is { } shot ? EffectEdits.Enter(timeline, shot.In(timeline), Transition) : EffectEdits.End(timeline, Transition);
}

/// <summary>Changes what is put right in a shot.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="To">The values to set; null takes everything off.</param>
public sealed record CorrectEdit(ShotRef Shot, CorrectionChange? To = null) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => EffectEdits.Correct(timeline, shot, To);
}

/// <summary>Sets what part of the picture a shot shows.</summary>
/// <param name="Shot">The shot.</param>
/// <param name="Keys">The view, frame by frame; null shows the picture as the montage fits it.</param>
public sealed record CameraEdit(ShotRef Shot, IReadOnlyList<CameraKey>? Keys = null) : ShotEdit(Shot)
{
    private protected override Timeline Change(Timeline timeline, int shot) => EffectEdits.Camera(timeline, shot, Keys);
}

/// <summary>Puts words over the pictures, in place of what words of their kind stand there, or takes those off.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="From">Second of the montage from which they stand; below 0 counts from its end.</param>
/// <param name="To">Second at which they go, below 0 counted from the end; null is the end.</param>
/// <param name="Text">The words; null or empty takes off what is there.</param>
/// <param name="Small">A title's small line; null for none.</param>
public sealed record TextEdit(TextKind Kind, double From, double? To = null, string? Text = null, string? Small = null) : TimelineEdit
{
    private protected override Timeline Change(Timeline timeline) => TextEdits.Set(timeline, this);
}

/// <summary>
/// Gives the montage another grid of beats. The shots keep what they show and their order; cuts that stood on beats move to the beats that
/// correspond, where footage, locks and neighbours let them. A note of the timeline says what moved.
/// </summary>
/// <param name="Grid">The new grid.</param>
public sealed record RebeatEdit(BeatChange Grid) : TimelineEdit
{
    private protected override Timeline Change(Timeline timeline) => RebeatEdits.Apply(timeline, Grid);
}
