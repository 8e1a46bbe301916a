using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// Decides how far the song goes down and voices come up where somebody speaks: voices to 2 LU below the loudness of the whole, which is
/// -16 LUFS in a film of -14, and the song to 10.5 LU below them.
/// </summary>
internal sealed class SpeechMix
{
    /// <summary>How far below the loudness of the whole a voice lies, in loudness units.</summary>
    public const double VoiceBelowProgrammeLu = 2;

    /// <summary>How far below a voice the song lies, in loudness units: every word is understood, and the song is still there.</summary>
    public const double SongBelowVoiceLu = 10.5;

    /// <summary>Most by which a voice is raised over its recording, decibels; more would raise the hiss of a far-off voice rather than the
    /// voice.</summary>
    public const double MostRaiseDb = 24;

    /// <summary>Most by which a voice is lowered under its recording, decibels.</summary>
    public const double MostLoweringDb = 30;

    // Between two words of one speaker the song must not come up and go down again.
    private const double ShortestGap = 0.6;

    // Clip sound changes its gain this fast at a cut through speech: the next shot's sound must not be raised with it. Within a crossfade's
    // usual length.
    private const double CutSeconds = 0.06;

    // Where a sentence is heard in its own layer, nothing is heard of what it stands in for.
    private const double Away = -90;

    // A stretch quieter than this holds no speech that could be raised, LUFS.
    private const double Silence = -60;

    // The loudness of the whole depends on the gains, and these on it.
    private const int Rounds = 3;

    private readonly AudioBedRequest _request;
    private readonly SoundPlan _plan;
    private readonly MomentaryLoudness? _song;
    private readonly MomentaryLoudness _clips;
    private readonly MomentaryLoudness? _sentences;
    private readonly double _programme;

    /// <summary>Decides.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="plan">How.</param>
    /// <param name="song">Loudness of the song, moment by moment, before it goes down; null where there is none.</param>
    /// <param name="clips">Loudness of the clips before their gain.</param>
    /// <param name="sentences">Loudness of the sentences that are heard in a layer of their own; null where there are none.</param>
    public SpeechMix(
        AudioBedRequest request,
        SoundPlan plan,
        MomentaryLoudness? song,
        MomentaryLoudness clips,
        MomentaryLoudness? sentences
    )
    {
        (_request, _plan, _song, _clips, _sentences) = (request, plan, song, clips, sentences);
        double programme = song is null ? 0 : MomentaryLoudness.Integrated(song.Powers()) ?? 0;
        for (int round = 0; round < Rounds; round++)
        {
            double voice = programme - VoiceBelowProgrammeLu;
            Song = SongAt(voice);
            Clips = ClipsAt(voice);
            Sentences = SentencesAt(voice);
            programme = MomentaryLoudness.Integrated(Mixed()) ?? programme;
        }

        _programme = programme;
    }

    /// <summary>The song's gain.</summary>
    public GainCurve Song { get; private set; } = new(0, []);

    /// <summary>The clips' gain: as asked for; where somebody speaks, what brings the voice to its place over the song.</summary>
    public GainCurve Clips { get; private set; } = new(0, []);

    /// <summary>The gain of sentences in their own layer.</summary>
    public GainCurve Sentences { get; private set; } = new(0, []);

    /// <summary>How loud voices are with these gains, one for each stretch of speech in which song and voice are heard.</summary>
    public IEnumerable<VoiceLevel> Voices()
    {
        MomentaryLoudness clips = _clips.With(Clips);
        MomentaryLoudness? song = _song?.With(Song),
            sentences = _sentences?.With(Sentences);
        foreach (FrameRange speech in _plan.Speech)
        {
            (double start, double end) = Seconds(speech);
            double voice = Math.Max(
                clips.Loud(start, end) ?? double.NegativeInfinity,
                sentences?.Loud(start, end) ?? double.NegativeInfinity
            );
            if (song?.Mean(start, end) is { } music && voice > Silence)
            {
                yield return new VoiceLevel(speech, voice - music, voice - _programme + _request.LoudnessLufs);
            }
        }
    }

    private double[] Mixed()
    {
        double[] sum = new double[_clips.Values.Count];
        Add(_song, Song);
        Add(_clips, Clips);
        Add(_sentences, Sentences);
        return sum;

        void Add(MomentaryLoudness? sound, GainCurve gain)
        {
            double[] powers = sound?.Powers() ?? [];
            for (int i = 0; i < Math.Min(sum.Length, powers.Length); i++)
            {
                sum[i] += powers[i] * Math.Pow(10, gain.At(MomentaryLoudness.MiddleOf(i)) / 10);
            }
        }
    }

    private GainCurve SongAt(double voice)
    {
        List<GainStretch> stretches = [];
        foreach (FrameRange speech in _plan.Speech)
        {
            (double start, double end) = Seconds(speech);
            if (stretches.Count > 0 && start - stretches[^1].End < ShortestGap)
            {
                start = stretches[^1].Start;
                stretches.RemoveAt(stretches.Count - 1);
            }

            double? music = _song?.Mean(start, end);
            double change = music is { } level
                ? Math.Clamp(voice - SongBelowVoiceLu - level, 2 * _plan.DuckDb, _plan.DuckDb / 2)
                : _plan.DuckDb;
            stretches.Add(new GainStretch(start, end, change, _plan.DuckAttackSeconds, _plan.DuckReleaseSeconds));
        }

        return new GainCurve(0, stretches);
    }

    private GainCurve ClipsAt(double voice)
    {
        double rest = _request.ClipSoundDb!.Value;
        List<GainStretch> stretches = [];
        foreach (FrameRange speech in _plan.Speech)
        {
            // A voice on either side of a cut was recorded elsewhere and has a level of its own.
            foreach (
                ClipSound sound in _request.ClipSounds.Where(s => s.IsNatural && s.Record.Start < speech.End && s.Record.End > speech.Start)
            )
            {
                FrameRange here = new(Math.Max(speech.Start, sound.Record.Start), Math.Min(speech.End, sound.Record.End));
                if (_request.Sentences.Any(s => s.Record.Start <= here.Start && s.Record.End >= here.End))
                {
                    continue;
                }

                (double start, double end) = Seconds(here);
                if (Change(_clips, start, end, voice) is { } change)
                {
                    (double shotStart, double shotEnd) = Seconds(sound.Record);
                    double attack = Math.Min(_plan.DuckAttackSeconds, Math.Max(CutSeconds / 2, start - shotStart));
                    double release = Math.Min(_plan.DuckReleaseSeconds, Math.Max(CutSeconds, shotEnd - end));
                    stretches.Add(new GainStretch(start, end, change, attack, release));
                }
            }
        }

        // A pause in one shot's voice is not a reason to let its room go up and down.
        for (int i = stretches.Count - 1; i > 0; i--)
        {
            if (
                stretches[i].Start > stretches[i - 1].End
                && stretches[i].Start - stretches[i - 1].End < ShortestGap
                && SameShot(stretches[i - 1].End, stretches[i].Start)
            )
            {
                stretches[i - 1] = stretches[i - 1] with { End = stretches[i].Start };
            }
        }

        stretches.AddRange(
            _request.Sentences.Select(s =>
            {
                (double start, double end) = Seconds(s.Record);
                return new GainStretch(start + CutSeconds, Math.Max(start + CutSeconds, end - CutSeconds), Away, CutSeconds, CutSeconds);
            })
        );
        stretches.Sort((a, b) => a.Start.CompareTo(b.Start));
        return new GainCurve(rest, stretches);
    }

    private GainCurve SentencesAt(double voice)
    {
        List<GainStretch> stretches = [];
        foreach (ClipSound sentence in _request.Sentences)
        {
            (double start, double end) = Seconds(sentence.Record);
            if (_sentences is not null && Change(_sentences, start, end, voice) is { } change)
            {
                stretches.Add(new GainStretch(start, end, change, CutSeconds, CutSeconds));
            }
        }

        return new GainCurve(_request.ClipSoundDb!.Value, stretches);
    }

    // What brings a voice to its place; null without a song to lie over, or where nothing is heard of it.
    private double? Change(MomentaryLoudness sound, double start, double end, double voice) =>
        _song?.Mean(start, end) is null || sound.Loud(start, end) is not { } level || level < Silence
            ? null
            : Math.Clamp(voice - level, -MostLoweringDb, MostRaiseDb) - _request.ClipSoundDb!.Value;

    private bool SameShot(double one, double other) =>
        _request.ClipSounds.Any(s => Seconds(s.Record) is var (start, end) && one >= start && other <= end);

    private (double Start, double End) Seconds(FrameRange frames) =>
        (_request.Rate.SecondsAt(frames.Start), _request.Rate.SecondsAt(frames.End));
}
