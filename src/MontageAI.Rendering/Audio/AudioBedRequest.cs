using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>The own sound of one shot.</summary>
/// <param name="Record">Frames that it fills on the timeline.</param>
/// <param name="SourcePath">Full path of the clip.</param>
/// <param name="In">PTS, on the clip's clock, that plays at the first of them.</param>
/// <param name="Speed">Speed of the shot; sound of a shot that is not at natural speed is left out.</param>
public sealed record ClipSound(FrameRange Record, string SourcePath, MediaTime In, Rational Speed)
{
    /// <summary>Whether the shot is shown at natural speed throughout; else its sound is left out.</summary>
    internal bool IsNatural { get; init; } = Speed == new Rational(1);

    /// <summary>Places of the clip's sound tracks that are heard; null is the first.</summary>
    internal IReadOnlyList<int>? Tracks { get; init; }

    /// <summary>Seconds that the recording holds before the shot, for a crossfade; 0 has none.</summary>
    public double Before { get; init; }

    /// <summary>Seconds that the recording holds after the shot, for a crossfade; 0 has none.</summary>
    public double After { get; init; }

    /// <summary>Least seconds over which the shot's sound crosses with the one before, since their pictures do; 0 has none.</summary>
    public double CrossSeconds { get; init; }
}

/// <summary>The sound track to make.</summary>
public sealed record AudioBedRequest
{
    /// <summary>The grid.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Length in frames; the track gets exactly as long, to the sample (48 kHz).</summary>
    public required long Frames { get; init; }

    /// <summary>The song, or null for none.</summary>
    internal MusicBed? Music { get; init; }

    /// <summary>Sounds of shots, ascending and not overlapping; mixed only when <see cref="ClipSoundDb"/> is set.</summary>
    public IReadOnlyList<ClipSound> ClipSounds { get; init; } = [];

    /// <summary>Sentences that run beyond their shots, ascending and not overlapping; mixed only with a sound plan.</summary>
    public IReadOnlyList<ClipSound> Sentences { get; init; } = [];

    /// <summary>Gain of clip sound in decibels, relative to the song as it is; null leaves clip sound out.</summary>
    public double? ClipSoundDb { get; init; }

    /// <summary>How song and clip sound are put together; null joins clip sounds hard and ducks nothing. Acts only where clip sound is
    /// mixed.</summary>
    public SoundPlan? Sound { get; init; }

    /// <summary>Integrated loudness to reach, LUFS.</summary>
    public double LoudnessLufs { get; init; } = -14;

    /// <summary>Bit rate of the AAC track in kbit/s.</summary>
    public int Kilobits { get; init; } = 192;

    /// <summary>Whether the encoder may take its fast, slightly worse search; for previews.</summary>
    public bool FastEncoding { get; init; }

    /// <summary>Whether the level stays as it is mixed: for tracks that somebody else will mix.</summary>
    public bool KeepsLevel { get; init; }

    /// <summary>Sample since midnight at which the track begins, written into WAV files; null writes none.</summary>
    public long? TimeReference { get; init; }

    /// <summary>Where the track goes (AAC in MP4; a name in ".wav" gets 24 bits a sample as they are). Appears whole; replaced when it
    /// exists.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Folder for PCM in between, about 23 MB per minute; emptied of it again. Null: the output's folder.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>The request that a timeline states.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="sourcePath">Gives the path of a source by its id; where files have moved, the new one.</param>
    /// <param name="musicPath">Path of the song where it has moved; null takes the timeline's.</param>
    /// <param name="profile">Gives bit rate and encoder effort.</param>
    /// <param name="outputPath">Where the track goes.</param>
    public static AudioBedRequest For(
        Timeline timeline,
        Func<string, string> sourcePath,
        string? musicPath,
        Profiles.RenderProfile profile,
        string outputPath
    )
    {
        Dictionary<string, TimelineSource> sounding = timeline.Sources.Where(s => s.HasAudio).ToDictionary(s => s.Id);
        return new AudioBedRequest
        {
            Rate = timeline.Rate,
            Frames = timeline.Frames,
            Music = timeline.Music is { } music && musicPath is not null ? music with { Path = musicPath } : timeline.Music,
            ClipSounds = [.. timeline.Shots.Where(s => sounding.ContainsKey(s.Source)).Select(s => Of(s, sounding[s.Source]))],
            Sentences =
            [
                .. (timeline.Sound?.Sentences ?? [])
                    .Where(s => sounding.ContainsKey(s.Source) && IsOfAShot(timeline, s))
                    .Select(s => new ClipSound(s.Record, sourcePath(s.Source), s.In, new Rational(1))
                    {
                        Tracks = sounding[s.Source].SoundTracks,
                    }),
            ],
            ClipSoundDb = timeline.ClipSoundDb,
            Sound = timeline.Sound,
            LoudnessLufs = timeline.Music?.LoudnessLufs ?? -14,
            Kilobits = profile.AudioKilobits,
            FastEncoding = profile.FastAudio,
            OutputPath = outputPath,
        };

        // A timeline that was edited may hold sentences of shots that are gone.
        static bool IsOfAShot(Timeline timeline, Sentence sentence) =>
            timeline.Shots.Any(s =>
                s.Source == sentence.Source
                && s.Record.Start < sentence.Record.End
                && s.Record.End > sentence.Record.Start
                && Math.Abs(
                    s.In.Seconds
                        - sentence.In.Seconds
                        - (timeline.Rate.SecondsAt(s.Record.Start) - timeline.Rate.SecondsAt(sentence.Record.Start))
                ) < timeline.Rate.SecondsAt(1)
            );

        ClipSound Of(TimelineShot shot, TimelineSource source) =>
            new(shot.Record, sourcePath(shot.Source), shot.In, shot.Speed)
            {
                Tracks = source.SoundTracks,
                IsNatural = ShotClock.IsNatural(shot),
                Before = Math.Max(0, shot.In.Seconds - source.AvailableStart.Seconds),
                After = Math.Max(0, source.AvailableEnd.Seconds - shot.In.Seconds - timeline.Rate.SecondsAt(shot.Record.Length)),
                CrossSeconds = shot.Entry is { ShowsBoth: true } entry ? timeline.Rate.SecondsAt(entry.Frames) : 0,
            };
    }
}

/// <summary>What ITU-R BS.1770-4 gives for a track.</summary>
/// <param name="IntegratedLufs">Gated integrated loudness, LUFS; null where the track is too quiet or short to have one.</param>
/// <param name="TruePeakDb">Highest true peak of any channel, dBTP; null for digital silence.</param>
public sealed record Loudness(double? IntegratedLufs, double? TruePeakDb);

/// <summary>A sound track that was made.</summary>
public sealed record AudioBed
{
    /// <summary>The file, or null when there was nothing to make a sound track of.</summary>
    public string? Path { get; init; }

    /// <summary>Length in samples at 48 kHz.</summary>
    internal long Samples { get; init; }

    /// <summary>Loudness of the mix before gain; null when nothing was made.</summary>
    internal Loudness? Before { get; init; }

    /// <summary>Loudness as handed to the encoder.</summary>
    public Loudness? After { get; init; }

    /// <summary>Gain applied, in decibels.</summary>
    internal double GainDb { get; init; }

    /// <summary>Whether peaks had to be limited to reach the loudness.</summary>
    internal bool Limited { get; init; }

    /// <summary>What the listener should know (silent song, sound left out ...).</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
