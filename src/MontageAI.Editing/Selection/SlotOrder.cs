namespace MontageAI.Editing.Selection;

/// <summary>What the order of the footage allows in one slot, from strict to everything; a looser step is taken only when a stricter one
/// leaves nothing new to show.</summary>
/// <param name="order">What is asked.</param>
/// <param name="footage">The clips in order and their chapters.</param>
/// <param name="middle">Place of the slot in the montage, 0 to 1.</param>
/// <param name="before">Place of the footage shown last before it, 0 when none is.</param>
/// <param name="after">Place of the footage shown first after it, 1 when none is.</param>
/// <param name="reach">How far from its own place footage may be taken, as a share of all.</param>
internal sealed class SlotOrder(ClipOrder order, FootageOrder footage, double middle, double before, double after, double reach)
{
    /// <summary>Steps that there are.</summary>
    public int Steps =>
        order switch
        {
            ClipOrder.Chronological => 4,
            ClipOrder.Story when footage.Chapters > 1 => 2,
            _ => 1,
        };

    /// <summary>Whether a step may be tried so that nothing is repeated; who asks for the order of time rather sees something again than
    /// goes back.</summary>
    public bool MayLeave(int step) => order != ClipOrder.Chronological || step < 2;

    /// <summary>Whether footage may be shown in the slot.</summary>
    /// <param name="candidate">The footage.</param>
    /// <param name="step">0 is the strictest, the last one allows everything.</param>
    public bool Allows(Candidate candidate, int step) =>
        step == Steps - 1
        || (
            order == ClipOrder.Story ? footage.ChapterOf(candidate.Clip) == ChapterAt(middle)
            : step == 2 ? (int)(candidate.Place * footage.Clips.Count) == (int)(before * footage.Clips.Count)
            : candidate.Place >= before - 1e-6
                && candidate.Place <= after + 1e-6
                && (step > 0 || Math.Abs(candidate.Place - middle) <= reach)
        );

    private int ChapterAt(double place) => Math.Clamp(footage.ChapterAt(place), 0, footage.Chapters - 1);
}
