using System.Text;

namespace MontageAI.Containers.Mp4;

/// <summary>The boxes that films and streams have in common (ISO/IEC 14496-12, clauses 8.2 to 8.6).</summary>
public static class TrackBoxes
{
    // "und", three letters of five bits each.
    private const int NoLanguage = 0x55C4;

    /// <summary>Writes the header of the movie.</summary>
    public static void Movie(BoxWriter to, long timescale, long ticks, int tracks)
    {
        bool wide = ticks > uint.MaxValue;
        to.Begin("mvhd", wide ? 1 : 0, 0);
        to.Zeros(wide ? 16 : 8);
        to.U32(timescale);
        to.Number(ticks, wide);
        to.U32(0x00010000);
        to.U16(0x0100);
        to.Zeros(10);
        to.Bytes(Mp4TrackParser.UprightMatrix);
        to.Zeros(24);
        to.U32(tracks + 1);
        to.End();
    }

    /// <summary>Writes one "trak" box; the caller writes what its sample table holds behind the sample entry.</summary>
    public static void Track(BoxWriter to, TrackHeader track, Action<BoxWriter> tables)
    {
        to.Begin("trak");
        Header(to, track);
        Edits(to, track);
        to.Begin("mdia");
        bool wide = track.MediaTicks > uint.MaxValue;
        to.Begin("mdhd", wide ? 1 : 0, 0);
        to.Zeros(wide ? 16 : 8);
        to.U32(track.Timescale);
        to.Number(track.MediaTicks, wide);
        to.U16(NoLanguage);
        to.U16(0);
        to.End();
        to.Begin("hdlr", 0, 0);
        to.U32(0);
        to.Text(track.IsVideo ? "vide" : "soun");
        to.Zeros(12);
        to.Text(track.IsVideo ? "VideoHandler\0" : "SoundHandler\0");
        to.End();
        to.Begin("minf");
        to.Begin(track.IsVideo ? "vmhd" : "smhd", 0, track.IsVideo ? 1 : 0);
        to.Zeros(track.IsVideo ? 8 : 4);
        to.End();
        to.Begin("dinf");
        to.Begin("dref", 0, 0);
        to.U32(1);
        to.Begin("url ", 0, 1);
        to.End();
        to.End();
        to.End();
        to.Begin("stbl");
        to.Begin("stsd", 0, 0);
        to.U32(1);
        to.Bytes(track.SampleEntry);
        to.End();
        tables(to);
        to.End();
        to.End();
        to.End();
        to.End();
    }

    /// <summary>A sample entry of a part as it fits the whole: without the bit rate, which is another there.</summary>
    /// <param name="entry">The box.</param>
    /// <param name="isVideo">Whether it is picture.</param>
    /// <param name="inBand">Whether HEVC parameter sets will also stand inside the samples, which "hvc1" forbids.</param>
    public static byte[] Entry(byte[] entry, bool isVideo, bool inBand = false)
    {
        int fixedPart = 8 + (isVideo ? 78 : 28);
        BoxWriter to = new();
        string type = Encoding.Latin1.GetString(entry, 4, 4);
        to.Begin(inBand && type == "hvc1" ? "hev1" : type);
        to.Bytes(entry.AsSpan(8, fixedPart - 8));
        foreach ((string child, int at, int length) in Mp4Box.In(entry, fixedPart, entry.Length - fixedPart))
        {
            if (child != "btrt")
            {
                to.Begin(child);
                to.Bytes(entry.AsSpan(at, length));
                to.End();
            }
        }

        to.End();
        return to.Written.ToArray();
    }

    private static void Header(BoxWriter to, TrackHeader track)
    {
        long ticks = track.DelayMovieTicks + track.ShownMovieTicks;
        bool wide = ticks > uint.MaxValue;
        to.Begin("tkhd", wide ? 1 : 0, 3);
        to.Zeros(wide ? 16 : 8);
        to.U32(track.Id);
        to.U32(0);
        to.Number(ticks, wide);
        to.Zeros(10);
        to.U16(track.IsVideo ? 0 : 1);
        to.U16(track.IsVideo ? 0 : 0x0100);
        to.U16(0);
        to.Bytes(Mp4TrackParser.UprightMatrix);
        to.U32((long)track.Width << 16);
        to.U32((long)track.Height << 16);
        to.End();
    }

    private static void Edits(BoxWriter to, TrackHeader track)
    {
        bool wide = Math.Max(track.ShownMovieTicks, track.SkippedTicks) > int.MaxValue;
        bool delayed = track.DelayMovieTicks > 0;
        to.Begin("edts");
        to.Begin("elst", wide ? 1 : 0, 0);
        to.U32(delayed ? 2 : 1);
        if (delayed)
        {
            to.Number(track.DelayMovieTicks, wide);
            to.Number(wide ? -1 : uint.MaxValue, wide);
            to.U32(0x00010000);
        }

        to.Number(track.ShownMovieTicks, wide);
        to.Number(track.SkippedTicks, wide);
        to.U32(0x00010000);
        to.End();
        to.End();
    }
}
