using System.Globalization;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Returning;

/// <summary>Makes the shots of a timeline from those of an edited sequence and their origins.</summary>
internal sealed class ShotReturn(Timeline origin, IReadOnlyList<SequenceClip> clips, double speedPrecision, List<Loss> losses)
{
    private readonly Dictionary<string, List<string>> _changes = new(StringComparer.Ordinal);
    private readonly int _given = ShotIds.Given(origin);
    private int _new;
    private int _unchanged;

    /// <summary>Names given so far, those of shots that are gone included.</summary>
    public int Named => _given + _new;

    /// <summary>One shot.</summary>
    /// <param name="shot">As the sequence has it.</param>
    /// <param name="match">Place of its origin, or -1.</param>
    /// <param name="flat">The stretch, for messages.</param>
    /// <param name="index">Its place in the new timeline.</param>
    public TimelineShot Make(ReturnedShot shot, int match, FlatPicture flat, int index)
    {
        if (flat.Clip!.Speed < 0)
        {
            losses.Add(new Loss(LossCodes.Speed, null, $"{flat.Clip.Place}: runs backwards; it runs forwards now."));
        }

        if (match < 0)
        {
            return New(shot, index);
        }

        TimelineShot was = origin.Shots[match];
        SequenceClip clip = clips[match];
        bool sameIn = Math.Abs(shot.In - clip.In) <= shot.Tolerance,
            sameSpeed = SameSpeed(shot.Speed, clip.Speed.Value),
            sameLength = shot.Record.Length == clip.Record.Length,
            sameEntry =
                index == 0
                || (shot is { HasEntryInside: true, Entry: null } && was.Entry is not { Kind: TransitionKind.Dissolve })
                || shot.Entry?.Half == clip.Entry?.Half
                    && shot.Entry?.IsWipe == (clip.Entry is { } e ? e.Kind == TransitionKind.Wipe : null);
        Note("trimmed", was.Id, !sameLength);
        Note("slipped", was.Id, sameLength && !sameIn);
        Note("retimed", was.Id, !sameSpeed);
        Note("reentered", was.Id, !sameEntry);
        if (sameIn && sameSpeed && sameLength && sameEntry)
        {
            _unchanged++;
        }

        TimelineShot now = (shot.Pictures ?? was) with
        {
            Record = shot.Record,
            In = sameIn ? was.In : In(shot),
            Entry = sameEntry ? was.Entry : Entry(shot),
        };
        return sameSpeed ? now : WithSpeed(now, shot);
    }

    /// <summary>A black stretch.</summary>
    public TimelineShot Black(FrameRange record, TimelineSource black)
    {
        string id = Name();
        Note("new", id, true);
        return new TimelineShot
        {
            Id = id,
            Record = record,
            Source = black.Id,
            In = black.AvailableStart,
            Reasons = [ShotReason.Of(ReasonCodes.ChosenByHand)],
        };
    }

    /// <summary>Entries that no longer fit are shortened or taken off.</summary>
    public Timeline WithPossibleEntries(Timeline timeline)
    {
        TimelineShot[] shots = [.. timeline.Shots];
        for (int i = 0; i < shots.Length; i++)
        {
            if (shots[i].Entry is not { } entry)
            {
                continue;
            }

            bool alone = i == 0 && entry.Kind is not (TransitionKind.FadeBlack or TransitionKind.FadeWhite or TransitionKind.Flash);
            long half = Math.Min(entry.Half, Math.Min(shots[i].Record.Length, i == 0 ? long.MaxValue : shots[i - 1].Record.Length));
            if (alone || half < entry.Half)
            {
                ShotTransition? fitting = alone || half < 1 ? null : entry with { Frames = (int)(2 * half) };
                shots[i] = shots[i] with { Entry = fitting };
                losses.Add(
                    new Loss(
                        LossCodes.Transition,
                        shots[i].Id,
                        fitting is null
                            ? "its entry has no shot before it any more and is a hard cut."
                            : string.Create(
                                CultureInfo.InvariantCulture,
                                $"its entry is {fitting.Frames} frames long now, as the shots are shorter."
                            )
                    )
                );
            }
        }

        return timeline with
        {
            Shots = shots,
        };
    }

    /// <summary>What changed.</summary>
    public ReturnChanges Changes(int[] match, IReadOnlyList<SequenceClip> from, Timeline timeline)
    {
        HashSet<int> kept = [.. match.Where(j => j >= 0)];
        HashSet<long> cuts = [.. timeline.Shots.Select(s => s.Record.Start)],
            before = [.. origin.Shots.Select(s => s.Record.Start)];
        return new ReturnChanges
        {
            Unchanged = _unchanged,
            Trimmed = Of("trimmed"),
            Slipped = Of("slipped"),
            Retimed = Of("retimed"),
            Reentered = Of("reentered"),
            New = Of("new"),
            Moved = Moved(match),
            Gone = [.. Enumerable.Range(0, from.Count).Where(j => !kept.Contains(j)).Select(j => from[j].Shot)],
            BeatsMissed = origin.Beats.Count(b => before.Contains(b.Frame) && !cuts.Contains(b.Frame)),
        };
    }

    // All but the longest run that kept its order.
    private List<string> Moved(int[] match)
    {
        int[] places = [.. match.Where(j => j >= 0)];
        List<int> ends = [];
        int[] before = new int[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            (int at, int high) = (0, ends.Count);
            while (at < high)
            {
                int middle = (at + high) / 2;
                (at, high) = places[ends[middle]] > places[i] ? (at, middle) : (middle + 1, high);
            }

            before[i] = at > 0 ? ends[at - 1] : -1;
            if (at == ends.Count)
            {
                ends.Add(i);
            }
            else
            {
                ends[at] = i;
            }
        }

        HashSet<int> stayed = [];
        for (int i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = before[i])
        {
            stayed.Add(i);
        }

        return [.. Enumerable.Range(0, places.Length).Where(i => !stayed.Contains(i)).Select(i => clips[places[i]].Shot)];
    }

    private TimelineShot New(ReturnedShot shot, int index)
    {
        string id = Name();
        Note("new", id, true);

        ShotTransition? entry = index > 0 ? Entry(shot) : null;
        if (shot.Pictures is { } pictures)
        {
            TimelineShot part = pictures with
            {
                Id = id,
                Record = shot.Record,
                In = In(shot),
                Entry = entry,
                Locked = false,
                Alternatives = [],
                Reasons = [ShotReason.Of(ReasonCodes.ChosenByHand)],
            };
            return SameSpeed(shot.Speed, SequenceBuilder.SpeedOf(origin.Shots.First(s => s.Id == pictures.Id), origin.Rate).Value)
                ? part
                : WithSpeed(part, shot);
        }

        // A copy of a shot keeps what was done to it.
        TimelineShot? copied = origin.Shots.FirstOrDefault(s => s.Id == shot.Shot && s.Source == shot.Source.Id);
        TimelineShot made = new()
        {
            Id = id,
            Record = shot.Record,
            Source = shot.Source.Id,
            In = In(shot),
            Entry = entry,
            Correction = copied?.Correction,
            Reasons = [ShotReason.Of(ReasonCodes.ChosenByHand)],
        };
        return Math.Abs(shot.Speed - 1) <= speedPrecision ? made : WithSpeed(made, shot);
    }

    private bool SameSpeed(double now, double was) => Math.Abs(now - was) <= speedPrecision * Math.Max(1, was);

    private static TimelineShot WithSpeed(TimelineShot made, ReturnedShot shot) =>
        shot.Speed == 0
            ? made with
            {
                Speed = new Rational(1),
                Ramp = [new SpeedPoint(0, 0)],
            }
            : made with
            {
                Speed = Fractions.Nearest(Math.Clamp(shot.Speed, 0.001, 1000)),
                Ramp = null,
            };

    private static MediaTime In(ReturnedShot shot) =>
        shot.Source.Still == true ? shot.Source.AvailableStart : SequenceBuilder.TimeOf(shot.Source, shot.In, shot.Rate);

    private static ShotTransition? Entry(ReturnedShot shot) =>
        shot.Entry is { } entry ? new ShotTransition(entry.IsWipe ? TransitionKind.Wipe : TransitionKind.Dissolve, 2 * entry.Half) : null;

    private string Name() => "s" + (_given + ++_new).ToString(CultureInfo.InvariantCulture);

    private void Note(string change, string shot, bool holds)
    {
        if (!holds)
        {
            return;
        }

        if (!_changes.TryGetValue(change, out List<string>? shots))
        {
            _changes[change] = shots = [];
        }

        shots.Add(shot);
    }

    private List<string> Of(string change) => _changes.TryGetValue(change, out List<string>? shots) ? shots : [];
}

/// <summary>Simple fractions near to numbers.</summary>
internal static class Fractions
{
    private const long MostDenominator = 1000;

    /// <summary>The simplest fraction within a millionth of a number, or the best with a small denominator (continued fraction).</summary>
    public static Rational Nearest(double value)
    {
        (long n0, long d0, long n1, long d1) = (0, 1, 1, 0);
        double rest = value;
        Rational best = new(Math.Max(1, (long)Math.Round(value)));
        for (int i = 0; i < 40; i++)
        {
            long whole = (long)Math.Floor(rest);
            (n0, d0, n1, d1) = (n1, d1, (whole * n1) + n0, (whole * d1) + d0);
            if (d1 > MostDenominator || n1 <= 0)
            {
                break;
            }

            best = new Rational(n1, d1);
            if (Math.Abs(best.Value - value) < 1e-6 * value || rest - whole < 1e-9)
            {
                break;
            }

            rest = 1 / (rest - whole);
        }

        return best;
    }
}
