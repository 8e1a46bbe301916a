namespace MontageAI.Containers.Joining;

/// <summary>A joined film.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frames">Frames in it.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="IsDirect">Whether it was written past the system's cache.</param>
public sealed record JoinedFilm(string Path, long Frames, long SizeBytes, bool IsDirect = false);
