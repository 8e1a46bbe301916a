using System.Text.Json.Serialization;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// A change of a timeline as a value: it can be written to a log, sent and done again (<see cref="EditJson"/>), and it has its words
/// (<see cref="EditScript"/>). Applying it is pure. Shots that it does not concern stay what they were to the bit, the montage keeps its
/// length, and what cannot be done throws and changes nothing.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "edit")]
[JsonDerivedType(typeof(SwapEdit), "swap")]
[JsonDerivedType(typeof(PinEdit), "pin")]
[JsonDerivedType(typeof(SlipEdit), "slip")]
[JsonDerivedType(typeof(RollEdit), "roll")]
[JsonDerivedType(typeof(MoveEdit), "move")]
[JsonDerivedType(typeof(DropEdit), "drop")]
[JsonDerivedType(typeof(BanEdit), "ban")]
[JsonDerivedType(typeof(UnbanEdit), "unban")]
[JsonDerivedType(typeof(SplitEdit), "split")]
[JsonDerivedType(typeof(JoinEdit), "join")]
[JsonDerivedType(typeof(LockEdit), "lock")]
[JsonDerivedType(typeof(UnlockEdit), "unlock")]
[JsonDerivedType(typeof(SpeedEdit), "speed")]
[JsonDerivedType(typeof(TransitionEdit), "transition")]
[JsonDerivedType(typeof(CorrectEdit), "correct")]
[JsonDerivedType(typeof(CameraEdit), "camera")]
[JsonDerivedType(typeof(TextEdit), "text")]
[JsonDerivedType(typeof(RebeatEdit), "rebeat")]
public abstract record TimelineEdit
{
    private protected TimelineEdit() { }

    /// <summary>Does it.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <returns>The changed timeline; it keeps <see cref="TimelineRules"/>.</returns>
    /// <exception cref="ConfigurationException">It cannot be done: the message names the shot, the reason and what can be done
    /// instead.</exception>
    public Timeline Apply(Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        Timeline after = Change(timeline);
        ShotLocks.Require(timeline, after);
        return TimelineRules.Check(after) is { Count: > 0 } problems
            ? throw new ConfigurationException(Problem.Of(ErrorCode.EditInvalid, problems))
            : after;
    }

    /// <summary>The same edit with every shot named by its id, so that it means the same shots after other edits.</summary>
    /// <param name="timeline">The timeline whose indices it uses.</param>
    /// <exception cref="ConfigurationException">There is no such shot.</exception>
    public virtual TimelineEdit ById(Timeline timeline) => this;

    private protected abstract Timeline Change(Timeline timeline);
}

/// <summary>A change of one shot.</summary>
/// <param name="Shot">The shot.</param>
public abstract record ShotEdit(ShotRef Shot) : TimelineEdit
{
    /// <inheritdoc/>
    public override TimelineEdit ById(Timeline timeline) => this with { Shot = Shot.ById(timeline) };

    private protected sealed override Timeline Change(Timeline timeline)
    {
        int shot = Shot.In(timeline);
        if (this is not (LockEdit or UnlockEdit))
        {
            ShotLocks.RequireOpen(timeline, shot);
        }

        return Change(timeline, shot);
    }

    private protected abstract Timeline Change(Timeline timeline, int shot);
}
