namespace MontageAI.Containers.Mp4;

/// <summary>The tables of a film's samples (ISO/IEC 14496-12, clauses 8.6 and 8.7).</summary>
public static class SampleTables
{
    /// <summary>Numbers as runs of equal ones.</summary>
    public static List<(int Count, long Value)> Runs(IEnumerable<long> values)
    {
        List<(int Count, long Value)> runs = [];
        foreach (long value in values)
        {
            if (runs.Count > 0 && runs[^1].Value == value)
            {
                runs[^1] = (runs[^1].Count + 1, value);
            }
            else
            {
                runs.Add((1, value));
            }
        }

        return runs;
    }

    /// <summary>Writes how long samples last, in ticks.</summary>
    public static void Times(BoxWriter to, List<(int Count, long Value)> runs) => Write(to, "stts", runs);

    /// <summary>Writes how long after being decoded samples are shown; nothing where that is at once for all.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="frames">Frames later, per sample, 0 or more.</param>
    /// <param name="tick">Ticks of a frame.</param>
    public static void Offsets(BoxWriter to, IEnumerable<int> frames, long tick)
    {
        List<(int Count, long Value)> runs = Runs(frames.Select(f => f * tick));
        if (runs.Exists(r => r.Value != 0))
        {
            Write(to, "ctts", runs);
        }
    }

    /// <summary>Writes which samples are key frames; nothing where all are.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="keys">Their numbers from 0, ascending.</param>
    /// <param name="samples">Samples of the track.</param>
    public static void KeyFrames(BoxWriter to, IEnumerable<int> keys, int samples)
    {
        int[] list = [.. keys];
        if (list.Length == samples)
        {
            return;
        }

        to.Begin("stss", 0, 0);
        to.U32(list.Length);
        foreach (int key in list)
        {
            to.U32(key + 1);
        }

        to.End();
    }

    /// <summary>Writes where chunks lie and how many samples each has.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="places">Offset in the file of each chunk.</param>
    /// <param name="counts">Samples of each chunk.</param>
    /// <param name="far">Whether offsets take eight bytes.</param>
    public static void Chunks(BoxWriter to, List<long> places, List<int> counts, bool far)
    {
        int[] changes = [.. Enumerable.Range(0, counts.Count).Where(i => i == 0 || counts[i] != counts[i - 1])];
        to.Begin("stsc", 0, 0);
        to.U32(changes.Length);
        foreach (int chunk in changes)
        {
            to.U32(chunk + 1);
            to.U32(counts[chunk]);
            to.U32(1);
        }

        to.End();
        to.Begin(far ? "co64" : "stco", 0, 0);
        to.U32(places.Count);
        foreach (long place in places)
        {
            to.Number(place, far);
        }

        to.End();
    }

    /// <summary>Writes how many bytes samples have.</summary>
    public static void Sizes(BoxWriter to, ReadOnlySpan<int> sizes)
    {
        to.Begin("stsz", 0, 0);
        to.U32(0);
        to.U32(sizes.Length);
        foreach (int size in sizes)
        {
            to.U32(size);
        }

        to.End();
    }

    private static void Write(BoxWriter to, string type, List<(int Count, long Value)> runs)
    {
        to.Begin(type, 0, 0);
        to.U32(runs.Count);
        foreach ((int count, long value) in runs)
        {
            to.U32(count);
            to.U32(value);
        }

        to.End();
    }
}
