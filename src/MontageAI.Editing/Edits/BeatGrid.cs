using System.Globalization;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>A grid of beats, and where the cuts of the one before it belong in it.</summary>
/// <param name="Beats">The beats.</param>
/// <param name="Moves">For frames of old beats that have another place now, that place.</param>
/// <param name="Words">In what it differs, for people.</param>
internal sealed record BeatGrid(IReadOnlyList<TimelineBeat> Beats, IReadOnlyDictionary<long, long> Moves, string Words)
{
    private const double LeastBpm = 30;
    private const double MostBpm = 300;

    /// <summary>The grid that a change makes of a timeline's.</summary>
    /// <exception cref="ConfigurationException">The timeline has no beats to change, or the change is out of range.</exception>
    public static BeatGrid Of(Timeline timeline, BeatChange change)
    {
        TimelineBeat[] old = [.. timeline.Beats.OrderBy(b => b.Time).DistinctBy(b => b.Frame)];
        if (old.Length < 2 && change.Kind is not (BeatChangeKind.Tempo or BeatChangeKind.Beats))
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                "the timeline has no beats that could be changed. Give beats per minute (rebeat=120bpm) or the beats themselves."
            );
        }

        double amount = change.Amount;
        return change.Kind switch
        {
            BeatChangeKind.Double => new(Doubled(timeline, old), new Dictionary<long, long>(), "a beat between every two"),
            BeatChangeKind.Halve => Halved(old),
            BeatChangeKind.OffBeat => Shifted(timeline, old, i => Half(old, i), "half a beat later"),
            BeatChangeKind.Nudge => Shifted(
                timeline,
                old,
                i => old[i].Time + (amount / 1000),
                string.Create(CultureInfo.InvariantCulture, $"{amount:+0.###;-0.###;0} ms")
            ),
            BeatChangeKind.BarShift => BarsShifted(timeline, old, (int)Math.Round(amount)),
            BeatChangeKind.Tempo => Steady(timeline, old, amount),
            _ => Given(timeline, old, change.Given ?? []),
        };
    }

    private static TimelineBeat At(Timeline timeline, double time, int position) => new(timeline.Rate.FrameAt(time), time, position);

    private static int Meter(TimelineBeat[] beats) => beats.Length == 0 ? 0 : beats.Max(b => b.BarPosition);

    // A bar of four becomes two of four: the downbeats stay.
    private static TimelineBeat[] Doubled(Timeline timeline, TimelineBeat[] old)
    {
        int meter = Meter(old);
        List<TimelineBeat> beats = [];
        for (int i = 0; i < old.Length; i++)
        {
            int place = 2 * (old[i].BarPosition - 1);
            beats.Add(old[i] with { BarPosition = Position(place) });
            double middle = Half(old, i);
            if (timeline.Rate.FrameAt(middle) < timeline.Frames)
            {
                beats.Add(At(timeline, middle, Position(place + 1)));
            }

            int Position(int p) => old[i].BarPosition == 0 || meter == 0 ? 0 : (p % meter) + 1;
        }

        return [.. beats];
    }

    private static BeatGrid Halved(TimelineBeat[] old)
    {
        int first = Math.Max(0, Array.FindIndex(old, b => b.BarPosition == 1)),
            meter = Meter(old);
        List<TimelineBeat> beats = [];
        Dictionary<long, long> moves = [];
        for (int i = 0; i < old.Length; i++)
        {
            int count = i - first;
            if (count % 2 == 0)
            {
                beats.Add(old[i] with { BarPosition = old[i].BarPosition == 0 || meter == 0 ? 0 : Modulo(count / 2, meter) + 1 });
            }
            else if (i > 0)
            {
                moves[old[i].Frame] = old[i - 1].Frame;
            }
        }

        return new(beats, moves, "every second beat");
    }

    private static BeatGrid Shifted(Timeline timeline, TimelineBeat[] old, Func<int, double> time, string words)
    {
        List<TimelineBeat> beats = [];
        Dictionary<long, long> moves = [];
        for (int i = 0; i < old.Length; i++)
        {
            TimelineBeat beat = At(timeline, time(i), old[i].BarPosition);
            if (beat.Frame >= 0 && beat.Frame < timeline.Frames && (beats.Count == 0 || beat.Frame > beats[^1].Frame))
            {
                beats.Add(beat);
                moves[old[i].Frame] = beat.Frame;
            }
        }

        return new(beats, moves, words);
    }

    private static BeatGrid BarsShifted(Timeline timeline, TimelineBeat[] old, int shift)
    {
        int meter = Meter(old);
        if (meter < 2)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                "the timeline's beats have no bars that could be moved. Give the beats themselves, with their downbeats."
            );
        }

        TimelineBeat[] beats =
        [
            .. old.Select(b => b.BarPosition == 0 ? b : b with { BarPosition = Modulo(b.BarPosition - 1 - shift, meter) + 1 }),
        ];
        Dictionary<long, long> moves = [];
        for (int i = 0; i < old.Length; i++)
        {
            if (i + shift >= 0 && i + shift < old.Length && old[i + shift].Frame < timeline.Frames)
            {
                moves[old[i].Frame] = old[i + shift].Frame;
            }
        }

        return new(beats, moves, string.Create(CultureInfo.InvariantCulture, $"downbeats {shift:+0;-0;0} beats"));
    }

    private static BeatGrid Steady(Timeline timeline, TimelineBeat[] old, double bpm)
    {
        if (!(bpm >= LeastBpm && bpm <= MostBpm))
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                FormattableString.Invariant($"{bpm} beats per minute are not between {LeastBpm} and {MostBpm}.")
            );
        }

        int meter = Meter(old);
        double anchor = old.Where(b => b.BarPosition == 1).Concat(old).Select(b => b.Time).FirstOrDefault(),
            gap = 60 / bpm;
        int before = (int)Math.Floor(anchor / gap);
        List<TimelineBeat> beats = [];
        for (int k = -before; ; k++)
        {
            TimelineBeat beat = At(timeline, anchor + (k * gap), meter == 0 ? 0 : Modulo(k, meter) + 1);
            if (beat.Frame >= timeline.Frames)
            {
                break;
            }

            beats.Add(beat);
        }

        return new(beats, Nearest(timeline, old, beats), string.Create(CultureInfo.InvariantCulture, $"{bpm:0.###} beats per minute"));
    }

    private static BeatGrid Given(Timeline timeline, TimelineBeat[] old, IReadOnlyList<BeatMark> given)
    {
        if (given.Count == 0 || given.Zip(given.Skip(1)).Any(p => p.Second.Time <= p.First.Time) || given[0].Time < 0)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                "the beats must be given in seconds of the montage, from 0 on, each later than the one before it."
            );
        }

        int first = given.TakeWhile(g => !g.Downbeat).Count(),
            position = 0;
        List<TimelineBeat> beats = [];
        for (int i = 0; i < given.Count; i++)
        {
            position =
                i < first ? 0
                : given[i].Downbeat ? 1
                : position + 1;
            TimelineBeat beat = At(timeline, given[i].Time, position);
            if (beat.Frame < timeline.Frames)
            {
                beats.Add(beat);
            }
        }

        return new(beats, Nearest(timeline, old, beats), $"{beats.Count} beats given");
    }

    // Of the cuts on old beats; where there were none, of all.
    private static Dictionary<long, long> Nearest(Timeline timeline, TimelineBeat[] old, List<TimelineBeat> beats)
    {
        IEnumerable<long> frames = old.Length > 0 ? old.Select(b => b.Frame) : timeline.Shots.Skip(1).Select(s => s.Record.Start);
        return beats.Count == 0 ? [] : frames.ToDictionary(f => f, f => beats.MinBy(b => Math.Abs(b.Frame - f)).Frame);
    }

    private static double Half(TimelineBeat[] beats, int i) =>
        i + 1 < beats.Length ? (beats[i].Time + beats[i + 1].Time) / 2 : beats[i].Time + ((beats[i].Time - beats[i - 1].Time) / 2);

    private static int Modulo(int value, int by) => ((value % by) + by) % by;
}
