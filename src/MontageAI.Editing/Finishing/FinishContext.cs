using MontageAI.Editing.Materials;
using MontageAI.Editing.Pacing;
using MontageAI.Results;

namespace MontageAI.Editing.Finishing;

/// <summary>What finishing passes may know.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Clips">The footage, by id.</param>
/// <param name="Draft">Song, moments, sections and energy of the montage.</param>
/// <param name="Settled">Shots at the start that stay as they are: not even their last frames change.</param>
/// <param name="Kept">Further shots whose own speed, camera and correction stay as they are; how they are entered and left may change.</param>
internal sealed record FinishContext(
    PlanRequest Request, IReadOnlyDictionary<string, ClipMaterial> Clips, PlanDraft Draft, int Settled, IReadOnlySet<int> Kept)
{
    /// <summary>Whether a shot's own speed, camera and correction may be decided.</summary>
    public bool IsOpen(int shot) => shot >= Settled && !Kept.Contains(shot);

    /// <summary>Whether how a shot is entered may be decided.</summary>
    public bool IsEntryOpen(int shot) => Settled == 0 ? shot >= 0 : shot > Settled;

    /// <summary>Moments of the montage on which something may happen, in order.</summary>
    public IReadOnlyList<CutMoment> Moments => Draft.Track.Moments;

    /// <summary>The kind of section at a second of the montage, and how far into it that lies (0 to 1).</summary>
    public (SectionKind Kind, double Progress) SectionAt(double second) => Draft.SectionAt(second);

    /// <summary>Energy that the montage follows between two seconds, 0 to 1; null where nothing says.</summary>
    public double? EnergyAt(double from, double to) => Draft.EnergyAt(from, to);
}
