namespace MontageAI.Results;

/// <summary>The outline of a track's sound, for drawing.</summary>
/// <param name="HopSeconds">Seconds from one value to the next; value i covers [i, i+1) hops from the track's start.</param>
/// <param name="Low">Lowest sample of each hop, -1 to 1.</param>
/// <param name="High">Highest sample of each hop, -1 to 1.</param>
public sealed record Waveform(double HopSeconds, IReadOnlyList<float> Low, IReadOnlyList<float> High);

/// <summary>How strongly something begins at each moment of a track: what beats are tracked on.</summary>
/// <param name="HopSeconds">Seconds from one value to the next; value i covers [i, i+1) hops from the track's start.</param>
/// <param name="Values">0 (nothing begins) to 1.</param>
public sealed record OnsetStrength(double HopSeconds, IReadOnlyList<float> Values);

/// <summary>A track as curves over time.</summary>
/// <param name="Waveform">The outline of its sound.</param>
/// <param name="Onsets">Its onset strength.</param>
public sealed record TrackCurves(Waveform Waveform, OnsetStrength Onsets);
