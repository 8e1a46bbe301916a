using MontageAI.Engine.Listening;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>What was found of a plan's speech.</summary>
/// <param name="Speech">Where somebody speaks, ascending and apart.</param>
/// <param name="Sentences">Sentences that run beyond their shots.</param>
/// <param name="Cut">How many sentences are cut all the same.</param>
internal sealed record SpokenPlan(IReadOnlyList<FrameRange> Speech, IReadOnlyList<Sentence> Sentences, int Cut);

/// <summary>
/// Keeps sentences whole where a shot begins or ends within one: they are heard on under the pictures before and after, as far as nobody
/// else speaks there.
/// </summary>
/// <param name="timeline">The plan.</param>
internal sealed class WholeSentences(Timeline timeline)
{
    /// <summary>Seconds of a sentence that may be heard before its shot, and after it.</summary>
    public const double MostLead = 4;
    public const double MostTail = 6;

    /// <summary>A sentence that so little of is missing is whole.</summary>
    public const double Enough = 0.12;

    // Breath before and after a sentence, and between two speakers.
    private const double BreathBefore = 0.1;
    private const double BreathAfter = 0.2;
    private const double Between = 0.15;

    /// <summary>Less of a word than this at a shot's edge is none.</summary>
    public const double ShortestSeconds = 0.15;

    private readonly FrameRate _rate = timeline.Rate;

    /// <summary>Whether a sentence goes on beyond a shot's start or end, so that more of its sound has to be heard.</summary>
    public bool GoesOn(ShotSound one, IReadOnlyList<SpeechStretch> stretches) =>
        stretches.Any(s => Reaches(one, s) && (RunsIn(one, s) || RunsOut(one, s)));

    /// <summary>Puts together what was heard.</summary>
    /// <param name="heard">The shots in order, with what is spoken around them; times count from the start of what was heard.</param>
    public SpokenPlan Of(IReadOnlyList<(ShotSound Sound, IReadOnlyList<SpeechStretch> Stretches)> heard)
    {
        FrameRange[][] own = [.. heard.Select(h => InFrames(h.Sound, h.Stretches).ToArray())];
        List<Sentence> sentences = [];
        int cut = 0;
        for (int i = 0; i < heard.Count; i++)
        {
            long before = own.Take(i)
                .SelectMany(o => o)
                .Select(o => o.End)
                .Concat(sentences.Select(s => s.Record.End))
                .DefaultIfEmpty(0)
                .Max();
            long? next = own.Skip(i + 1).SelectMany(o => o).Select(o => (long?)o.Start).FirstOrDefault();
            ShotSound one = heard[i].Sound;
            SpeechStretch[] spoken = [.. heard[i].Stretches.Where(s => Reaches(one, s))];
            bool runsIn = spoken.Length > 0 && RunsIn(one, spoken[0]) && !(i > 0 && heard[i - 1].Sound.IsContinuedBy(one, _rate)),
                runsOut =
                    spoken.Length > 0 && RunsOut(one, spoken[^1]) && !(i + 1 < heard.Count && one.IsContinuedBy(heard[i + 1].Sound, _rate));
            if (!runsIn && !runsOut)
            {
                continue;
            }

            (long first, long last) = (one.Shot.Record.Start, one.Shot.Record.End);
            (long start, long end) = (
                Frame(one, spoken[runsIn ? 0 : ^1].Start - BreathBefore),
                Frame(one, spoken[runsOut ? ^1 : 0].End + BreathAfter)
            );
            if (runsIn)
            {
                long earliest = Math.Max(first - Frames(MostLead), before == 0 ? 0 : before + Frames(Between));
                cut += start < Math.Min(first, earliest) - Frames(Enough) ? 1 : 0;
                start = Math.Min(first, Math.Max(start, earliest));
            }

            if (runsOut)
            {
                long latest = Math.Min(last + Frames(MostTail), next is { } n ? n - Frames(Between) : timeline.Frames);
                cut += end > Math.Max(last, latest) + Frames(Enough + BreathAfter) ? 1 : 0;
                end = Math.Max(last, Math.Min(end, latest));
            }

            start = Math.Max(runsIn ? start : Math.Max(first, start), sentences.Count == 0 ? 0 : sentences[^1].Record.End);
            end = runsOut ? end : Math.Min(last, end);
            if ((start < first || end > last) && end > start)
            {
                double from = one.Shot.In.Seconds + _rate.SecondsAt(start) - _rate.SecondsAt(first);
                sentences.Add(new Sentence(new FrameRange(start, end), one.Shot.Source, MediaTime.FromSeconds(from, one.Shot.In.TimeBase)));
            }
        }

        return new SpokenPlan(Joined([.. own.SelectMany(o => o), .. sentences.Select(s => s.Record)]), sentences, cut);
    }

    // Part of it is heard in the shot.
    private bool Reaches(ShotSound one, SpeechStretch stretch) =>
        stretch.End > one.Lead + ShortestSeconds && stretch.Start < one.Lead + Seconds(one) - ShortestSeconds;

    private static bool RunsIn(ShotSound one, SpeechStretch stretch) => stretch.Start < one.Lead - Enough;

    private bool RunsOut(ShotSound one, SpeechStretch stretch) => stretch.End > one.Lead + Seconds(one) + Enough;

    private double Seconds(ShotSound one) => _rate.SecondsAt(one.Shot.Record.Length);

    private long Frames(double seconds) => (long)Math.Ceiling(seconds * _rate.Value);

    private long Frame(ShotSound one, double second) => one.Shot.Record.Start + _rate.FrameAt(second - one.Lead);

    // What lies within the shot, on the grid.
    private IEnumerable<FrameRange> InFrames(ShotSound one, IReadOnlyList<SpeechStretch> stretches)
    {
        long at = one.Shot.Record.Start;
        foreach (SpeechStretch stretch in stretches)
        {
            long start = Math.Max(at, one.Shot.Record.Start + _rate.FrameAt(stretch.Start - one.Lead));
            long end = Math.Min(one.Shot.Record.End, one.Shot.Record.Start + _rate.FrameAt(stretch.End - one.Lead));
            if (end > start && _rate.SecondsAt(end - start) >= ShortestSeconds)
            {
                yield return new FrameRange(start, end);
                at = end;
            }
        }
    }

    private static List<FrameRange> Joined(IEnumerable<FrameRange> ranges)
    {
        List<FrameRange> joined = [];
        foreach (FrameRange range in ranges.OrderBy(r => r.Start).ThenBy(r => r.End))
        {
            if (joined.Count > 0 && range.Start <= joined[^1].End)
            {
                joined[^1] = new FrameRange(joined[^1].Start, Math.Max(joined[^1].End, range.End));
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }
}
