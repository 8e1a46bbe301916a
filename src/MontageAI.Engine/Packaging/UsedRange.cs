using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>Frames of a file that a montage shows or sounds, counted from the file's first.</summary>
/// <param name="First">The first, handles counted; may lie before the file's.</param>
/// <param name="End">After the last, handles counted; may lie after the file's.</param>
internal readonly record struct UsedRange(long First, long End)
{
    // What lies between two uses is left out from this on; shorter, and one file is easier to work with than two.
    private const double ApartSeconds = 60;

    /// <summary>What is used of each source, by its name, in order of the file; photographs are left out. Uses that are less than a minute
    /// apart are one.</summary>
    public static Dictionary<string, IReadOnlyList<UsedRange>> Of(Timeline timeline, int handles)
    {
        SequenceClip[] clips = [.. SequenceBuilder.Of(timeline, new SequenceOptions()).Sequence.Clips];
        Dictionary<string, List<UsedRange>> used = [];
        for (int i = 0; i < clips.Length; i++)
        {
            SequenceClip clip = clips[i];
            if (clip.Media.IsStill)
            {
                continue;
            }

            // Our own transitions of other kinds show more than the shot, too. A ramp may be faster than its average.
            TimelineShot shot = timeline.Shots[i];
            long before = handles + (shot.Entry?.Half ?? 0),
                after = handles + (i + 1 < clips.Length ? timeline.Shots[i + 1].Entry?.Half ?? 0 : 0);
            long end = Math.Max(clip.SourceFrame(clip.Record.Length + after), clip.SourceFrame(clip.Record.Length) + after) + 1,
                first = Math.Min(clip.SourceFrame(-before), clip.In - before);
            Add(used, shot.Source, new UsedRange(first, end));
        }

        // Sentences are heard on under other pictures.
        foreach (Sentence sentence in timeline.Sound?.Sentences ?? [])
        {
            if (timeline.Sources.FirstOrDefault(s => s.Id == sentence.Source) is { Still: not true } source && used.ContainsKey(source.Id))
            {
                FrameRate rate = source.Rate ?? timeline.Rate;
                long first = SequenceBuilder.FrameOf(source, sentence.In, rate),
                    length = (long)Math.Ceiling(timeline.Rate.SecondsAt(sentence.Record.Length) * rate.Value);
                Add(used, source.Id, new UsedRange(first - handles, first + length + handles));
            }
        }

        return used.ToDictionary(
            u => u.Key,
            IReadOnlyList<UsedRange> (u) =>
                Apart(u.Value, (timeline.Sources.First(s => s.Id == u.Key).Rate ?? timeline.Rate).Value * ApartSeconds)
        );
    }

    private static void Add(Dictionary<string, List<UsedRange>> used, string source, UsedRange range)
    {
        if (!used.TryGetValue(source, out List<UsedRange>? ranges))
        {
            used[source] = ranges = [];
        }

        ranges.Add(range);
    }

    private static List<UsedRange> Apart(List<UsedRange> ranges, double frames)
    {
        List<UsedRange> apart = [];
        foreach (UsedRange range in ranges.OrderBy(r => r.First))
        {
            if (apart.Count > 0 && range.First - apart[^1].End < frames)
            {
                apart[^1] = new UsedRange(apart[^1].First, Math.Max(apart[^1].End, range.End));
            }
            else
            {
                apart.Add(range);
            }
        }

        return apart;
    }
}
