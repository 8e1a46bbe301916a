using System.Buffers.Binary;
using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Probing;

/// <summary>Tells whether a box of descriptive data (title, place, maker's notes) leaves alone what is asked of a file.</summary>
internal static class UserData
{
    private const int LargestText = 1 << 20;

    /// <summary>True when FFmpeg finds nothing in it but text: no cover picture, no time of recording that overrides the header's, no time
    /// code, no oddly built place or chapter list.</summary>
    /// <param name="data">The tables.</param>
    /// <param name="box">A "udta" or "meta" box.</param>
    public static bool IsHarmless(byte[] data, Mp4Box box)
    {
        ReadOnlySpan<byte> content = data.AsSpan(box.Start, box.Length);
        if (
            content.Length > LargestText
            || content.IndexOf("covr"u8) >= 0
            || content.IndexOf("creation_time"u8) >= 0
            || content.IndexOf("artwork"u8) >= 0
            || content.IndexOf("timecode"u8) >= 0
            || content.IndexOf("reel"u8) >= 0
        )
        {
            return false;
        }

        if (box.Type == "meta")
        {
            return IsHarmlessMeta(data, box);
        }

        foreach (Mp4Box child in PlainBoxes.List(data, box.Start, box.Length) ?? [new("trak", 0, 0)])
        {
            bool fine = child.Type switch
            {
                "meta" => IsHarmlessMeta(data, child),
                "loci" => IsPlace(data.AsSpan(child.Start, child.Length)),
                "HMMT" => IsHighlights(data.AsSpan(child.Start, child.Length)),
                "free" or "uuid" => true,
                _ => !child.IsActive(),
            };
            if (!fine)
            {
                return false;
            }
        }

        return true;
    }

    // 3GPP TS 26.244: language, a name that ends with a zero, a role, three coordinates; FFmpeg refuses files with shorter ones.
    private static bool IsPlace(ReadOnlySpan<byte> content) =>
        content.Length is >= 20 and < 100 && content[6..].IndexOf((byte)0) is >= 0 and int name && content.Length - 6 - name - 1 >= 13;

    // Moments that a user marked while recording; FFmpeg refuses more of them than there is room for.
    private static bool IsHighlights(ReadOnlySpan<byte> content) =>
        content.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(content) <= (content.Length - 4) / 4;

    // ISO's begins with a version, QuickTime's with its first box.
    private static bool IsHarmlessMeta(byte[] data, Mp4Box meta)
    {
        int skip = meta.Length >= 12 && data.AsSpan(meta.Start + 4, 4).SequenceEqual("hdlr"u8) ? 0 : 4;
        if (
            meta.Length < 12
            || PlainBoxes.List(data, meta.Start + skip, meta.Length - skip) is not [{ Type: "hdlr", Length: >= 20 }, .. var rest]
        )
        {
            return false;
        }

        foreach (Mp4Box child in rest)
        {
            bool fine = child.Type switch
            {
                "ilst" => PlainBoxes.List(data, child.Start, child.Length)?.TrueForAll(item => !item.IsActive() || item.Type == "----")
                    ?? false,
                "keys" => child.Length >= 8,
                "free" or "uuid" => true,
                _ => !child.IsActive(),
            };
            if (!fine)
            {
                return false;
            }
        }

        return true;
    }
}
