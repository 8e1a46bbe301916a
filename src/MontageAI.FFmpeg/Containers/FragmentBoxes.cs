namespace MontageAI.FFmpeg.Containers;

/// <summary>One coded picture or packet of a fragment.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Ticks">How long it lasts.</param>
/// <param name="IsKey">Whether decoding may start at it.</param>
/// <param name="Offset">Ticks after its decoding time at which it is shown; may be below 0.</param>
internal readonly record struct FragmentSample(int Size, long Ticks, bool IsKey, long Offset);

/// <summary>What a fragment holds of one track.</summary>
/// <param name="Id">Number of the track.</param>
/// <param name="DecodeTime">Ticks from the start of the stream to the first sample's decoding time.</param>
/// <param name="Samples">The samples, at least one.</param>
internal sealed record FragmentRun(int Id, long DecodeTime, IReadOnlyList<FragmentSample> Samples);

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
            data += runs[i].Samples.Sum(s => (long)s.Size);
        }

        to.U32(start + data - to.Length);
        to.Text("mdat");
    }

    // Returns where the offset of the data must be filled in. A composition offset is written only where one is not 0.
    private static int Run(BoxWriter to, FragmentRun run)
    {
        bool reordered = run.Samples.Any(s => s.Offset != 0);
        to.Begin("trun", 1, 0x000701 | (reordered ? 0x000800 : 0));
        to.U32(run.Samples.Count);
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
        foreach (string table in (ReadOnlySpan<string>)["stts", "stsc", "stco"])
        {
            to.Begin(table, 0, 0);
            to.U32(0);
            to.End();
        }

        to.Begin("stsz", 0, 0);
        to.Zeros(8);
        to.End();
    }
}
