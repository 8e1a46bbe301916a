using MontageAI.Editing.Drafts;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Selection;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Planning;

/// <summary>What is looked at of shots that are nearly chosen, before they are final.</summary>
internal sealed class LookList(PlanRequest request, IReadOnlyList<ClipMaterial> clips)
{
    /// <summary>
    /// Longest window on the shortlist: a dozen frames tell a shot's motion. Decoding more would cost as much as rendering does, since for
    /// planning shot boundaries are trusted.
    /// </summary>
    public const double LongestMeasuredSeconds = 0.4;

    /// <summary>
    /// Frames between the key frame before a window and its start, at most, for a winner to be measured. Further in, measuring costs as
    /// much as showing the shot, and what its key frames show must do.
    /// </summary>
    private const double MostFramesBefore = 8;

    // Work is counted in pixels that are decoded, and so many for each frame that is made small and measured; not in time, so that every
    // machine has the same answer. A thousand frames of 1080p are about a tenth of what a preview of a minute costs.
    private const double PerFrame = 0.4e6;
    private const double UsualFrame = (1920 * 1080) + PerFrame;

    /// <summary>Work that may be done to look at winners that nothing speaks against, in every round: 350 frames of 1080p.</summary>
    private const double LookWork = 350 * UsualFrame;

    /// <summary>Work that may be done to look along clips before shots are chosen: 650 frames of 1080p.</summary>
    private const double MomentWork = 650 * UsualFrame;

    // Windows of a clip so long were looked at for its moments: the beginnings of its winners are not measured besides.
    private const double LookedSeconds = 0.7;

    // A clip that costs no more than this share of it is looked at as a whole, in pieces; of others only the surroundings of moments that
    // their packets tell.
    private const double WholeShare = 0.06;
    private const double PieceSeconds = 2;
    private const double BeforeMoment = 0.9;
    private const double AfterMoment = 0.7;

    // One moment for so many seconds of a clip, and at most so many.
    private const double SecondsEach = 5;
    private const int MostEach = 6;

    /// <summary>
    /// Along clips, to find the moments at which most happens: the whole of those that cost little, of the others around the moments that
    /// packets tell, the strongest of every clip first, and of these the cheapest, as far as the work goes.
    /// </summary>
    /// <param name="stretches">Usable stretches in order of clip and time.</param>
    public IReadOnlyList<ShortlistedWindow> Moments(IReadOnlyList<UsableStretch> stretches)
    {
        List<(int Rank, double Work, ShortlistedWindow Window)> wanted = [];
        foreach (IGrouping<int, UsableStretch> group in stretches.GroupBy(s => s.Clip))
        {
            ClipMaterial clip = clips[group.Key];
            if (clip.Info.IsStill || clip.Info.MainVideo is not { } video)
            {
                continue;
            }

            UsableStretch[] usable = [.. group];
            if (WorkOf(video, usable.Sum(s => s.Room), 0) <= WholeShare * MomentWork)
            {
                wanted.AddRange(
                    usable.SelectMany(s => Pieces(new(s.Start, s.End))).Select(r => (0, Work(r, 0), new ShortlistedWindow(clip.Id, r)))
                );
                continue;
            }

            ClipFrames frames = new(video, clip.Analysis);
            int rank = 0;
            foreach (
                Moment moment in new ClipMoments(clip.Analysis.Activity, usable)
                    .All.OrderByDescending(m => m.Strength)
                    .ThenBy(m => m.Seconds)
                    .Take(Math.Clamp((int)(usable.Sum(s => s.Room) / SecondsEach), 1, MostEach))
            )
            {
                UsableStretch stretch = usable.First(s => moment.Seconds >= s.Start.Seconds && moment.Seconds < s.End.Seconds);
                MediaTime start = frames.FrameAtOrAfter(Math.Max(stretch.Start.Seconds, moment.Seconds - BeforeMoment));
                double to = Math.Min(stretch.End.Seconds, moment.Seconds + AfterMoment);
                if (to - start.Seconds > 4 * stretch.FrameSeconds)
                {
                    MediaRange range = MediaRange.FromSeconds(start, to - start.Seconds);
                    wanted.Add((rank++, Work(range, frames.FramesAfterKey(start.Seconds) ?? 0), new(clip.Id, range)));
                }
            }

            double Work(MediaRange range, double before) => WorkOf(video, range.End.Seconds - range.Start.Seconds, before);
        }

        double left = MomentWork;
        List<ShortlistedWindow> windows = [];
        foreach ((_, double work, ShortlistedWindow window) in wanted.OrderBy(w => w.Rank).ThenBy(w => w.Work))
        {
            left -= work;
            if (left >= 0)
            {
                windows.Add(window);
            }
        }

        return windows;
    }

    // A range in equal pieces.
    private static IEnumerable<MediaRange> Pieces(MediaRange stretch)
    {
        long length = stretch.End.Ticks - stretch.Start.Ticks;
        int count = Math.Max(1, (int)Math.Round((stretch.End.Seconds - stretch.Start.Seconds) / PieceSeconds));
        for (int i = 0; i < count && length > 0; i++)
        {
            yield return new MediaRange(
                stretch.Start with
                {
                    Ticks = stretch.Start.Ticks + (length * i / count),
                },
                stretch.Start with
                {
                    Ticks = stretch.Start.Ticks + (length * (i + 1) / count),
                }
            );
        }
    }

    /// <summary>The beginnings of winners whose motion is not measured and that start near a key frame; with a closer look all of every
    /// winner, and more.</summary>
    public List<ShortlistedWindow> Nearly(IReadOnlyList<Placement> placements)
    {
        IEnumerable<(Candidate Candidate, Placement Placement)> wanted = placements
            .Where(p => !p.Kept)
            .Select(p => (p.Choice!, p))
            .Where(w => request.CloserLookSeconds > 0 || (IsNearKeyFrame(w.Item1) && !WasLookedAlong(clips[w.Item1.Clip])));
        List<ShortlistedWindow> windows = [];
        foreach ((Candidate candidate, Placement placement) in wanted)
        {
            double length = request.Rate.SecondsAt(placement.Slot.Record.Length);
            double seconds =
                request.CloserLookSeconds > 0
                    ? Math.Min(length + request.CloserLookSeconds, candidate.Room)
                    : Math.Min(LongestMeasuredSeconds, length);
            ShortlistedWindow window = new(clips[candidate.Clip].Id, MediaRange.FromSeconds(candidate.In, seconds));
            bool overlaps = windows.Any(w => w.Clip == window.Clip && w.Range.Overlaps(window.Range));
            if (candidate.Action is null && !overlaps)
            {
                windows.Add(window);
            }
        }

        Dictionary<string, int> order = clips.Select((c, i) => (c.Id, i)).ToDictionary(p => p.Id, p => p.i);
        return [.. windows.OrderBy(w => order[w.Clip]).ThenBy(w => w.Range.Start.Ticks).ThenBy(w => w.Range.End.Ticks)];
    }

    /// <summary>Of winners that may hold more than one wants to see, all that is shown; of the others, those that cost least to look at, as
    /// far as the work goes.</summary>
    /// <param name="placements">The shots.</param>
    public List<ShortlistedWindow> Whole(IReadOnlyList<Placement> placements)
    {
        List<ShortlistedWindow> windows = [];
        List<(ShortlistedWindow Window, double Work)> others = [];
        Dictionary<int, ShotDoubts> doubts = [];
        foreach (Placement placement in placements.Where(p => !p.Kept))
        {
            Candidate shot = placement.Choice!;
            ClipMaterial clip = clips[shot.Clip];
            double seconds = Math.Min(request.Rate.SecondsAt(placement.Slot.Record.Length), shot.Room);
            MediaRange range = MediaRange.FromSeconds(shot.In, seconds);
            bool known = MediaRange
                .Union(clip.Analysis.Motion.Select(m => new MediaRange(m.Start, m.End)), touching: true)
                .Exists(m => m.Start.Seconds <= shot.InSeconds + 1e-4 && m.End.Seconds >= range.End.Seconds - 1e-4);
            if (known || clip.Info.IsStill || range.IsEmpty)
            {
                continue;
            }

            ShotDoubts of = doubts.TryGetValue(shot.Clip, out ShotDoubts? had) ? had : doubts[shot.Clip] = new ShotDoubts(clip.Analysis);
            if (of.Any(shot.InSeconds, seconds))
            {
                windows.Add(new ShortlistedWindow(clip.Id, range));
            }
            else
            {
                // Some more than is shown, so that it may begin a little later.
                range = MediaRange.FromSeconds(shot.In, Math.Min(seconds + ChosenInPoints.NearbySeconds, shot.Room));
                others.Add(
                    (
                        new ShortlistedWindow(clip.Id, range),
                        WorkOf(clip.Info.MainVideo!, range.End.Seconds - shot.InSeconds, shot.FramesAfterKey ?? 0)
                    )
                );
            }
        }

        double left = LookWork;
        foreach ((ShortlistedWindow window, double work) in others.OrderBy(o => o.Work))
        {
            left -= work;
            if (left >= 0)
            {
                windows.Add(window);
            }
        }

        return windows;
    }

    /// <summary>Where footage is short (something is shown twice, or a title is): places at which a key frame lets take a title for there,
    /// of which most may be without one; the cheapest first, as far as the work goes.</summary>
    /// <param name="placements">The shots.</param>
    /// <param name="stretches">Usable stretches in order of clip and time.</param>
    public IReadOnlyList<ShortlistedWindow> Titles(IReadOnlyList<Placement> placements, IReadOnlyList<UsableStretch> stretches)
    {
        if (!placements.Any(p => !p.Kept && (p.Freshness == Freshness.Repeated || p.Reasons.Any(r => r.Code == ReasonCodes.Title))))
        {
            return [];
        }

        List<(double Work, ShortlistedWindow Window)> wanted = [];
        foreach (IGrouping<int, UsableStretch> group in stretches.GroupBy(s => s.Clip))
        {
            ClipMaterial clip = clips[group.Key];
            ClipLettering lettering = new(clip.Analysis);
            if (!lettering.IsPassing || clip.Info.IsStill || clip.Info.MainVideo is not { } video)
            {
                continue;
            }

            ClipFrames frames = new(video, clip.Analysis);
            IEnumerable<MediaRange> usable = lettering.Guessed.SelectMany(g => group.Select(s => Shared(g, s)));
            foreach (MediaRange piece in usable.Where(r => !r.IsEmpty).SelectMany(Pieces))
            {
                double before = frames.FramesAfterKey(piece.Start.Seconds) ?? 0;
                wanted.Add((WorkOf(video, piece.End.Seconds - piece.Start.Seconds, before), new(clip.Id, piece)));
            }
        }

        double left = LookWork;
        return [.. wanted.OrderBy(w => w.Work).TakeWhile(w => (left -= w.Work) >= 0).Select(w => w.Window)];
    }

    private static MediaRange Shared(MediaRange range, UsableStretch stretch) =>
        new(
            range.Start.Ticks > stretch.Start.Ticks ? range.Start : stretch.Start,
            range.End.Ticks < stretch.End.Ticks ? range.End : stretch.End
        );

    // Of so many seconds, from the key frame before them on.
    private static double WorkOf(VideoStreamInfo video, double seconds, double framesBefore) =>
        (((double)video.Width * video.Height) + PerFrame)
        * ((seconds * (video.AverageRate?.Value ?? video.BaseRate?.Value ?? 30)) + framesBefore);

    private static bool WasLookedAlong(ClipMaterial clip) =>
        clip.Analysis.Motion.Any(m => m.End.Seconds - m.Start.Seconds >= LookedSeconds);

    // A candidate whose key frame is not known is measured: nothing says that it is dear.
    private static bool IsNearKeyFrame(Candidate candidate) => candidate.FramesAfterKey is null or <= MostFramesBefore;
}
