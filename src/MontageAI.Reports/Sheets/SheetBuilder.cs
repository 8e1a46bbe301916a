using MontageAI.Reports.Judging;
using MontageAI.Timelines;

namespace MontageAI.Reports.Sheets;

/// <summary>Makes what is shown of a montage out of what is known of it.</summary>
internal static class SheetBuilder
{
    /// <summary>Of a timeline, or of a film.</summary>
    /// <param name="montage">What is known.</param>
    /// <param name="judgement">Its figures.</param>
    /// <param name="timeline">The timeline; null for a film.</param>
    /// <param name="title">Heading; null takes the file's name.</param>
    /// <param name="aspect">Width to height of a film; ignored for timelines.</param>
    public static SheetMontage Of(
        JudgedMontage montage,
        MontageJudgement judgement,
        Timeline? timeline,
        string? title = null,
        double aspect = 16.0 / 9
    )
    {
        JudgedSubject subject = montage.Subject;
        return new SheetMontage
        {
            Title = title ?? Path.GetFileName(subject.Path),
            Facts = Facts(judgement),
            Seconds = subject.Seconds,
            Aspect = timeline?.Aspect.Value ?? aspect,
            Shots = [.. montage.Shots.Select((s, i) => ShotOf(s, timeline, i))],
            Beats = montage.Music?.Beats ?? [],
            Sections = montage.Music?.Sections ?? [],
            Music = montage.Music?.Energy ?? [],
            Picture = PictureJudge.Motion(montage.Frames, (int)Math.Ceiling(subject.Seconds)),
            Where = timeline is null
                ? (_, second) => new TileWish(subject.Path, null, second + montage.Zero)
                : (shot, second) => Wish(timeline, shot, second, montage.Shots[shot].Source!),
        };
    }

    private static SheetShot ShotOf(JudgedShot shot, Timeline? timeline, int index)
    {
        TimelineShot? planned = timeline?.Shots[index];
        return new SheetShot(
            shot.Start,
            shot.End,
            shot.Source is { } source ? Path.GetFileNameWithoutExtension(source) : "",
            planned?.Entry is { } entry ? Words(entry.Kind) : null,
            planned?.Entry is { } e ? e.Frames / timeline!.Rate.Value : 0,
            planned is null || ShotClock.IsNatural(planned) ? null
                : planned.Ramp is { Count: > 0 } ramp
                    ? FormattableString.Invariant($"x{ramp.Min(p => p.Speed):0.##}-{ramp.Max(p => p.Speed):0.##}")
                : FormattableString.Invariant($"x{planned.Speed.Value:0.##}")
        );
    }

    // "FadeBlack" is "fade black".
    private static string Words(TransitionKind kind) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()).Replace('_', ' ');

    private static string Facts(MontageJudgement j)
    {
        List<FormattableString> facts = [$"{j.Subject.Seconds:0.0} s", $"{j.Subject.Shots} shots"];
        if (j.Subject.Style is { } style)
        {
            facts.Add($"style {style}");
            facts.Add($"seed {j.Subject.Seed}");
        }

        if (j.Beats is { } beats)
        {
            facts.Add($"{beats.TempoBpm ?? 0:0.0} BPM");
            facts.Add($"{100 * beats.OnBeat:0} % of cuts on the beat");
            facts.Add($"{100 * (beats.OnDownbeat ?? 0):0} % on a downbeat");
        }

        facts.Add($"shots of {j.Pace.MeanShotSeconds:0.00} s");
        if (j.Variety.Sources is { } sources)
        {
            facts.Add($"{sources} clips");
        }

        if (j.Energy?.Motion is { } motion)
        {
            facts.Add($"motion follows the music {motion:+0.00;-0.00}");
        }

        return string.Join("  ·  ", facts.Select(f => f.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static TileWish? Wish(Timeline timeline, int index, double second, string path)
    {
        TimelineShot shot = timeline.Shots[index];
        TimelineSource source = timeline.Sources.First(s => s.Id == shot.Source);
        double frame = Math.Clamp(Math.Floor((second * timeline.Rate.Value) + 1e-6) - shot.Record.Start, 0, shot.Record.Length - 1);
        double at = shot.In.Seconds + (source.Still == true ? 0 : ShotClock.SourceSeconds(shot, timeline.Rate, frame));

        // The last pictures of a file must not be missed.
        at = Math.Clamp(at, source.AvailableStart.Seconds, Math.Max(source.AvailableStart.Seconds, source.AvailableEnd.Seconds - 0.1));
        at = Math.Max(0, Math.Round(at, 3));
        if (shot.Camera is not { Count: > 0 } camera)
        {
            return new TileWish(path, source.VideoStream, at);
        }

        CameraKey key = camera.LastOrDefault(k => k.Frame <= frame, camera[0]);
        return new TileWish(path, source.VideoStream, at, key.X, key.Y, key.Zoom);
    }
}
