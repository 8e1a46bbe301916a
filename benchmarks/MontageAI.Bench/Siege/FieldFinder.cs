using System.Buffers.Binary;

namespace MontageAI.Bench.Siege;

/// <summary>
/// Finds the numbers of a sound file that decide how the rest of it is read: sizes, counts, times, indexes. It knows no more of the formats
/// than where their numbers stand, and shares no code with the readers that are tried.
/// </summary>
internal static class FieldFinder
{
    // Tables of small files are read whole; no field beyond this is worth more than those before it.
    private const int MostFields = 20_000;
    private const int WordsOfLeaf = 64;

    private static readonly HashSet<string> s_nests =
    [
        "moov",
        "trak",
        "mdia",
        "minf",
        "stbl",
        "edts",
        "dinf",
        "udta",
        "moof",
        "traf",
        "mvex",
        "gmhd",
        "tref",
    ];

    private static readonly HashSet<ulong> s_elements =
    [
        0x1A45DFA3,
        0x18538067,
        0x1549A966,
        0x1654AE6B,
        0xAE,
        0xE0,
        0xE1,
        0x1F43B675,
        0xA0,
        0x114D9B74,
        0x4DBB,
        0x1C53BB6B,
        0xBB,
        0xB7,
    ];

    /// <summary>Offset and bytes of each; none where nothing is known of the shape.</summary>
    public static IReadOnlyList<(int At, int Length)> Of(byte[] bytes, SeedShape shape)
    {
        List<(int, int)> fields = [];
        switch (shape)
        {
            case SeedShape.Boxes:
                Boxes(bytes, 0, bytes.Length, fields);
                break;
            case SeedShape.Elements:
                Elements(bytes, 0, bytes.Length, fields);
                break;
            case SeedShape.Nut:
                Nut(bytes, fields);
                break;
            default:
                break;
        }

        return fields;
    }

    private static void Boxes(byte[] bytes, int start, int end, List<(int, int)> fields)
    {
        for (int at = start; at + 8 <= end && fields.Count < MostFields; )
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            string type = System.Text.Encoding.Latin1.GetString(bytes, at + 4, 4);
            int next = size is < 8 or > int.MaxValue || at + (long)size > end ? end : at + (int)size;
            fields.Add((at, 4));
            int content = at + 8;
            if (s_nests.Contains(type))
            {
                Boxes(bytes, content, next, fields);
            }
            else if (type == "stsd")
            {
                // Version, flags and count, then entries, whose own boxes begin after a fixed part.
                Words(content, Math.Min(next, content + 8), fields);
                if (content + 16 < next)
                {
                    Words(content + 8, next, fields);
                    int fixedPart = bytes.AsSpan(content + 12, 4).IndexOfAnyInRange((byte)'A', (byte)'z') >= 0 ? 86 : 36;
                    Boxes(bytes, Math.Min(next, content + 8 + fixedPart), next, fields);
                }
            }
            else if (type != "mdat")
            {
                Words(content, next, fields);
            }
            else
            {
                // The lengths of the first units of a picture, and the headers within it.
                Words(content, Math.Min(next, content + 64), fields);
            }

            at = next;
        }
    }

    private static void Words(int start, int end, List<(int, int)> fields)
    {
        for (int at = start, count = 0; at + 4 <= end && count < WordsOfLeaf; at += 4, count++)
        {
            fields.Add((at, 4));
        }

        for (int at = start; at < Math.Min(end, start + 48); at++)
        {
            fields.Add((at, 1));
        }
    }

    private static void Elements(byte[] bytes, int start, int end, List<(int, int)> fields)
    {
        for (int at = start; at < end && fields.Count < MostFields; )
        {
            int idLength = VariableLength(bytes[at]);
            if (at + idLength >= end)
            {
                return;
            }

            ulong id = 0;
            for (int i = 0; i < idLength; i++)
            {
                id = (id << 8) | bytes[at + i];
            }

            int sizeAt = at + idLength,
                sizeLength = VariableLength(bytes[sizeAt]);
            if (sizeAt + sizeLength > end)
            {
                return;
            }

            ulong size = (ulong)bytes[sizeAt] & (0xFFUL >> sizeLength);
            bool open = size == 0xFFUL >> sizeLength;
            for (int i = 1; i < sizeLength; i++)
            {
                size = (size << 8) | bytes[sizeAt + i];
                open &= bytes[sizeAt + i] == 0xFF;
            }

            fields.Add((at, idLength));
            fields.Add((sizeAt, sizeLength));
            int content = sizeAt + sizeLength;
            int next = open || size > (ulong)(end - content) ? end : content + (int)size;
            if (s_elements.Contains(id))
            {
                Elements(bytes, content, next, fields);
            }
            else
            {
                for (int i = content; i < Math.Min(next, content + 8); i++)
                {
                    fields.Add((i, 1));
                }

                if (next - content is > 1 and <= 8)
                {
                    fields.Add((content, next - content));
                }
            }

            at = next;
        }
    }

    private static int VariableLength(byte first) => first == 0 ? 8 : byte.LeadingZeroCount(first) + 1;

    // Start codes begin with 'N'; headers, where all numbers stand, follow them.
    private static void Nut(byte[] bytes, List<(int, int)> fields)
    {
        for (int at = 0; at + 8 < bytes.Length && fields.Count < MostFields; at++)
        {
            if (bytes[at] == 'N' && bytes[at + 1] is (byte)'M' or (byte)'S' or (byte)'K' or (byte)'X' or (byte)'I')
            {
                for (int i = at; i < Math.Min(bytes.Length, at + 96); i++)
                {
                    fields.Add((i, 1));
                }
            }
        }
    }
}
