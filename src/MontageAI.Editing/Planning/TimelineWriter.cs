using System.Globalization;
using MontageAI.Editing.Drafts;
using MontageAI.Editing.Edits;
using MontageAI.Editing.Finishing;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Offers;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Selection;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Planning;

/// <summary>Writes what was decided as a timeline and checks it.</summary>
internal static class TimelineWriter
{
    private const int MostAlternatives = 3;

    /// <summary>The timeline of a new plan.</summary>
    public static Timeline Write(PlanDraft draft, IReadOnlyList<Placement> placements) => Checked(Compose(draft, placements));

    private static Timeline Compose(PlanDraft draft, IReadOnlyList<Placement> placements)
    {
        PlanRequest request = draft.Request;
        List<TimelineShot> shots = [.. placements.Select(p => ShotOf(p, draft))];
        return new Timeline
        {
            Rate = request.Rate,
            Frames = placements[^1].Slot.Record.End,
            Aspect = request.Aspect,
            Style = request.Style.Name,
            Seed = request.Seed,
            Music = MusicOf(draft),
            Sound = SoundDecision.Of(draft.Request),
            Sources = SourcesOf(shots, draft.Clips),
            Shots = shots,
            Beats = draft.Track.Beats,
            Notes = [.. draft.Notes, .. FootageNotes(placements, draft), .. MemoryNote(shots)],
        };
    }

    /// <summary>A timeline without shots.</summary>
    public static Timeline Outline(PlanDraft draft, IReadOnlyList<Placement> slots) =>
        new()
        {
            Rate = draft.Request.Rate,
            Frames = slots[^1].Slot.Record.End,
            Aspect = draft.Request.Aspect,
            Style = draft.Request.Style.Name,
            Seed = draft.Request.Seed,
            Music = MusicOf(draft),
            Sound = SoundDecision.Of(draft.Request),
            Sources = [],
            Shots = [],
            Beats = draft.Track.Beats,
            Notes = [],
        };

    /// <summary>The timeline of a plan that keeps shots of an earlier one: they stay as they were.</summary>
    /// <param name="draft">What it was chosen from.</param>
    /// <param name="placements">The shots, kept ones among them.</param>
    /// <param name="earlier">The earlier timeline; its bans hold on.</param>
    /// <param name="named">Names given to shots so far that are not given again.</param>
    public static Timeline Write(PlanDraft draft, IReadOnlyList<Placement> placements, Timeline earlier, int named)
    {
        Timeline whole = Compose(draft, placements);
        IReadOnlyList<TimelineShot> shots = Kept(placements, whole.Shots, earlier);
        string[] memory = [.. MemoryNote(whole.Shots)];
        return Checked(
            whole with
            {
                Shots = shots,
                ShotsNamed = named,
                Bans = earlier.Bans,
                Sources = SourcesOf(shots, draft.Clips),
                Notes = [.. whole.Notes.Except(memory), .. MemoryNote(shots)],
            }
        );
    }

    // Kept shots in their places. A locked one is left as it was, too: by the transition of the shot that came after it.
    private static TimelineShot[] Kept(IReadOnlyList<Placement> placements, IReadOnlyList<TimelineShot> fresh, Timeline earlier)
    {
        Dictionary<long, int> was = Enumerable.Range(0, earlier.Shots.Count).ToDictionary(i => earlier.Shots[i].Record.Start);
        TimelineShot[] shots = [.. placements.Select((p, i) => p.Kept ? earlier.Shots[was[p.Slot.Record.Start]] : fresh[i])];
        for (int i = 1; i < shots.Length; i++)
        {
            int next = placements[i - 1].Kept ? was[placements[i - 1].Slot.Record.Start] + 1 : 0;
            if (shots[i - 1].Locked && !placements[i].Kept && next < earlier.Shots.Count && earlier.Shots[next].Entry is { } entry)
            {
                shots[i] = shots[i] with
                {
                    Entry = entry,
                    Reasons = [.. shots[i].Reasons, .. EffectRepair.EntryReasons(earlier.Shots[next])],
                };
            }
        }

        return shots;
    }

    /// <summary>An earlier timeline with other choices; kept shots, song and beats stay as they were.</summary>
    public static Timeline Rewrite(PlanDraft draft, IReadOnlyList<Placement> placements, Timeline previous)
    {
        IReadOnlyList<TimelineShot> shots = Kept(placements, [.. placements.Select(p => ShotOf(p, draft))], previous);
        IReadOnlyList<TimelineSource> sources = SourcesOf(shots, draft.Clips);
        return Checked(
            previous with
            {
                Style = draft.Request.Style.Name,
                Seed = draft.Request.Seed,
                Sources = sources,
                Shots = shots,
                Notes = [.. previous.Notes, .. FootageNotes(placements, draft).Where(n => !previous.Notes.Contains(n))],
            }
        );
    }

    /// <summary>
    /// The timeline with what a swap may put in place of each shot. Offers first made in one place are made later in the others, so that
    /// there are many clips to choose from.
    /// </summary>
    /// <param name="draft">What the timeline was chosen from.</param>
    /// <param name="timeline">The finished timeline.</param>
    /// <param name="kept">Shots whose alternatives stay as they are.</param>
    public static Timeline WithAlternatives(PlanDraft draft, Timeline timeline, IReadOnlySet<int> kept)
    {
        OfferRanking? ranking = null;
        int[] offered = new int[draft.Clips.Count];
        TimelineShot[] shots = [.. timeline.Shots];
        foreach (int i in Enumerable.Range(0, shots.Length).Where(i => !kept.Contains(i)))
        {
            ranking ??= new OfferRanking(draft, timeline);
            IReadOnlyList<Offer> offers = ranking.Of(i, MostAlternatives, offered);
            foreach (Offer first in offers.Take(1))
            {
                offered[first.Candidate.Clip]++;
            }

            shots[i] = shots[i] with { Alternatives = [.. offers.Select(o => AlternativeOf(o, draft))] };
        }

        return Checked(timeline with { Shots = shots, Sources = SourcesOf(shots, draft.Clips) });
    }

    private static ShotAlternative AlternativeOf(Offer offer, PlanDraft draft)
    {
        ShotReason? point = offer.Worse.Concat(offer.Better).FirstOrDefault();
        return new(draft.Clips[offer.Candidate.Clip].Id, offer.Candidate.In, point ?? ShotReason.Of(OfferCodes.AboutAsGood));
    }

    private static Timeline Checked(Timeline timeline)
    {
        timeline = ShotIds.Complete(timeline);
        IReadOnlyList<string> problems = TimelineRules.Check(timeline);
        return problems.Count == 0
            ? timeline
            : throw new InvalidOperationException($"The planner made an unsound timeline: {string.Join(" ", problems)}");
    }

    private static TimelineShot ShotOf(Placement placement, PlanDraft draft)
    {
        Candidate choice = placement.Choice!;
        return new TimelineShot
        {
            Record = placement.Slot.Record,
            Source = draft.Clips[choice.Clip].Id,
            In = choice.In,
            Reasons = [MomentOf(placement.Slot), .. placement.Reasons],
        };
    }

    private static ShotReason MomentOf(Slot slot)
    {
        string section = slot.Section.ToString().ToLowerInvariant();
        return slot.Opening.Kind switch
        {
            MomentKind.Start => ShotReason.Of(ReasonCodes.Opens, section),
            MomentKind.Beat when slot.Opening.BarPosition == 1 => ShotReason.Of(ReasonCodes.Downbeat, section),
            MomentKind.Beat when slot.Opening.BarPosition > 1 => ShotReason.Of(ReasonCodes.BarBeat, $"{slot.Opening.BarPosition}", section),
            MomentKind.Beat => ShotReason.Of(ReasonCodes.Beat, section),
            MomentKind.Accent => ShotReason.Of(ReasonCodes.Accent, section),
            _ => ShotReason.Of(ReasonCodes.NoBeat, section),
        };
    }

    private static MusicBed? MusicOf(PlanDraft draft)
    {
        if (draft is not { Music: { } music, Stretch: { } stretch })
        {
            return null;
        }

        return new MusicBed
        {
            Path = music.File.Path,
            Fingerprint = music.File.Fingerprint,
            SoundTracks = music.SoundTracks,
            Start = stretch.Start,
            LoopStart = stretch.Loops ? stretch.LoopStart!.Value : 0,
            LoopEnd = stretch.Loops ? stretch.LoopEnd : null,
            FadeIn = stretch.Start > SongClock.Tolerance ? Math.Min(draft.Request.Style.Sound.FadeInSeconds, draft.Seconds / 2) : 0,
            FadeOut = Math.Min(Math.Max(draft.Request.Style.Sound.FadeOutSeconds, stretch.FadeSeconds ?? 0), draft.Seconds / 2),
            ClipSoundDb = SoundDecision.ClipSoundDb(draft.Request),
        };
    }

    private static IReadOnlyList<TimelineSource> SourcesOf(IReadOnlyList<TimelineShot> shots, IReadOnlyList<ClipMaterial> clips)
    {
        HashSet<string> used = [.. shots.Select(s => s.Source), .. shots.SelectMany(s => s.Alternatives.Select(a => a.Source))];
        return [.. clips.Where(c => used.Contains(c.Id)).Select(SourceOf)];
    }

    private static TimelineSource SourceOf(ClipMaterial clip)
    {
        VideoStreamInfo stream = clip.Info.MainVideo!;
        return new TimelineSource
        {
            Id = clip.Id,
            Path = clip.File.Path,
            Fingerprint = clip.File.Fingerprint,
            VideoStream = stream.Index,
            AvailableStart = clip.Analysis.FirstFrame,
            AvailableEnd = clip.Analysis.End,
            HasAudio = clip.Info.MainAudio is not null,
            SoundTracks = clip.Info.MainAudioPlace is > 0 and int place ? [place] : null,
            Still = clip.Info.IsStill ? true : null,
            Rate =
                clip.Info.IsStill ? null
                : stream.IsVariableRate ? stream.OwnRate
                : stream.BaseRate ?? stream.AverageRate,
            VariableRate = !clip.Info.IsStill && stream.IsVariableRate,
            CaptureRate = clip.Info.OtherSpeedRate,
            StartTimecode = clip.Info.StartTimecode,
            Reel = clip.Info.Reel,
            Width = stream.DisplayWidth,
            Height = stream.DisplayHeight,
            Shapes = clip.Analysis.Shapes,
            Sound =
                clip.Info.Audio.Count == 0 ? null : [.. clip.Info.Audio.Select(a => new SourceSound(a.Index, a.Channels, a.SampleRate))],
        };
    }

    private static IEnumerable<string> MemoryNote(IReadOnlyList<TimelineShot> shots)
    {
        int tipped = shots.Count(s => s.Reasons.Any(r => r.Code is ReasonCodes.MemoryFor or ReasonCodes.MemoryAgainst));
        return tipped > 0 ? [$"{tipped} of {shots.Count} shots were tipped by what you decided before."] : [];
    }

    private static IEnumerable<string> FootageNotes(IReadOnlyList<Placement> placements, PlanDraft draft)
    {
        int repeated = placements.Count(p => !p.Kept && p.Freshness == Freshness.Repeated);
        if (repeated > 0)
        {
            yield return $"There is too little footage: {repeated} of {placements.Count} shots show pictures that were shown before. Add "
                + $"clips or shorten the montage.";
        }

        int titles = placements.Count(p => !p.Kept && p.Reasons.Any(r => r.Code == ReasonCodes.Title));
        if (titles > 0)
        {
            yield return $"{titles} of {placements.Count} shots show titles of the footage: nothing without them fitted that was not shown "
                + $"twice. Add clips or shorten the montage.";
        }

        int parts = placements.Count(p => !p.Kept && p.Freshness == Freshness.UnusedPart);
        if (parts > 0)
        {
            yield return $"{parts} of {placements.Count} shots are further parts of takes already shown, since no unused take of their "
                + $"length was left.";
        }

        int backwards =
            draft.Request.Order != ClipOrder.Chronological
                ? 0
                : placements.Zip(placements.Skip(1)).Count(p => p.Second.Choice!.Place < p.First.Choice!.Place - 1e-6);
        if (backwards > 0)
        {
            yield return $"{backwards} of {placements.Count} shots go back in time, since no footage from there on was left.";
        }

        int shortened = placements.Count(p => p.Shortened);
        if (shortened > 0)
        {
            yield return $"{shortened} of {placements.Count} shots are shorter than the style asks for, since the footage is short.";
        }

        string[] slowed =
        [
            .. placements
                .Select(p => draft.Clips[p.Choice!.Clip])
                .Distinct()
                .Where(c => c.Info.OtherSpeedRate is not null)
                .Select(c =>
                    string.Create(CultureInfo.InvariantCulture, $"'{Path.GetFileName(c.File.Path)}' ({c.Info.OtherSpeedRate:0.###})")
                )
                .Order(StringComparer.Ordinal),
        ];
        if (slowed.Length > 0)
        {
            yield return $"Recorded at another rate than it plays at, or to be slowed down, by what the camera says (frames per second): "
                + $"{string.Join(", ", slowed)}. It plays as fast as its file says.";
        }

        ClipMaterial? motionPhoto = placements.Select(p => draft.Clips[p.Choice!.Clip]).FirstOrDefault(c => c.Info.StillBeside is not null);
        if (motionPhoto?.Info.StillBeside is { } still)
        {
            string name = Path.GetFileNameWithoutExtension(motionPhoto.File.Path);
            yield return $"'{Path.GetFileName(motionPhoto.File.Path)}' is a motion photo: its film is shown, not the photograph beside it "
                + $"({still.DisplayWidth}x{still.DisplayHeight}). To show that too, write it into the clips' folder: "
                + $"ffmpeg -i '{Path.GetFileName(motionPhoto.File.Path)}' -map 0:{still.Index} -frames:v 1 '{name}.png'";
        }

        string[] behind =
        [
            .. draft
                .Clips.Where(c => c.Analysis.SecondsBehindJump is not null)
                .Select(c =>
                    string.Create(CultureInfo.InvariantCulture, $"'{Path.GetFileName(c.File.Path)}' ({c.Analysis.SecondsBehindJump:0.#} s)")
                )
                .Order(StringComparer.Ordinal),
        ];
        if (behind.Length > 0)
        {
            yield return $"Time stamps jump back, as where streams were put behind one another, and what lies behind the jump has "
                + $"the times of other pictures, so it is not used: {string.Join(", ", behind)}. "
                + $"Converting the clip to MP4 makes all of it usable.";
        }

        int offBeat = draft.Music?.Analysis.Strategy is RhythmStrategy.Beats or RhythmStrategy.User
            ? placements.Count(p => p.Slot.Opening.Kind == MomentKind.Steady)
            : 0;
        if (offBeat > 0)
        {
            yield return $"{offBeat} of {placements.Count - 1} cuts stand on no beat: there is none close by, or no footage lasts from "
                + $"one beat to the next.";
        }
    }
}
