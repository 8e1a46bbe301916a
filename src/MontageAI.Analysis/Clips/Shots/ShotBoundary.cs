using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>Where one shot ends and the next begins.</summary>
/// <param name="Kind">How.</param>
/// <param name="Start">PTS of the first frame that no longer belongs to the shot before.</param>
/// <param name="End">PTS of the first frame that belongs to the shot after; equals <paramref name="Start"/> for a cut.</param>
/// <param name="StartFrame">Index of the frame at <paramref name="Start"/>, counted from the first frame that the detector saw.</param>
/// <param name="EndFrame">Index of the frame at <paramref name="End"/>.</param>
internal readonly record struct ShotBoundary(BoundaryKind Kind, MediaTime Start, MediaTime End, int StartFrame, int EndFrame);
