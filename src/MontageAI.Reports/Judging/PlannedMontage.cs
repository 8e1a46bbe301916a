using MontageAI.Analysis.Montages;
using MontageAI.Editing.Materials;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>A montage as planning knows it: nothing is read or decoded, and of the pictures only the motion of those windows is known that
/// planning measured.</summary>
internal static class PlannedMontage
{
    /// <summary>Of a plan.</summary>
    /// <param name="path">Its file, for names.</param>
    /// <param name="timeline">The plan.</param>
    /// <param name="clips">Clips with what was measured of them.</param>
    /// <param name="music">The song, or null.</param>
    public static JudgedMontage Of(string path, Timeline timeline, IReadOnlyList<ClipMaterial> clips, MusicMaterial? music)
    {
        Dictionary<string, IReadOnlyList<ShownStretch?>> seen = clips.ToDictionary(
            c => c.Id,
            c => (IReadOnlyList<ShownStretch?>)[.. c.Analysis.Motion.Select(m => m.Curves).OfType<WindowCurves>().Select(Stretch)]
        );
        return Of(path, timeline, ShownFrames.Of(timeline, seen), music?.Analysis) with
        {
            People = PeopleJudge.Of(timeline, clips.ToDictionary(c => c.Id)),
        };
    }

    /// <summary>What a plan is, as the subject of figures.</summary>
    public static JudgedSubject SubjectOf(string path, Timeline timeline) =>
        new(
            Path.GetFullPath(path),
            "timeline",
            Figures.Round(timeline.Rate.SecondsAt(timeline.Frames)),
            timeline.Rate.Value,
            timeline.Frames,
            timeline.Shots.Count,
            timeline.Style,
            timeline.Seed
        );

    /// <summary>The shots of a plan, with the stretches of their sources.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="pathOf">The file of a source's id.</param>
    public static IReadOnlyList<JudgedShot> ShotsOf(Timeline timeline, Func<string, string> pathOf) =>
        [
            .. timeline.Shots.Select(s => new JudgedShot(
                timeline.Rate.SecondsAt(s.Record.Start),
                timeline.Rate.SecondsAt(s.Record.End),
                pathOf(s.Source),
                s.In.Seconds,
                s.In.Seconds + ShotClock.SourceLength(s, timeline.Rate)
            )),
        ];

    /// <summary>Of a plan whose pictures are known from elsewhere.</summary>
    public static JudgedMontage Of(string path, Timeline timeline, FilmFrames? frames, MusicAnalysis? song)
    {
        double seconds = timeline.Rate.SecondsAt(timeline.Frames);
        SongClock? clock = timeline.Music is { } bed ? SongCourse.ClockOf(bed, seconds) : null;
        Dictionary<string, string> paths = timeline.Sources.ToDictionary(s => s.Id, s => s.Path);
        return new JudgedMontage
        {
            Subject = SubjectOf(path, timeline),
            Shots = ShotsOf(timeline, id => paths[id]),
            Music = new JudgedMusic(
                "the plan",
                [.. timeline.Beats.Select(b => (b.Time, b.BarPosition))],
                song?.TempoBpm,
                null,
                song is null || clock is null ? [] : SongCourse.Sections(clock, song),
                song is null || clock is null ? [] : SongCourse.Energy(clock, song)
            ),
            Frames = frames,
            Transitions = TimelineReading.Transitions(timeline),
            Sound = new SoundFigures { PlannedLufs = timeline.Music?.LoudnessLufs },
            Missing = [],
        };
    }

    private static ShownStretch Stretch(WindowCurves curves) =>
        new()
        {
            Seconds = curves.Seconds,
            Amount = curves.Amount,
            Luma = curves.Luma,
            Contrast = new float[curves.Seconds.Count],
            Saturation = new float[curves.Seconds.Count],
            Black = new float[curves.Seconds.Count],
            Camera = curves.Camera,
            Objects = curves.Objects,
            Card = new float[curves.Seconds.Count],
            Lettering = new float[curves.Seconds.Count],
            Bars = new float[curves.Seconds.Count],
            Cuts = [],
            Frozen = [],
            White = new float[curves.Seconds.Count],
            Sharpness = curves.Sharpness,
            Fingerprint = new ulong[curves.Seconds.Count],
            Windows = [],
        };
}
