namespace MontageAI.Studio.Contracts;

/// <summary>A file that is being uploaded.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Project">The project that gets it.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Bytes">Its size when all is there.</param>
/// <param name="IsSong">Whether it becomes the song.</param>
internal sealed record UploadRecord(string Id, string Project, string Name, long Bytes, bool IsSong);
