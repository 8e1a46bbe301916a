using MontageAI.Editing.Drafts;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Selection;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>What finishing passes may know.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Clips">The footage, by id.</param>
/// <param name="Draft">Song, moments, sections and energy of the montage.</param>
/// <param name="Settled">Shots at the start that stay as they are: not even their last frames change.</param>
/// <param name="Kept">Further shots whose own speed, camera and correction stay as they are; how they are entered and left may
/// change.</param>
/// <param name="Entries">Shots whose entries stay as they are.</param>
internal sealed record FinishContext(
    PlanRequest Request,
    IReadOnlyDictionary<string, ClipMaterial> Clips,
    PlanDraft Draft,
    int Settled,
    IReadOnlySet<int> Kept,
    IReadOnlySet<int> Entries
)
{
    private const double UnknownBeatSeconds = 0.5;
    private readonly Lazy<ILookup<string, UsableStretch>> _stretches = new(() => Draft.Stretches.ToLookup(s => Draft.Clips[s.Clip].Id));
    private readonly Lazy<Dictionary<long, CutMoment>> _moments = new(() =>
        Draft.Track.Moments.DistinctBy(m => m.Frame).ToDictionary(m => m.Frame)
    );
    private readonly Lazy<IReadOnlyList<long>> _sections = new(() => [.. Draft.SectionStarts.Select(Request.Rate.FrameAt)]);

    /// <summary>Whether a shot's own speed, camera and correction may be decided.</summary>
    public bool IsOpen(int shot) => shot >= Settled && !Kept.Contains(shot);

    /// <summary>Whether how a shot is entered may be decided.</summary>
    public bool IsEntryOpen(int shot) => (Settled == 0 ? shot >= 0 : shot > Settled) && !Entries.Contains(shot);

    /// <summary>Moments of the montage on which something may happen, in order.</summary>
    public IReadOnlyList<CutMoment> Moments => Draft.Track.Moments;

    /// <summary>The moment on a frame; null where there is none.</summary>
    public CutMoment? MomentAt(long frame) => _moments.Value.TryGetValue(frame, out CutMoment? moment) ? moment : null;

    /// <summary>Frames at which a section of the song begins, without the montage's start.</summary>
    public IReadOnlyList<long> SectionFrames => _sections.Value;

    /// <summary>Whether a section begins at a frame, give or take a tenth of a second.</summary>
    public bool IsSectionStart(long frame) => SectionFrames.Any(f => Math.Abs(f - frame) <= Request.Rate.FrameAt(0.1));

    /// <summary>The kind of section at a second of the montage, and how far into it that lies (0 to 1).</summary>
    public (SectionKind Kind, double Progress) SectionAt(double second) => Draft.SectionAt(second);

    /// <summary>Energy that the montage follows between two seconds, 0 to 1; null where nothing says.</summary>
    public double? EnergyAt(double from, double to) => Draft.EnergyAt(from, to);

    /// <summary>Energy in the second around a frame, 0 to 1; 0.5 where nothing says.</summary>
    public double EnergyAround(long frame)
    {
        double at = Request.Rate.SecondsAt(frame);
        return EnergyAt(Math.Max(0, at - 0.5), at + 0.5) ?? 0.5;
    }

    /// <summary>Seconds of a beat around a frame, counted as styles count them (80 to 160 beats per minute); half a second where there is
    /// no beat.</summary>
    public double BeatSecondsAt(long frame)
    {
        IReadOnlyList<TimelineBeat> beats = Draft.Track.Beats;
        int after = 0;
        while (after < beats.Count && beats[after].Frame < frame)
        {
            after++;
        }

        List<double> gaps = [];
        for (int i = Math.Max(1, after - 4); i <= Math.Min(beats.Count - 1, after + 4); i++)
        {
            gaps.Add(beats[i].Time - beats[i - 1].Time);
        }

        if (gaps.Count < 2 || !Draft.Track.Moments.Any(m => m.Kind == MomentKind.Beat))
        {
            return UnknownBeatSeconds;
        }

        gaps.Sort();
        return Pacer.Counted(gaps[gaps.Count / 2]);
    }

    /// <summary>Usable seconds of source before a shot's in-point and after the last frame that it shows, at natural speed, up to letters
    /// that it does not show itself; none where its footage is not known.</summary>
    public (double Before, double After) RoomAround(TimelineShot shot)
    {
        UsableStretch? stretch = StretchOf(shot);
        if (stretch is null)
        {
            return (0, 0);
        }

        double end = shot.In.Seconds + ShotClock.SourceLength(shot, Request.Rate);
        (double before, double after) = (shot.In.Seconds - stretch.Start.Seconds, stretch.End.Seconds - stretch.FrameSeconds - end);
        ClipLettering lettering = Draft.LetteringOf(stretch.Clip);
        if (lettering.After(shot.In.Seconds) >= end - shot.In.Seconds)
        {
            (before, after) = (Math.Min(before, lettering.Before(shot.In.Seconds)), Math.Min(after, lettering.After(end)));
        }

        return (Math.Max(0, before), Math.Max(0, after));
    }

    /// <summary>The frame at or after a second of a shot's clip; null for a clip that is not known.</summary>
    public MediaTime? FrameAtOrAfter(TimelineShot shot, double second) =>
        Clips.TryGetValue(shot.Source, out ClipMaterial? clip) && clip.Info.MainVideo is { } stream
            ? new ClipFrames(stream, clip.Analysis).FrameAtOrAfter(second)
            : null;

    /// <summary>Motion measured in what a shot shows, in order; empty where nothing was.</summary>
    public IReadOnlyList<MotionFeatures> MotionOf(TimelineShot shot)
    {
        if (!Clips.TryGetValue(shot.Source, out ClipMaterial? clip))
        {
            return [];
        }

        double from = shot.In.Seconds,
            to = from + ShotClock.SourceLength(shot, Request.Rate);
        return [.. clip.Analysis.Motion.Where(m => m.Start.Seconds < to - 1e-6 && m.End.Seconds > from + 1e-6)];
    }

    /// <summary>Key frames in what a shot shows; where there are none, the one nearest before or after it that belongs to the same usable
    /// stretch.</summary>
    public IReadOnlyList<KeyFrame> PicturesOf(TimelineShot shot)
    {
        if (!Clips.TryGetValue(shot.Source, out ClipMaterial? clip) || StretchOf(shot) is not { } stretch)
        {
            return [];
        }

        double from = shot.In.Seconds,
            to = from + ShotClock.SourceLength(shot, Request.Rate);
        KeyFrame[] usable =
        [
            .. clip.Analysis.KeyFrames.Where(k => k.Time.Seconds >= stretch.Start.Seconds - 1e-6 && k.Time.Seconds < stretch.End.Seconds),
        ];
        KeyFrame[] inside = [.. usable.Where(k => k.Time.Seconds >= from - 1e-6 && k.Time.Seconds < to)];
        return inside.Length > 0
            ? inside
            :
            [
                .. usable
                    .OrderBy(k => Math.Min(Math.Abs(k.Time.Seconds - from), Math.Abs(k.Time.Seconds - to)))
                    .ThenBy(k => k.Time.Ticks)
                    .Take(1),
            ];
    }

    private UsableStretch? StretchOf(TimelineShot shot) =>
        _stretches.Value[shot.Source].FirstOrDefault(s => shot.In.Seconds >= s.Start.Seconds - 1e-9 && shot.In.Seconds < s.End.Seconds);
}
