using MontageAI.Editing.Materials;
using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Engine.Jobs;

/// <summary>What planning gave.</summary>
/// <param name="Timeline">The plan.</param>
/// <param name="Clips">Usable clips, with everything that was measured.</param>
/// <param name="Music">The song with corrected beats, or null.</param>
public sealed record PlanResult(Timeline Timeline, IReadOnlyList<ClipMaterial> Clips, MusicMaterial? Music)
{
    /// <summary>Facts of the clips by id.</summary>
    public IReadOnlyDictionary<string, MediaInfo> Media => Clips.ToDictionary(c => c.Id, c => c.Info);
}
