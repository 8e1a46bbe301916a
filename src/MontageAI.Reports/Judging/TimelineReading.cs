using System.Collections.Concurrent;
using MontageAI.Analysis.Montages;
using MontageAI.Analysis.Music;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Audio;
using MontageAI.Rendering.Profiles;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>Reads a montage from its plan: cuts and beats as planned, pictures as the clips show them, before looks, camera moves and
/// titles.</summary>
internal sealed class TimelineReading(JobContext context)
{
    private readonly FileIntake _files = new(context);
    private readonly ConcurrentDictionary<string, string> _paths = new();

    /// <summary>Reads it. Clips and song that are gone leave their figures out.</summary>
    /// <param name="path">Its file, for names.</param>
    /// <param name="timeline">The timeline.</param>
    /// <param name="music">A song whose beats are taken in place of the plan's; null takes the plan's.</param>
    /// <param name="pictures">Whether the pictures are looked at.</param>
    /// <param name="footage">Folders and files that the plan was made of, to say how much of them it shows; null leaves that out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">There is no footage there.</exception>
    public async Task<JudgedMontage> ReadAsync(
        string path,
        Timeline timeline,
        string? music,
        bool pictures,
        IReadOnlyList<string>? footage,
        CancellationToken cancellationToken
    )
    {
        List<MissingFigure> missing = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            _paths[source.Id] = source.Path;
        }

        double seconds = timeline.Rate.SecondsAt(timeline.Frames);
        (JudgedMusic? heard, int? sung, string? song) = await ListenAsync(path, timeline, music, seconds, missing, cancellationToken)
            .ConfigureAwait(false);
        FilmFrames? frames = null;
        PeopleFigures? people = null;
        FootageFigures? offered = null;
        if (pictures)
        {
            frames = await LookAsync(path, timeline, missing, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<string, ClipMaterial> clips = await new FootageStage(context)
                .LookAsync(Found(timeline), cancellationToken)
                .ConfigureAwait(false);
            people = PeopleJudge.Of(timeline, clips);
            offered = footage is null
                ? null
                : await new FootageReading(context).CompareAsync(timeline, clips, footage, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            missing.Add(new MissingFigure("pictures", "They were not asked for."));
        }

        (int All, int Cut)? spoken = await SentencesAsync(timeline, missing, cancellationToken).ConfigureAwait(false);
        double[] over = await VoicesAsync(timeline, song, missing, cancellationToken).ConfigureAwait(false);
        missing.Add(new MissingFigure("sound.loudnessLufs", "A plan makes no sound. Judge the film."));
        return new JudgedMontage
        {
            Subject = PlannedMontage.SubjectOf(path, timeline),
            Shots = PlannedMontage.ShotsOf(timeline, id => _paths[id]),
            Music = heard,
            Frames = frames,
            People = people,
            Footage = offered,
            Voices =
                sung is null && spoken is null && over.Length == 0
                    ? null
                    : new VoiceFigures
                    {
                        SungLinesCut = sung,
                        Sentences = spoken?.All,
                        SentencesCut = spoken?.Cut,
                        OverSongLu = over.Length == 0 ? null : Figures.Round(Figures.Median(over)),
                        OverSongLeastLu = over.Length == 0 ? null : Figures.Round(over[0]),
                    },
            Transitions = Transitions(timeline),
            Sound = new SoundFigures
            {
                PlannedLufs = timeline.Music?.LoudnessLufs,
                EndsClean = timeline.Music is { } bed ? bed.FadeOut > 0 || timeline.Ending is not null : null,
            },
            Missing = missing,
        };
    }

    /// <summary>Transitions by name, hard cuts included.</summary>
    public static IReadOnlyDictionary<string, int> Transitions(Timeline timeline)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal) { ["cut"] = timeline.Shots.Skip(1).Count(s => s.Entry is null) };
        foreach (ShotTransition entry in timeline.Shots.Select(s => s.Entry).Append(timeline.Ending).OfType<ShotTransition>())
        {
            string name = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Kind.ToString());
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        int ramps = timeline.Shots.Count(s => s.Ramp is { Count: > 0 });
        if (ramps > 0)
        {
            counts["speed_ramp"] = ramps;
        }

        return counts;
    }

    private async Task<(JudgedMusic? Music, int? SungLinesCut, string? Song)> ListenAsync(
        string path,
        Timeline timeline,
        string? other,
        double seconds,
        List<MissingFigure> missing,
        CancellationToken cancellationToken
    )
    {
        List<(double, int)> planned = [.. timeline.Beats.Select(b => (b.Time, b.BarPosition))];
        double? tempo =
            planned.Count < 3 ? null : 60 / Figures.Median([.. planned.Zip(planned.Skip(1), (a, b) => b.Item1 - a.Item1).Order()]);
        if (timeline.Music is not { } bed)
        {
            missing.Add(new MissingFigure("energy", "The montage has no music."));
            if (planned.Count == 0)
            {
                missing.Add(new MissingFigure("beats", "The montage has no music."));
            }

            return (planned.Count == 0 ? null : new JudgedMusic("the plan", planned, tempo, null, [], []), null, null);
        }

        try
        {
            string song = other ?? await FindAsync(bed.Path, bed.Fingerprint, Folder(path), cancellationToken).ConfigureAwait(false);
            MusicIntake intake = new(context) { HearsVoices = other is null };
            MusicAnalysis analysis = (
                await intake.ListenAsync(song, null, new MusicOptions(), cancellationToken).ConfigureAwait(false)
            ).Analysis;
            SongClock clock = SongCourse.ClockOf(bed, seconds);
            bool tracked = analysis.Strategy is RhythmStrategy.Beats;
            bool own = other is null && planned.Count > 0;
            if (!own && !tracked)
            {
                missing.Add(new MissingFigure("beats", $"The song offers no beats: {analysis.Reason}"));
            }

            JudgedMusic heard = new(
                own ? "the plan" : $"tracked in '{Path.GetFileName(song)}'",
                own ? planned
                    : tracked ? [.. clock.Unroll(analysis.Beats, b => b.Time).Select(b => (b.MontageSecond, b.Item.BarPosition))]
                    : [],
                own ? tempo : analysis.TempoBpm,
                own ? null : analysis.Confidence,
                SongCourse.Sections(clock, analysis),
                SongCourse.Energy(clock, analysis)
            );
            bool listened = other is null && intake.CanHearVoices && !analysis.IsSilent;
            return (heard, listened ? VoiceJudge.SungLinesCut(analysis, clock) : null, other is null ? song : null);
        }
        catch (MontageException e) when (other is null && e is not FFmpegMissingException)
        {
            missing.Add(new MissingFigure("energy", e.Message));
            missing.Add(new MissingFigure("beats.sections", e.Message));
            return (planned.Count == 0 ? null : new JudgedMusic("the plan", planned, tempo, null, [], []), null, null);
        }
    }

    private async Task<FilmFrames> LookAsync(
        string path,
        Timeline timeline,
        List<MissingFigure> missing,
        CancellationToken cancellationToken
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("look at what is shown", "clips");
        Dictionary<string, IReadOnlyList<ShownStretch?>> seen = [];
        ShownStage stage = new(context);
        string[] used = [.. timeline.Shots.Select(s => s.Source).Distinct()];
        int done = 0;
        string?[] problems = new string?[used.Length];
        IReadOnlyList<ShownStretch?>[] found = new IReadOnlyList<ShownStretch?>[used.Length];
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, used.Length),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (i, ct) =>
                {
                    TimelineSource source = timeline.Sources.First(s => s.Id == used[i]);
                    found[i] = [];
                    try
                    {
                        string file = await FindAsync(source.Path, source.Fingerprint, Folder(path), ct).ConfigureAwait(false);
                        _paths[source.Id] = file;
                        (SourceFile taken, MediaInfo info) = await _files.TakeInAsync(file, ct).ConfigureAwait(false);
                        VideoStreamInfo video =
                            info.Video.FirstOrDefault(v => v.Index == source.VideoStream)
                            ?? throw new MediaException(ErrorCode.SourceChanged, file, "lacks the planned picture stream.", "Plan again.");
                        found[i] = await stage.MeasureAsync(taken, info, video, Windows(timeline, source), ct).ConfigureAwait(false);
                    }
                    catch (MontageException e) when (e is not FFmpegMissingException)
                    {
                        problems[i] = e.Message;
                    }

                    phase.Advance(Interlocked.Increment(ref done), used.Length);
                }
            )
            .ConfigureAwait(false);
        phase.Count(used.Length);
        for (int i = 0; i < used.Length; i++)
        {
            seen[used[i]] = found[i];
            if (problems[i] is { } problem)
            {
                missing.Add(
                    new MissingFigure($"pictures of '{Path.GetFileName(timeline.Sources.First(s => s.Id == used[i]).Path)}'", problem)
                );
            }
        }

        return ShownFrames.Of(timeline, seen);
    }

    private async Task<(int All, int Cut)?> SentencesAsync(
        Timeline timeline,
        List<MissingFigure> missing,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Timeline found = timeline with { Sources = [.. timeline.Sources.Select(s => s with { Path = _paths[s.Id] })] };
            return await new SpokenSentences(context).CountAsync(found, cancellationToken).ConfigureAwait(false);
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            missing.Add(new MissingFigure("voices.sentences", e.Message));
            return null;
        }
    }

    // How far voices lie over the song, ascending; none where clips, song or speech are not heard, or a file is gone.
    private async Task<double[]> VoicesAsync(
        Timeline timeline,
        string? song,
        List<MissingFigure> missing,
        CancellationToken cancellationToken
    )
    {
        if (song is null || timeline.Sound is not { Speech.Count: > 0 })
        {
            return [];
        }

        try
        {
            AudioBedRequest bed = AudioBedRequest.For(timeline, id => _paths[id], song, RenderProfile.All[^1], outputPath: "");
            return
            [
                .. (await new VoiceLevels(context.Tools).MeasureAsync(bed, cancellationToken).ConfigureAwait(false))
                    .Select(v => v.OverSongLu)
                    .Order(),
            ];
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            missing.Add(new MissingFigure("voices.overSongLu", e.Message));
            return [];
        }
    }

    // The files that are shown and there.
    private Dictionary<string, string> Found(Timeline timeline) =>
        timeline.Shots.Select(s => s.Source).Distinct().Where(id => File.Exists(_paths[id])).ToDictionary(id => id, id => _paths[id]);

    // What is shown of a file, as stretches that do not overlap.
    private static List<MediaRange> Windows(Timeline timeline, TimelineSource source) =>
        MediaRange.Union(
            timeline
                .Shots.Where(s => s.Source == source.Id)
                .Select(s => MediaRange.FromSeconds(s.In, ShotClock.SourceLength(s, timeline.Rate)))
                .Select(r => r.IsEmpty ? r with { End = r.Start with { Ticks = r.Start.Ticks + 1 } } : r)
        );

    private static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private async Task<string> FindAsync(string path, string fingerprint, string folder, CancellationToken cancellationToken) =>
        (await new SourceResolver(context, folder).FindAsync(path, fingerprint, cancellationToken).ConfigureAwait(false)).Path;
}
