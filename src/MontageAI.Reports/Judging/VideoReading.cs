using System.Globalization;
using System.Text.Json.Serialization;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Audio;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>Reads a montage from a finished film, whoever made it: cuts from every frame, beats from its sound.</summary>
internal sealed class VideoReading(JobContext context)
{
    private readonly FileIntake _files = new(context);

    /// <summary>Reads it.</summary>
    /// <param name="path">The film.</param>
    /// <param name="music">The song, whose beats are taken where the film's sound turns out to be it; null takes the film's own
    /// sound.</param>
    /// <param name="pictures">Whether the pictures are measured; cuts are found either way.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">The file is no film.</exception>
    public async Task<JudgedMontage> ReadAsync(string path, string? music, bool pictures, CancellationToken cancellationToken)
    {
        List<MissingFigure> missing = [];
        (SourceFile file, MediaInfo info) = await _files.TakeInAsync(path, cancellationToken).ConfigureAwait(false);
        AnalyzedClip clip;
        using (context.Recorder.Begin("find the cuts"))
        {
            clip = await new ClipStage(context)
                .LookAsync(file, info, exact: true, alone: true, faces: false, cancellationToken)
                .ConfigureAwait(false);
        }

        double zero = info.StartSeconds ?? clip.Analysis.FirstFrame.Seconds,
            end = clip.Analysis.End.Seconds;
        long frames = clip.Analysis.Work.AllFrames;
        double rate = clip.Video.AverageRate?.Value ?? (frames / Math.Max(1e-3, end - clip.Analysis.FirstFrame.Seconds));
        (List<MediaTime> cuts, SortedDictionary<string, int> transitions) = Cuts(clip.Analysis.Shots);
        FilmFrames? shown = null;
        ClipAnalysis? keys = null;
        if (pictures)
        {
            using RunRecorder.Phase phase = context.Recorder.Begin("look at the pictures", "frames");
            ShownFile found = await new ShownStage(context)
                .WholeAsync(file, info, clip.Video, cuts, clip.Analysis.End, cancellationToken)
                .ConfigureAwait(false);
            shown = ShownFrames.Of(found.Stretches, zero);
            phase.Count(shown.All.Count);
            IReadOnlyDictionary<string, ClipMaterial> looked = await new FootageStage(context)
                .LookAsync(new Dictionary<string, string> { ["film"] = file.Path }, cancellationToken)
                .ConfigureAwait(false);
            keys = looked.GetValueOrDefault("film")?.Analysis;
        }
        else
        {
            missing.Add(new MissingFigure("pictures", "They were not asked for."));
        }

        missing.Add(
            new MissingFigure("variety.sources", "A film does not say which files it was cut from. Judge its timeline, or see 'looks'.")
        );
        double[] starts = [clip.Analysis.FirstFrame.Seconds - zero, .. cuts.Select(c => c.Seconds - zero)];
        double seconds = end - zero;
        return new JudgedMontage
        {
            Subject = new JudgedSubject(file.Path, "video", Figures.Round(seconds), Figures.Round(rate), frames, starts.Length, null, null),
            Shots = [.. starts.Select((s, i) => new JudgedShot(s, i + 1 < starts.Length ? starts[i + 1] : seconds))],
            Music = await ListenAsync(file, info, music, seconds, missing, cancellationToken).ConfigureAwait(false),
            Frames = shown,
            People = keys is null
                ? null
                : PeopleJudge.Of(keys, [.. starts.Select((s, i) => (s + zero, (i + 1 < starts.Length ? starts[i + 1] : seconds) + zero))]),
            Transitions = transitions,
            Sound = await SoundAsync(file, info, missing, cancellationToken).ConfigureAwait(false),
            Missing = missing,
            Zero = zero,
        };
    }

    // A gradual change is cut in its middle.
    private static (List<MediaTime> Cuts, SortedDictionary<string, int> Transitions) Cuts(ShotList shots)
    {
        List<MediaTime> cuts = [];
        SortedDictionary<string, int> transitions = new(StringComparer.Ordinal) { ["cut"] = 0 };
        foreach ((Shot before, Shot after) in shots.Shots.Zip(shots.Shots.Skip(1)))
        {
            cuts.Add(after.Start with { Ticks = (before.End.Ticks + after.Start.Ticks) / 2 });
            string name = after.StartKind == BoundaryKind.ClipEdge ? "cut" : after.StartKind.ToString().ToLowerInvariant();
            transitions[name] = transitions.GetValueOrDefault(name) + 1;
        }

        return (cuts, transitions);
    }

    private async Task<JudgedMusic?> ListenAsync(
        SourceFile file,
        MediaInfo info,
        string? music,
        double seconds,
        List<MissingFigure> missing,
        CancellationToken cancellationToken
    )
    {
        if (info.MainAudio is null)
        {
            missing.Add(new MissingFigure("beats", "The film has no sound."));
            missing.Add(new MissingFigure("energy", "The film has no sound."));
            return null;
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("listen to the film");
        TrackStage tracks = new(context);
        AnalyzedTrack own;
        try
        {
            own = await tracks.ListenAsync(file, info, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            missing.Add(new MissingFigure("beats", e.Message));
            missing.Add(new MissingFigure("energy", e.Message));
            return null;
        }

        if (music is not null)
        {
            (SourceFile song, MediaInfo songInfo) = await _files.TakeInAsync(music, cancellationToken).ConfigureAwait(false);
            AnalyzedTrack track = await tracks.ListenAsync(song, songInfo, cancellationToken).ConfigureAwait(false);
            (double Offset, double Likeness)? place = SongAlignment.Find(own.Curves.Onsets, track.Curves.Onsets);
            if (place is { } found && found.Likeness >= SongAlignment.LeastLikeness)
            {
                return Of(
                    track.Analysis,
                    new SongClock(found.Offset, seconds),
                    missing,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"tracked in '{Path.GetFileName(song.Path)}', which plays from its second {found.Offset:0.00} (correlation of "
                            + $"onsets {found.Likeness:0.00})"
                    )
                );
            }

            string likeness = place is { } p
                ? FormattableString.Invariant(
                    $" (correlation of onsets {Math.Max(0, p.Likeness):0.00}, {SongAlignment.LeastLikeness:0.00} needed)"
                )
                : "";
            context.Recorder.Degrade(
                "the beats are those of the film's own sound",
                $"'{Path.GetFileName(song.Path)}' does not seem to play in it{likeness}.",
                "Give the song that it was cut to."
            );
        }

        return Of(own.Analysis, new SongClock(0, seconds), missing, "tracked in the film's own sound");
    }

    private static JudgedMusic Of(MusicAnalysis song, SongClock clock, List<MissingFigure> missing, string source)
    {
        bool beats = song.Strategy == RhythmStrategy.Beats;
        if (!beats)
        {
            missing.Add(new MissingFigure("beats", $"No beats were found: {song.Reason}"));
        }

        return new JudgedMusic(
            source,
            beats ? [.. clock.Unroll(song.Beats, b => b.Time).Select(b => (b.MontageSecond, b.Item.BarPosition))] : [],
            beats ? song.TempoBpm : null,
            song.Confidence,
            SongCourse.Sections(clock, song),
            SongCourse.Energy(clock, song)
        );
    }

    private async Task<SoundFigures> SoundAsync(
        SourceFile file,
        MediaInfo info,
        List<MissingFigure> missing,
        CancellationToken cancellationToken
    )
    {
        if (info.MainAudio is null)
        {
            missing.Add(new MissingFigure("sound", "The film has no sound."));
            return new SoundFigures();
        }

        try
        {
            ContentKey key = ContentKey
                .For("sound-level", context.Rungs, Rung.Loudness)
                .With("source", file.Fingerprint)
                .With("tool", context.ToolVersion.Sound)
                .Build();
            SoundLevel level = await context
                .Store.Results.GetOrAddAsync(
                    key,
                    SoundLevelJson.Default.SoundLevel,
                    ct => new SoundLevels(context.Tools).MeasureAsync(file.Path, ct),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return new SoundFigures
            {
                LoudnessLufs = Figures.Round(level.Loudness.IntegratedLufs),
                TruePeakDb = Figures.Round(level.Loudness.TruePeakDb),
                EndDb = Figures.Round(level.EndDb),
                EndsClean = level.EndDb is { } db ? db <= -30 : null,
            };
        }
        catch (FFmpegException e)
        {
            missing.Add(new MissingFigure("sound", e.Message));
            return new SoundFigures();
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SoundLevel))]
internal sealed partial class SoundLevelJson : JsonSerializerContext;
