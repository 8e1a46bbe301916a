using MontageAI.Interchange.Sequences;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>Frames of a file that a montage shows, counted from the file's first.</summary>
/// <param name="First">The first, handles counted; may lie before the file's.</param>
/// <param name="End">After the last, handles counted; may lie after the file's.</param>
internal readonly record struct UsedRange(long First, long End)
{
    /// <summary>What is used of each source, by its name; photographs are left out.</summary>
    public static Dictionary<string, UsedRange> Of(Timeline timeline, int handles)
    {
        SequenceClip[] clips = [.. SequenceBuilder.Of(timeline, new SequenceOptions()).Sequence.Clips];
        Dictionary<string, UsedRange> used = [];
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
            used[shot.Source] = used.TryGetValue(shot.Source, out UsedRange known)
                ? new UsedRange(Math.Min(known.First, first), Math.Max(known.End, end))
                : new UsedRange(first, end);
        }

        return used;
    }
}
