namespace MontageAI.FFmpeg.Decoding.Audio;

/// <summary>A stretch of a file's sound.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">PTS of its first sample in seconds, on the file's own clock; what lies before the file's sound is silence.</param>
/// <param name="Seconds">Length.</param>
public sealed record SoundRange(string Path, double Start, double Seconds)
{
    /// <summary>Places of the sound tracks to hear; see <see cref="PcmOptions.Tracks"/>.</summary>
    public IReadOnlyList<int>? Tracks { get; init; }
}
