using System.Globalization;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Sequences;

/// <summary>Files of a timeline, as a sequence sees them.</summary>
internal static class SequenceSources
{
    /// <summary>Samples per second that stand where a song's own are not known.</summary>
    public const int UsualSampleRate = 48_000;

    /// <summary>All sources by their names in the timeline.</summary>
    public static Dictionary<string, SequenceMedia> Of(Timeline timeline, SequenceOptions options, List<Loss> losses)
    {
        Dictionary<string, SequenceMedia> media = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            media[source.Id] = Media(timeline, source, options);
            string name = media[source.Id].Name;
            if (source.Missing)
            {
                losses.Add(new Loss(LossCodes.Missing, null, $"'{name}' was not there; its place is written as it was."));
            }

            if (source.Still == true || IsReplaced(timeline, source, options))
            {
                continue;
            }

            if (source.VariableRate)
            {
                losses.Add(
                    new Loss(
                        LossCodes.Rate,
                        null,
                        $"'{name}' has frames at irregular times, which no editing program counts like another; its shots may begin some "
                            + $"frames off. Make it constant first."
                    )
                );
            }
            else if (source.Rate is null)
            {
                losses.Add(
                    new Loss(LossCodes.Rate, null, $"the frame rate of '{name}' is not known; its frames are counted at {timeline.Rate}.")
                );
            }
        }

        return media;
    }

    // All that is shown of it was rendered.
    private static bool IsReplaced(Timeline timeline, TimelineSource source, SequenceOptions options) =>
        options.Baked.Count > 0
        && timeline.Shots.Any(s => s.Source == source.Id)
        && timeline.Shots.All(s => s.Source != source.Id || options.Baked.ContainsKey(s.Id));

    /// <summary>The song's stretches; none where there is no song.</summary>
    public static List<SequenceSong> Song(Timeline timeline, SequenceOptions options, TimecodeCount count, List<Loss> losses)
    {
        List<SequenceSong> stretches = [];
        if (timeline.Music is not { } music)
        {
            return stretches;
        }

        if (options.Song is null)
        {
            losses.Add(
                new Loss(
                    LossCodes.Missing,
                    null,
                    $"the song '{MediaPaths.NameOf(music.Path)}' was not there; its samples are counted at {UsualSampleRate} per second."
                )
            );
        }

        int rate = options.Song?.SampleRate ?? UsualSampleRate;
        SequenceMedia media = new()
        {
            Id = "song",
            Path = Written(music.Path, options),
            Fingerprint = music.Fingerprint,
            Count = new TimecodeCount(timeline.Rate),
            Frames = options.Song?.Seconds is { } seconds ? timeline.Rate.FrameAt(seconds) : null,
            Channels = options.Song?.Channels ?? 2,
            SampleRate = rate,
            IsMissing = options.Song is null,
        };
        SongClock clock = new(music.Start, timeline.Rate.SecondsAt(timeline.Frames), music.LoopStart, music.LoopEnd);
        SongPass[] passes = [.. clock.Passes];
        for (int i = 0; i < passes.Length; i++)
        {
            // A song may begin only after the film did, and end before it.
            double late = Math.Max(0, -passes[i].Song);
            long start = late > 0
                    ? (long)Math.Ceiling((passes[i].Montage + late) * timeline.Rate.Value - 1e-9)
                    : timeline.Rate.FrameAt(passes[i].Montage),
                end = i + 1 < passes.Length ? timeline.Rate.FrameAt(passes[i + 1].Montage) : timeline.Frames;
            double from = passes[i].Song + (timeline.Rate.SecondsAt(start) - passes[i].Montage);
            if (options.Song?.Seconds is { } length)
            {
                end = Math.Min(end, start + (long)Math.Floor(((length - from) * timeline.Rate.Value) + 1e-6));
            }

            if (end > start)
            {
                stretches.Add(new SequenceSong(new FrameRange(start, end), media, (long)Math.Round(from * rate)));
            }
        }

        return stretches;
    }

    /// <summary>A file.</summary>
    public static SequenceMedia Media(Timeline timeline, TimelineSource source, SequenceOptions options)
    {
        FrameRate rate = source.Still == true ? timeline.Rate : source.Rate ?? timeline.Rate;
        TimecodeCount count = TimecodeCount.Of(rate, source.StartTimecode);
        long start = source.StartTimecode is { } label && count.TryFrame(label, out long frame, out _) ? frame : 0;
        int heard = source.SoundTracks is [int place, ..] ? place : 0;
        SourceSound? sound = source.Sound is { } tracks && heard < tracks.Count ? tracks[heard] : null;
        return new SequenceMedia
        {
            Id = source.Id,
            Path = Written(source.Path, options),
            Fingerprint = source.Fingerprint,
            Count = count,
            Start = start,
            Frames = source.Still == true ? null : SequenceBuilder.FrameOf(source, source.AvailableEnd, rate),
            Width = source.Width ?? 1920,
            Height = source.Height ?? 1080,
            Channels = source.HasAudio ? sound?.Channels ?? 2 : 0,
            SampleRate = sound?.SampleRate ?? UsualSampleRate,
            Reel = source.Reel,
            IsStill = source.Still == true,
            IsVariable = source.VariableRate,
            IsMissing = source.Missing,
            Proxy = options.Proxies.TryGetValue(source.Fingerprint, out string? proxy) ? Written(proxy, options) : null,
        };
    }

    private static string Written(string path, SequenceOptions options)
    {
        if (options.Copies.TryGetValue(path, out string? copy))
        {
            return copy;
        }

        string mapped = MediaPaths.Mapped(path, options.Map);
        return options.RelativeTo is { } folder ? MediaPaths.Relative(mapped, folder) : mapped;
    }
}

/// <summary>Markers of a timeline.</summary>
internal static class SequenceMarkers
{
    // Reasons that name the section that a shot's cut lies in.
    private static readonly string[] s_cuts =
    [
        ReasonCodes.Opens,
        ReasonCodes.Downbeat,
        ReasonCodes.BarBeat,
        ReasonCodes.Beat,
        ReasonCodes.Accent,
        ReasonCodes.NoBeat,
    ];

    /// <summary>Markers in order of their frames.</summary>
    public static IEnumerable<SequenceMarker> Of(Timeline timeline, SequenceOptions options, IReadOnlyList<Loss> losses)
    {
        List<SequenceMarker> markers = [];
        if (options.Markers != MarkerChoice.None)
        {
            string? section = null;
            foreach (TimelineShot shot in timeline.Shots)
            {
                if (SectionOf(shot) is { } name && name != section)
                {
                    markers.Add(new SequenceMarker(shot.Record.Start, MarkerKind.Section, name));
                    section = name;
                }
            }
        }

        int bar = 0,
            beat = 0;
        foreach (TimelineBeat at in timeline.Beats.Where(b => b.Frame >= 0 && b.Frame < timeline.Frames))
        {
            (bar, beat) = at.BarPosition == 1 ? (bar + 1, 1) : (bar, beat + 1);
            if (at.BarPosition == 1 && options.Markers is MarkerChoice.Bars or MarkerChoice.Beats && at.BarPosition == 1)
            {
                markers.Add(new SequenceMarker(at.Frame, MarkerKind.Downbeat, "downbeat " + Text(bar)));
            }
            else if (options.Markers == MarkerChoice.Beats)
            {
                markers.Add(new SequenceMarker(at.Frame, MarkerKind.Beat, at.BarPosition > 0 ? "beat " + Text(at.BarPosition) : "beat"));
            }
        }

        Dictionary<string, long> places = timeline.Shots.ToDictionary(s => s.Id, s => s.Record.Start);
        foreach (IGrouping<string, Loss> shot in losses.Where(l => l.Shot is not null && l.Code != LossCodes.Baked).GroupBy(l => l.Shot!))
        {
            string all = string.Join("; ", shot.Select(l => l.Sentence));
            markers.Add(new SequenceMarker(places[shot.Key], MarkerKind.Lost, "not carried over", all));
        }

        return markers.OrderBy(m => m.Frame).ThenBy(m => m.Kind);
    }

    private static string? SectionOf(TimelineShot shot) =>
        shot.Reasons.FirstOrDefault(r => s_cuts.Contains(r.Code) && r.Args.Count > 0) is { } reason ? reason.Args[^1] : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
