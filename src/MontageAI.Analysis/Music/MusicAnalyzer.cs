using MontageAI.Analysis.Music.Learned;
using MontageAI.Analysis.Music.Spectra;
using MontageAI.Errors;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>
/// Energy, onsets, beats, downbeats and sections of a track, fed as mono sound at 11,025 Hz in pieces of any size. The pieces'
/// sizes do not change the result. Keeps about 6 kB per second of track, and some 8 kB more while tracking at the end, but no sound.
/// </summary>
/// <remarks>Create, <see cref="Append"/> until the end, <see cref="Finish"/> once. One thread at a time.</remarks>
public sealed class MusicAnalyzer
{
    /// <summary>Samples per second that are expected.</summary>
    public const int SampleRate = SpectralFrontEnd.SampleRate;

    /// <summary>Name and version of the algorithm; changes whenever results may.</summary>
    internal const string Algorithm = "barpointer-3";

    // Beyond this (18 dB above full scale) a sample is damage.
    private const float Loudest = 8;

    private static readonly int s_loopSamples = (int)(LoopedSong.LongestSeconds * SampleRate);

    private readonly float[] _clean = new float[4096];
    private readonly MusicOptions _options;
    private readonly FrontEndTuning _frontEnd;
    private readonly TrackerTuning _tuning;
    private readonly SpectralFrontEnd _spectral;
    private readonly HarmonyFrontEnd _harmony = new();
    private readonly EnergyMeter _energy = new();
    private readonly AttackMeter _attacks = new();
    private readonly LearnedActivation? _learned;
    private readonly FloatSeries _head = new();
    private long _samples;
    private bool _finished;

    /// <summary>Creates an analyser.</summary>
    /// <param name="options">Choices; every problem in them is reported at once.</param>
    /// <exception cref="Errors.ConfigurationException">An option is out of its range.</exception>
    public MusicAnalyzer(MusicOptions options)
        : this(options, new FrontEndTuning(), new TrackerTuning()) { }

    internal MusicAnalyzer(MusicOptions options, FrontEndTuning frontEnd, TrackerTuning tracker)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _frontEnd = frontEnd;
        _tuning = tracker;
        _spectral = new SpectralFrontEnd(frontEnd);
        _learned = tracker.Source == BeatSource.Flux ? null : new LearnedActivation();
    }

    /// <summary>Analyses a whole track at once.</summary>
    /// <param name="mono11k">Mono samples at <see cref="SampleRate"/>, nominally -1 to 1; may be empty.</param>
    /// <param name="options">Choices.</param>
    internal static MusicAnalysis Analyze(ReadOnlySpan<float> mono11k, MusicOptions options)
    {
        MusicAnalyzer analyzer = new(options);
        analyzer.Append(mono11k);
        return analyzer.Finish();
    }

    /// <summary>Takes the next samples of the track. Values that are not numbers count as silence.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        _samples += samples.Length;
        while (samples.Length > 0)
        {
            int take = Math.Min(samples.Length, _clean.Length);
            Span<float> clean = _clean.AsSpan(0, take);
            for (int i = 0; i < take; i++)
            {
                float v = samples[i];
                clean[i] = float.IsFinite(v) ? Math.Clamp(v, -Loudest, Loudest) : 0;
            }

            for (int i = 0; i < take && _head.Count <= s_loopSamples; i++)
            {
                _head.Add(clean[i]);
            }

            _energy.Append(clean);
            _attacks.Append(clean);
            _spectral.Append(clean);
            _harmony.Append(clean);
            _learned?.Append(clean);
            samples = samples[take..];
        }
    }

    /// <summary>Ends the track and gives the result.</summary>
    public MusicAnalysis Finish()
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        _finished = true;
        _energy.Finish();
        _spectral.Finish(_samples);
        _harmony.Finish(_samples);
        _learned?.Finish(_samples);
        MusicAnalysis analysis = TrackReading.Decide(Evidence(), _options, _tuning);
        if (_head.Count is 0 || _head.Count > s_loopSamples || analysis.IsSilent)
        {
            return analysis;
        }

        MusicAnalyzer again = new(_options, _frontEnd, _tuning);
        again.Append(LoopedSong.Repeated(_head.Span));
        return LoopedSong.Of(analysis, again.Finish());
    }

    /// <summary>
    /// Seconds of music, neither silence nor noise, among the samples taken so far. Depends on the samples alone, not on their pieces; what
    /// the last moments are is not known yet, and they count as music.
    /// </summary>
    public double MusicSeconds() => MusicParts.Find(Evidence()).Sum(p => p.Seconds);

    private TrackEvidence Evidence() =>
        new(
            _spectral.Flux,
            _harmony.Frames,
            _energy.Rms.ToArray(),
            _attacks.Energy,
            _samples / (double)SampleRate,
            _learned?.Beat,
            _learned?.Downbeat
        );

    /// <summary>The onset strength that the beats were tracked on. After <see cref="Finish"/>.</summary>
    /// <exception cref="InvalidOperationException">The track has not ended yet.</exception>
    public OnsetStrength OnsetStrength() =>
        _finished
            ? new OnsetStrength(1 / SpectralFrontEnd.FrameRate, BeatActivation.Compute(_spectral.Flux, _tuning))
            : throw new InvalidOperationException("The track has not ended yet.");
}
