namespace MontageAI.Containers.Mp4;

/// <summary>The boxes of a film that grows: a header without samples, and fragments (ISO/IEC 14496-12, clause 8.8, and 23000-19).</summary>
internal static class FragmentBoxes
{
    private const int KeyFrame = 0x02000000;
    private const int NoKeyFrame = 0x01010000;
    private const int BaseIsFragment = 0x020000;

    /// <summary>Writes the header that all fragments share.</summary>
    public static void Header(BoxWriter to, IReadOnlyList<TrackHeader> tracks)
    {
        to.Begin("ftyp");
        to.Text("iso6");
        to.U32(0x200);
        to.Text("iso6iso5mp41");
        to.End();
        to.Begin("moov");
        TrackBoxes.Movie(to, tracks[0].Timescale, 0, tracks.Count);
        foreach (TrackHeader track in tracks)
        {
            TrackBoxes.Track(to, track, NoSamples);
        }

        to.Begin("mvex");
        foreach (TrackHeader track in tracks)
        {
            to.Begin("trex", 0, 0);
            to.U32(track.Id);
            to.U32(1);
            to.Zeros(12);
            to.End();
        }

        to.End();
        to.End();
    }

    /// <summary>Writes everything of a fragment that stands before its samples, which follow run by run.</summary>
    /// <param name="to">An empty writer.</param>
    /// <param name="number">Number of the fragment, from 1.</param>
    /// <param name="runs">Its tracks.</param>
    public static void Fragment(BoxWriter to, int number, IReadOnlyList<FragmentRun> runs)
    {
        to.Begin("styp");
        to.Text("msdh");
        to.U32(0);
        to.Text("msdhmsix");
        to.End();
        int start = to.Length;
        List<int> dataOffsets = [];
        to.Begin("moof");
        to.Begin("mfhd", 0, 0);
        to.U32(number);
        to.End();
        foreach (FragmentRun run in runs)
        {
            to.Begin("traf");
            to.Begin("tfhd", 0, BaseIsFragment);
            to.U32(run.Id);
            to.End();
            to.Begin("tfdt", 1, 0);
            to.U64(run.DecodeTime);
            to.End();
            dataOffsets.Add(Run(to, run));
            to.End();
        }

        to.End();
        long data = to.Length - start + 8;
        for (int i = 0; i < runs.Count; i++)
        {
            to.SetI32(dataOffsets[i], checked((int)data));
            data += runs[i].Bytes;
        }

        to.U32(start + data - to.Length);
        to.Text("mdat");
    }

    // Returns where the offset of the data must be filled in. A composition offset is written only where one is not 0.
    private static int Run(BoxWriter to, FragmentRun run)
    {
        bool reordered = run.HasOffsets;
        to.Begin("trun", 1, 0x000701 | (reordered ? 0x000800 : 0));
        to.U32(run.Samples.Length);
        int dataOffset = to.Length;
        to.U32(0);
        foreach (FragmentSample sample in run.Samples)
        {
            to.U32(sample.Ticks);
            to.U32(sample.Size);
            to.I32(sample.IsKey ? KeyFrame : NoKeyFrame);
            if (reordered)
            {
                to.I32(checked((int)sample.Offset));
            }
        }

        to.End();
        return dataOffset;
    }

    private static void NoSamples(BoxWriter to)
    {
        Empty("stts", 4);
        Empty("stsc", 4);
        Empty("stco", 4);
        Empty("stsz", 8);

        void Empty(string table, int zeros)
        {
            to.Begin(table, 0, 0);
            to.Zeros(zeros);
            to.End();
        }
    }
}
