using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Analysing;

/// <summary>The sound of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Seconds">Length as the container states it; null when it does not.</param>
/// <param name="Analysis">Beats, sections, energy.</param>
/// <param name="Curves">Waveform and onset strength.</param>
public sealed record AnalyzedTrack(string Path, double? Seconds, MusicAnalysis Analysis, TrackCurves Curves);

/// <summary>The moving picture of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Media">What its container holds.</param>
/// <param name="Video">The picture stream that was looked at.</param>
/// <param name="Analysis">Shots, features, stretches to avoid.</param>
/// <param name="Curves">Motion, sharpness, brightness and colours over time; null when they were not asked for.</param>
public sealed record AnalyzedClip(string Path, MediaInfo Media, VideoStreamInfo Video, ClipAnalysis Analysis, ClipCurves? Curves);
