using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Probing;

/// <summary>
/// Lists boxes for those who answer in place of FFmpeg: whatever is odd, or means something to its demuxer that is not understood here, is
/// no answer.
/// </summary>
internal static class PlainBoxes
{
    private const int MostBoxes = 10_000;

    // Boxes that FFmpeg's demuxer acts upon wherever it meets them. Where one of them stands in an unusual place, FFmpeg is asked.
    private static readonly HashSet<string> s_active =
    [
        "ACLR",
        "APRG",
        "AALP",
        "ARES",
        "avss",
        "av1C",
        "chpl",
        "co64",
        "colr",
        "ctts",
        "dinf",
        "DpxE",
        "dref",
        "edts",
        "elst",
        "enda",
        "fiel",
        "adrm",
        "ftyp",
        "glbl",
        "hdlr",
        "ilst",
        "jp2h",
        "mdat",
        "mdhd",
        "mdia",
        "meta",
        "minf",
        "moof",
        "moov",
        "mvex",
        "mvhd",
        "SMI ",
        "alac",
        "avcC",
        "pasp",
        "sidx",
        "stbl",
        "stco",
        "stps",
        "strf",
        "stsc",
        "stsd",
        "stss",
        "stsz",
        "stts",
        "stz2",
        "sdtp",
        "tkhd",
        "tfdt",
        "tfhd",
        "trak",
        "traf",
        "tref",
        "tmcd",
        "chap",
        "trex",
        "trun",
        "udta",
        "wave",
        "esds",
        "dac3",
        "dec3",
        "ddts",
        "wide",
        "wfex",
        "cmov",
        "chan",
        "dvc1",
        "sgpd",
        "sbgp",
        "hvcC",
        "uuid",
        "Cin\u008e",
        "free",
        "----",
        "sinf",
        "frma",
        "senc",
        "saiz",
        "saio",
        "pssh",
        "schm",
        "schi",
        "tenc",
        "dfLa",
        "st3d",
        "sv3d",
        "dOps",
        "dmlp",
        "SmDm",
        "CoLL",
        "vpcC",
        "mdcv",
        "clli",
        "dvcC",
        "dvvC",
        "dvwC",
        "kind",
        "SA3D",
        "SAND",
        "iloc",
        "pcmC",
        "pitm",
        "hoov",
        "iprp",
        "iinf",
        "keys",
        "HMMT",
        "loci",
        "covr",
        "chnl",
        "srat",
        "lhvC",
        "vexu",
        "hfov",
        "iref",
        "idat",
        "amve",
        "grpl",
        "thmb",
        "cdsc",
        "vvcC",
        "evcC",
        "iacb",
        "ispe",
        "irot",
        "imir",
    ];

    /// <summary>Whether the box means something to FFmpeg's demuxer.</summary>
    public static bool IsActive(this Mp4Box box) => s_active.Contains(box.Type);

    /// <summary>Lists boxes that fill a range completely (up to 7 trailing bytes are allowed, as FFmpeg allows them).</summary>
    /// <returns>Null when the structure is damaged or oddly large.</returns>
    public static List<Mp4Box>? List(byte[] data, int start, int length)
    {
        if (start < 0 || length < 0 || start > data.Length - length)
        {
            return null;
        }

        List<Mp4Box> boxes = [];
        int at = start;
        int end = start + length;
        while (end - at >= BoxHead.Shortest)
        {
            BoxHead head = BoxHead.Read(data.AsSpan(at, Math.Min(BoxHead.Longest, end - at)));
            if (head.Bytes != BoxHead.Shortest || !head.Fits(end - at) || boxes.Count == MostBoxes)
            {
                return null;
            }

            boxes.Add(new Mp4Box(head.Type, at + head.Bytes, (int)head.Size - head.Bytes));
            at += (int)head.Size;
        }

        return end - at is 0 or 4 ? boxes : null;
    }

    /// <summary>
    /// Lists the children of a box of which each may occur once (groupings of samples more often), and no other that means something to
    /// FFmpeg.
    /// </summary>
    /// <param name="data">The tables.</param>
    /// <param name="start">Offset of the first child.</param>
    /// <param name="length">Bytes of the children.</param>
    /// <param name="expected">Types that may occur.</param>
    /// <returns>The expected ones that are there; null when something else is.</returns>
    public static Dictionary<string, Mp4Box>? Children(byte[] data, int start, int length, params ReadOnlySpan<string> expected)
    {
        if (List(data, start, length) is not { } boxes)
        {
            return null;
        }

        Dictionary<string, Mp4Box> found = [];
        foreach (Mp4Box box in boxes)
        {
            if (expected.Contains(box.Type))
            {
                if (!found.TryAdd(box.Type, box) && box.Type is not ("sgpd" or "sbgp"))
                {
                    return null;
                }
            }
            else if (box.IsActive() && box.Type is not ("uuid" or "free"))
            {
                return null;
            }
        }

        return found;
    }
}
