using MontageAI.Containers.Mp4;

namespace MontageAI.Rendering.Cutting;

/// <summary>
/// Which frames of a wanted range can be copied. Frames are named by their place in the order in which they are shown ("position"), samples
/// by their place in the file, which is decoding order. A copied stretch begins with a key frame and is a part of the file without gaps,
/// but for pictures that are shown before that key frame (open GOP) and lean on what came before: these are left out, and encoded with the
/// frames before. It ends where every frame shown so far is there: frames after that, in the middle of a group, are encoded.
/// </summary>
/// <param name="First">Position of the first frame wanted.</param>
/// <param name="End">Position after the last frame wanted.</param>
/// <param name="Samples">Samples to copy, in decoding order; empty when nothing can be.</param>
/// <param name="CopyFirst">Position of the first frame copied; <paramref name="End"/> when none is.</param>
internal sealed record CutPlan(int First, int End, IReadOnlyList<int> Samples, int CopyFirst)
{
    /// <summary>Frames encoded before the copied ones.</summary>
    public int Head => CopyFirst - First;

    /// <summary>Frames encoded after the copied ones.</summary>
    public int Tail => End - CopyFirst - Samples.Count;

    /// <summary>Whether no frame needs encoding.</summary>
    public bool IsCopy => Samples.Count == End - First;

    /// <summary>Position of each sample; null when two frames are shown at one moment.</summary>
    public static int[]? Positions(long[] presentation)
    {
        int[] order = Order(presentation);
        int[] positions = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            positions[order[i]] = i;
            if (i > 0 && presentation[order[i]] == presentation[order[i - 1]])
            {
                return null;
            }
        }

        return positions;
    }

    /// <summary>Samples in the order in which they are shown.</summary>
    public static int[] Order(long[] presentation)
    {
        int[] order = [.. Enumerable.Range(0, presentation.Length)];
        Array.Sort([.. presentation], order);
        return order;
    }

    /// <summary>Plans a cut.</summary>
    /// <param name="positions">From <see cref="Positions"/>.</param>
    /// <param name="keys">Samples that are key frames, ascending; null when all are.</param>
    /// <param name="first">Position of the first frame wanted.</param>
    /// <param name="end">Position after the last one, above <paramref name="first"/>.</param>
    /// <param name="canStart">Whether decoding can begin at a key frame with nothing before it; asked for as few as possible.</param>
    public static CutPlan Make(int[] positions, int[]? keys, int first, int end, Func<int, bool> canStart)
    {
        if (keys is null)
        {
            return new CutPlan(first, end, Stretch(positions, Array.IndexOf(positions, first), end), first);
        }

        foreach (int key in keys.Where(k => positions[k] >= first && positions[k] < end).OrderBy(k => positions[k]))
        {
            if (Stretch(positions, key, end) is { Count: > 0 } samples && canStart(key))
            {
                return new CutPlan(first, end, samples, positions[key]);
            }
        }

        return new CutPlan(first, end, [], end);
    }

    /// <summary>The key frames that a track's tables name, or null when all are.</summary>
    public static int[]? Keys(Mp4Track track) => track.SyncSamples?.Where(k => k >= 0 && k < track.Count).Distinct().Order().ToArray();

    // The longest row of samples from a key frame on whose frames follow each other without a gap and end before the range does.
    private static List<int> Stretch(int[] positions, int key, int end)
    {
        List<int> taken = [];
        int whole = 0;
        int last = -1;
        for (int i = key; i < positions.Length && positions[i] < end; i++)
        {
            if (positions[i] < positions[key])
            {
                continue;
            }

            taken.Add(i);
            last = Math.Max(last, positions[i]);
            whole = last - positions[key] + 1 == taken.Count ? taken.Count : whole;
        }

        return taken[..whole];
    }
}
