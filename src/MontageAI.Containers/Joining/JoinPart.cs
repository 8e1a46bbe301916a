namespace MontageAI.Containers.Joining;

/// <summary>A piece of a film as the joiner needs it: a rendered shot as it is, or single pictures of a proxy.</summary>
/// <param name="Path">MP4 file.</param>
/// <param name="Frames">Frames that the piece has in the film.</param>
/// <param name="Samples"> For a file of key frames only: the picture of the file (from 0, in the order in which they are stored) that each
/// of the piece's frames shows, one per frame; pictures may repeat and be left out. Null takes the whole file, which must have exactly as
/// many frames. </param>
public sealed record JoinPart(string Path, long Frames, IReadOnlyList<int>? Samples = null);
