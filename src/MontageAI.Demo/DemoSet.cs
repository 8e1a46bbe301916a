namespace MontageAI.Demo;

/// <summary>Footage and song for a first montage.</summary>
/// <param name="ClipFolder">Folder that holds the clips and nothing else.</param>
/// <param name="Clips">Full paths, by name.</param>
/// <param name="SongPath">The song, WAV.</param>
/// <param name="Truth">The song's beats and sections.</param>
public sealed record DemoSet(string ClipFolder, IReadOnlyList<string> Clips, string SongPath, DemoTruth Truth);

/// <summary>How far the making of the demo is.</summary>
/// <param name="Done">Files that are there.</param>
/// <param name="Total">Files that will be.</param>
/// <param name="Name">The file that was just finished.</param>
public sealed record DemoProgress(int Done, int Total, string Name);
