using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>
/// One thing that is decided after shots are chosen: transitions, speed, camera, colour. A pass never moves a cut and never changes a shot
/// before <see cref="FinishContext.Settled"/>, which somebody may be watching already; the entry of the first shot after those stays a hard
/// cut, since its first half would lie in them.
/// </summary>
internal interface IFinishingPass
{
    /// <summary>The timeline with this pass's decisions, and with a reason at every shot that it changes.</summary>
    Timeline Apply(Timeline timeline, FinishContext context);
}
