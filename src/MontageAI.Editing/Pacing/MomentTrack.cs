using MontageAI.Editing.Materials;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Pacing;

/// <summary>All moments of a montage at which a cut may stand, on its frame grid.</summary>
internal sealed class MomentTrack
{
    /// <summary>Steady moments per shot of the style's length: enough that shots may be a little shorter or longer.</summary>
    private const int SteadyMomentsPerShot = 4;

    private MomentTrack(IReadOnlyList<CutMoment> moments, IReadOnlyList<TimelineBeat> beats, IReadOnlyList<string> notes)
    {
        Moments = moments;
        Beats = beats;
        Notes = notes;
    }

    /// <summary>Moments in ascending order of frame, no two on one frame; the first is the montage's start, the last its end.</summary>
    public IReadOnlyList<CutMoment> Moments { get; }

    /// <summary>The beats (or, with a weaker strategy, the song's own accents) for the timeline's ruler.</summary>
    public IReadOnlyList<TimelineBeat> Beats { get; }

    /// <summary>What the user should know about them.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Median distance of the beats within four seconds of a second of the montage, in the tempo that styles count in; null where
    /// there are fewer than three.</summary>
    public double? BeatSecondsAt(double second)
    {
        CutMoment[] beats = [.. Moments.Where(m => m.Kind == MomentKind.Beat && Math.Abs(m.Seconds - second) <= 4)];
        double[] gaps = [.. beats.Skip(1).Zip(beats, (b, a) => b.Seconds - a.Seconds).Order()];
        return gaps.Length < 2 ? null : Pacer.Counted(gaps[gaps.Length / 2]);
    }

    /// <summary>Lays the song's moments on the grid; each frame is computed from the moment's own time.</summary>
    /// <param name="analysis">The song, or null for a montage without one.</param>
    /// <param name="stretch">Its part, or null without a song.</param>
    /// <param name="seconds">Length of the montage.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="style">Pace where the song offers no moments.</param>
    public static MomentTrack Build(MusicAnalysis? analysis, SongStretch? stretch, double seconds, FrameRate rate, PacingStyle style)
    {
        List<string> notes = [];
        List<CutMoment> found = analysis is null || stretch is null ? [] : FromSong(analysis, stretch, rate, notes);
        if (analysis is null)
        {
            notes.Add($"There is no song: cuts follow the style's pace of {style.SecondsPerShot:0.##} s.");
        }

        List<TimelineBeat> beats = analysis?.Strategy is null or RhythmStrategy.SteadyGrid or RhythmStrategy.None
            ? []
            : [.. found.Select(m => new TimelineBeat(m.Frame, m.Seconds, m.BarPosition))];

        long frames = rate.FrameAt(seconds);
        List<CutMoment> moments = [new(0, 0, MomentKind.Start, 0, 0)];
        foreach (CutMoment moment in found.Where(m => m.Frame < frames))
        {
            if (moment.Frame == moments[^1].Frame)
            {
                // Two moments on one frame: the first stays, except that a beat on frame 0 tells what the start is.
                if (moments.Count == 1)
                {
                    moments[0] = moments[0] with { BarPosition = moment.BarPosition, Strength = moment.Strength };
                }

                continue;
            }

            moments.Add(moment);
        }

        moments.Add(new(seconds, frames, MomentKind.End, 0, 0));
        return new MomentTrack(FillGaps(moments, rate, style, analysis, notes), beats, notes);
    }

    private static List<CutMoment> FromSong(MusicAnalysis analysis, SongStretch stretch, FrameRate rate, List<string> notes)
    {
        MomentKind kind = analysis.Strategy switch
        {
            RhythmStrategy.Beats or RhythmStrategy.User => MomentKind.Beat,
            RhythmStrategy.Onsets or RhythmStrategy.Energy => MomentKind.Accent,
            _ => MomentKind.Steady,
        };
        string? note = analysis.Strategy switch
        {
            RhythmStrategy.Beats when analysis.Confidence < 0.5 =>
                $"The beats are uncertain (confidence {analysis.Confidence:0.00}): {analysis.Reason}",
            RhythmStrategy.Onsets => $"No beat was found: cuts follow note onsets. {analysis.Reason}",
            RhythmStrategy.Energy => $"No beat was found: cuts follow rises of loudness. {analysis.Reason}",
            RhythmStrategy.SteadyGrid => $"Cuts follow a steady grid, not the sound. {analysis.Reason}",
            RhythmStrategy.None => $"Nothing to cut on was found in the song: cuts follow the style's pace. {analysis.Reason}",
            _ => null,
        };
        if (note is not null)
        {
            notes.Add(note);
        }

        IReadOnlyList<Beat> marks =
            analysis.Strategy == RhythmStrategy.Onsets && analysis.Beats.Count == 0
                ? [.. analysis.Onsets.Select(t => new Beat(t, 0, 0))]
                : analysis.Beats;
        return
        [
            .. stretch
                .Clock.Unroll(marks, b => b.Time)
                .Select(m => new CutMoment(m.MontageSecond, rate.FrameAt(m.MontageSecond), kind, m.Item.BarPosition, m.Item.Strength)),
        ];
    }

    /// <summary>Puts steady moments where the song has none for longer than the longest shot; never between beats that are
    /// closer.</summary>
    private static List<CutMoment> FillGaps(
        List<CutMoment> moments,
        FrameRate rate,
        PacingStyle style,
        MusicAnalysis? analysis,
        List<string> notes
    )
    {
        double step = style.SecondsPerShot / SteadyMomentsPerShot;
        double filled = 0;
        List<CutMoment> result = [moments[0]];
        for (int i = 1; i < moments.Count; i++)
        {
            double from = moments[i - 1].Seconds;
            double gap = moments[i].Seconds - from;
            bool songless = moments.Count == 2;
            if (gap > style.MaxShotSeconds || (songless && gap > step))
            {
                filled += gap;
                int parts = (int)Math.Ceiling(gap / step);
                for (int k = 1; k < parts; k++)
                {
                    double second = from + (gap * k / parts);
                    long frame = rate.FrameAt(second);
                    if (frame > result[^1].Frame && frame < moments[i].Frame)
                    {
                        result.Add(new(second, frame, MomentKind.Steady, 0, 0));
                    }
                }
            }

            result.Add(moments[i]);
        }

        if (filled > 0 && analysis is { Strategy: not RhythmStrategy.None })
        {
            notes.Add($"For {filled:0.#} s the song offers no moment to cut on; cuts there follow the style's pace.");
        }

        return result;
    }
}
