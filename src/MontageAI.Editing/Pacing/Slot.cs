using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Pacing;

/// <summary>A place on the timeline that one shot will fill.</summary>
/// <param name="Record">Its frames.</param>
/// <param name="Energy">Energy to match, 0 to 1; null where nothing says.</param>
/// <param name="Section">Kind of section it starts in.</param>
/// <param name="Opening">What its first frame stands on.</param>
/// <param name="Inner">Moments strictly inside it, ascending, at which it may be split.</param>
internal sealed record Slot(FrameRange Record, double? Energy, SectionKind Section, CutMoment Opening, IReadOnlyList<CutMoment> Inner)
{
    /// <summary>Cuts it in two at one of its inner moments, or at another frame inside it.</summary>
    public (Slot First, Slot Second) SplitAt(CutMoment moment) =>
        (
            this with
            {
                Record = new(Record.Start, moment.Frame),
                Inner = [.. Inner.Where(m => m.Frame < moment.Frame)],
            },
            this with
            {
                Record = new(moment.Frame, Record.End),
                Opening = moment,
                Inner = [.. Inner.Where(m => m.Frame > moment.Frame)],
            }
        );

    /// <summary>This and the slot right after it as one.</summary>
    public Slot JoinedWith(Slot next) =>
        this with
        {
            Record = new(Record.Start, next.Record.End),
            Inner = [.. Inner, next.Opening, .. next.Inner],
        };
}
