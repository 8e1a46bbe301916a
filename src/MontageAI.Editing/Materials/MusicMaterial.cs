using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Editing.Materials;

/// <summary>The song of a plan.</summary>
public sealed record MusicMaterial
{
    /// <summary>The file and its fingerprint.</summary>
    public required SourceFile File { get; init; }

    /// <summary>What was measured.</summary>
    public required MusicAnalysis Analysis { get; init; }

    /// <summary>Length of the whole track in seconds; null where unknown (the analysed end is used then).</summary>
    public double? TrackSeconds { get; init; }

    /// <summary>Places of the file's sound tracks that are the song; null is the first.</summary>
    public IReadOnlyList<int>? SoundTracks { get; init; }

    /// <summary>The part of the song to play. Null plays it from its first analysed second for the asked duration.</summary>
    public SongStretch? Stretch { get; init; }
}
