using System.Buffers.Binary;
using System.Text;

namespace MontageAI.Rendering.Sheets;

/// <summary>Says in a contact sheet what it is, so that it is not taken for a photograph: a text chunk (PNG, ISO/IEC 15948, 11.3.4.3) with
/// the keyword "Software", before everything but the header.</summary>
public static class SheetMark
{
    /// <summary>What the chunk says.</summary>
    public const string Text = "Montage AI contact sheet";

    private const int HeaderEnd = 33;
    private const uint Polynomial = 0xedb88320;

    /// <summary>Marks a sheet.</summary>
    /// <param name="png">A PNG file.</param>
    /// <returns>The same picture, marked.</returns>
    public static byte[] Add(ReadOnlySpan<byte> png)
    {
        byte[] content = Encoding.Latin1.GetBytes($"tEXtSoftware\0{Text}");
        byte[] marked = new byte[png.Length + content.Length + 8];
        png[..HeaderEnd].CopyTo(marked);
        Span<byte> chunk = marked.AsSpan(HeaderEnd);
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length - 4);
        content.CopyTo(chunk[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(4 + content.Length)..], Checksum(content));
        png[HeaderEnd..].CopyTo(chunk[(8 + content.Length)..]);
        return marked;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * Polynomial);
            }
        }

        return ~sum;
    }
}
