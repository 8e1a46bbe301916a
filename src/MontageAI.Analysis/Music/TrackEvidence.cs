using MontageAI.Analysis.Music.Spectra;

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
);
