using MontageAI.Analysis.Music.Spectra;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>What was measured of a track, before any decision.</summary>
/// <param name="Flux">Rises of log-mel energy per group of bands, <see cref="SpectralFrontEnd.FrameRate"/> a second.</param>
/// <param name="Harmony">Frames of <see cref="HarmonyFrontEnd"/>.</param>
/// <param name="Rms">Levels of <see cref="EnergyMeter"/>.</param>
/// <param name="Attacks">Values of <see cref="AttackMeter"/>.</param>
/// <param name="Seconds">Length of the track.</param>
/// <param name="LearnedBeat">Beats by the network, half as many frames as <paramref name="Flux"/>; null where it was not run.</param>
/// <param name="LearnedDownbeat">Downbeats by the network.</param>
internal sealed record TrackEvidence(
    FloatSeries[] Flux,
    FloatSeries Harmony,
    float[] Rms,
    FloatSeries Attacks,
    double Seconds,
    FloatSeries? LearnedBeat = null,
    FloatSeries? LearnedDownbeat = null
)
{
    // The shortest time that all series divide: 20 values of flux, 2 of harmony, 5 levels, 100 of attacks, 10 of the network.
    private const int Unit = 2 * HarmonyFrontEnd.Hop;

    /// <summary>Seconds of a unit: parts begin at whole ones.</summary>
    private const double UnitSeconds = Unit / (double)SpectralFrontEnd.SampleRate;

    /// <summary>A part of the track as if it were a track of its own; it begins up to a fifth of a second before what is asked.</summary>
    /// <param name="part">Seconds of the track.</param>
    /// <returns>What was measured of it, and the second of the track that is its 0.</returns>
    public (TrackEvidence Evidence, double Start) Of(MusicPart part)
    {
        int first = Math.Max(0, (int)Math.Floor(part.Start / UnitSeconds)),
            last = Math.Max(first + 1, (int)Math.Ceiling(part.End / UnitSeconds));
        double start = first * UnitSeconds;
        return (
            new TrackEvidence(
                [.. Flux.Select(f => Slice(f, Unit / SpectralFrontEnd.Hop))],
                Slice(Harmony, Unit / HarmonyFrontEnd.Hop * HarmonyFrontEnd.Width),
                Rms[Math.Min(Rms.Length, first * (Unit / EnergyMeter.Hop))..Math.Min(Rms.Length, last * (Unit / EnergyMeter.Hop))],
                Slice(Attacks, Unit / AttackMeter.Hop),
                Math.Min(Seconds, last * UnitSeconds) - start,
                LearnedBeat is { } beat ? Slice(beat, Unit / Learned.LearnedActivation.Hop) : null,
                LearnedDownbeat is { } downbeat ? Slice(downbeat, Unit / Learned.LearnedActivation.Hop) : null
            ),
            start
        );

        FloatSeries Slice(FloatSeries series, int perUnit) => series.Slice(first * perUnit, last * perUnit);
    }
}
