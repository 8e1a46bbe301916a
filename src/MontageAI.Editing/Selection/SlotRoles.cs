using MontageAI.Editing.Pacing;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>What a slot is in the course of the montage, beyond its energy.</summary>
/// <param name="Opens">It is the first.</param>
/// <param name="Closes">It is the last of several.</param>
/// <param name="IsDrop">The drop begins with it, or in it where no cut stands there.</param>
/// <param name="Breathes">It lies in the breathing room after the drop.</param>
/// <param name="Establishes">A section begins with it.</param>
/// <param name="Details">It follows a slot that begins a section.</param>
/// <param name="Hold">How long it is beside the usual, -1 (a third and less) to 1 (three times and more).</param>
/// <param name="IsEarly">It begins in the seconds that are settled first.</param>
internal readonly record struct SlotRole(
    bool Opens,
    bool Closes,
    bool IsDrop,
    bool Breathes,
    bool Establishes,
    bool Details,
    float Hold,
    bool IsEarly = false
);

/// <summary>Knows the role of every slot of a montage.</summary>
/// <param name="dropFrame">Frame at which the drop begins; null has none.</param>
/// <param name="sectionFrames">Frames at which sections begin, the first included.</param>
/// <param name="breathes">Whether a slot lies in the breathing room.</param>
/// <param name="rate">The grid.</param>
internal sealed class SlotRoles(long? dropFrame, IReadOnlyList<long> sectionFrames, Func<Slot, bool> breathes, FrameRate rate)
{
    private const double EarlySeconds = 10;

    // A cut so close to the start of a section stands for it.
    private readonly long _early = rate.FrameAt(EarlySeconds);
    private readonly long _slack = Math.Max(1, rate.FrameAt(0.1));

    /// <summary>No drop, no sections.</summary>
    public static SlotRoles None(FrameRate rate) => new(null, [0], _ => false, rate);

    /// <summary>The role of a slot.</summary>
    /// <param name="placements">All slots in order.</param>
    /// <param name="at">Index of the slot.</param>
    /// <param name="usualFrames">Usual length of a slot.</param>
    public SlotRole Of(IReadOnlyList<Placement> placements, int at, double usualFrames)
    {
        Slot slot = placements[at].Slot;
        return new SlotRole(
            at == 0,
            at == placements.Count - 1 && at > 0,
            IsDrop(slot),
            breathes(slot),
            BeginsSection(slot),
            at > 0 && !BeginsSection(slot) && BeginsSection(placements[at - 1].Slot),
            (float)Math.Clamp(Math.Log(slot.Record.Length / usualFrames, 3), -1, 1),
            slot.Record.Start < _early
        );
    }

    /// <summary>Whether the drop begins in a slot.</summary>
    public bool IsDrop(Slot slot) => dropFrame is { } drop && slot.Record.Start <= drop + _slack && slot.Record.End > drop + _slack;

    private bool BeginsSection(Slot slot)
    {
        foreach (long frame in sectionFrames)
        {
            if (Math.Abs(slot.Record.Start - frame) <= _slack)
            {
                return true;
            }
        }

        return false;
    }
}
