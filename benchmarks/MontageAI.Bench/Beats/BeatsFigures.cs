namespace MontageAI.Bench.Beats;

/// <summary>Everything that <see cref="BeatsMeasurement"/> measures.</summary>
/// <param name="Tracks">One entry per track and source.</param>
/// <param name="Speeds">Speed of the whole path, decoding included, per group of tracks.</param>
/// <param name="AubioF70">aubio's F-measure within 70 ms on the GTZAN excerpts for testing; null where aubio is not installed.</param>
/// <param name="AubioSpeed">aubio's speed on the same songs as "long songs", times real time by CPU time; null where it is not
/// installed.</param>
/// <param name="EnergyLead">How many times faster the energy profile is than the spectral analysis, same samples, interleaved, by CPU
/// time.</param>
internal sealed record BeatsFigures(
    IReadOnlyList<TrackFigure> Tracks,
    IReadOnlyList<SpeedFigure> Speeds,
    double? AubioF70,
    double? AubioSpeed,
    double EnergyLead
)
{
    /// <summary>The source that the program uses.</summary>
    public const string Default = "default";

    /// <summary>Means over one split and group.</summary>
    /// <param name="source">"flux", "learned", "both" or <see cref="Default"/>.</param>
    /// <param name="test">Whether the tracks for testing or those for validation are meant.</param>
    /// <param name="group">As in <see cref="AnnotatedTrack.Group"/>; null for all.</param>
    /// <param name="genre">GTZAN's genre; null for all.</param>
    public BeatScore Mean(string source, bool test, string? group = null, string? genre = null) =>
        BeatScore.Mean([
            .. Tracks
                .Where(t =>
                    t.Source == source
                    && t.Track.IsTest == test
                    && (group ?? t.Track.Group) == t.Track.Group
                    && (genre ?? t.Track.Genre) == t.Track.Genre
                )
                .Select(t => t.Score),
        ]);
}

/// <summary>One track with one source of beats.</summary>
/// <param name="Track">The track.</param>
/// <param name="Source">What beats were taken from.</param>
/// <param name="Score">Agreement with annotation.</param>
/// <param name="Verdict">Strategy, tempo and confidence in words.</param>
internal sealed record TrackFigure(AnnotatedTrack Track, string Source, BeatScore Score, string Verdict);

/// <summary>Speed over a group of tracks.</summary>
/// <param name="Group">What was measured.</param>
/// <param name="Tracks">How many.</param>
/// <param name="MusicSeconds">Seconds of music.</param>
/// <param name="CpuSeconds">CPU time of the program and of FFmpeg, start-up of FFmpeg included.</param>
internal sealed record SpeedFigure(string Group, int Tracks, double MusicSeconds, double CpuSeconds)
{
    /// <summary>Times real time on one core.</summary>
    public double Speed => MusicSeconds / CpuSeconds;
}
