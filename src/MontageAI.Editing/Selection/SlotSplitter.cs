using MontageAI.Editing.Pacing;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>Decides where a slot that footage does not fill is cut in two.</summary>
/// <param name="rate">The grid.</param>
/// <param name="minimumSeconds">The style's shortest shot.</param>
internal sealed class SlotSplitter(FrameRate rate, double minimumSeconds)
{
    // A part shorter than this beside others that are not looks like a mistake, whatever the style's shortest shot is.
    private const double BlinkSeconds = 0.5;

    private readonly long _minimumFrames = Math.Max(1, (long)Math.Ceiling(minimumSeconds * rate.Value));
    private readonly long _unusedFrames = Math.Max(1, (long)Math.Ceiling(Math.Max(minimumSeconds, BlinkSeconds) * rate.Value));

    /// <summary>
    /// The latest moment inside a slot up to which unused footage lasts; null when there is none. Both parts keep the style's shortest
    /// length, and the first fills at least half of the slot: a scrap of footage is not worth breaking the style's pace.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <param name="room">Longest window of unused footage in seconds.</param>
    public CutMoment? ForUnused(Slot slot, double room) =>
        LatestInner(slot, room, _unusedFrames) is { } moment && 2 * (moment.Frame - slot.Record.Start) >= slot.Record.Length
            ? moment
            : null;

    /// <summary>The same for what shots have left of their takes, where everything else was shown before: a third of the slot is worth
    /// it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="room">The longest that is left, in seconds.</param>
    public CutMoment? ForLeft(Slot slot, double room) =>
        LatestInner(slot, room, _unusedFrames) is { } moment && 3 * (moment.Frame - slot.Record.Start) >= slot.Record.Length
            ? moment
            : null;

    /// <summary>The same, however little of the slot that is.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="room">The longest window in seconds.</param>
    public CutMoment? ForAny(Slot slot, double room) => LatestInner(slot, room, _unusedFrames);

    /// <summary>Where to cut a slot that is longer than any footage: on a moment inside it, as late as footage lasts, or else off the
    /// beat.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="room">Longest window of any footage in seconds, at least one frame.</param>
    public CutMoment Forced(Slot slot, double room)
    {
        if ((LatestInner(slot, room, _minimumFrames) ?? LatestInner(slot, room, 1)) is { } moment)
        {
            return moment;
        }

        // Equal parts, each no longer than the longest footage.
        long longest = (long)Math.Floor((room + 1e-9) * rate.Value);
        long parts = (slot.Record.Length + longest - 1) / longest;
        long frame = slot.Record.Start + (slot.Record.Length / parts);
        return new CutMoment(rate.SecondsAt(frame), frame, MomentKind.Steady, 0, 0);
    }

    private CutMoment? LatestInner(Slot slot, double room, long minimum)
    {
        CutMoment? latest = null;
        foreach (CutMoment moment in slot.Inner)
        {
            long first = moment.Frame - slot.Record.Start;
            if (first >= minimum && slot.Record.End - moment.Frame >= minimum && rate.SecondsAt(first) <= room + 1e-9)
            {
                latest = moment;
            }
        }

        return latest;
    }
}
