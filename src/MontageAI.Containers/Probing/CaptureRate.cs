using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Probing;

/// <summary>The rate at which Android's cameras state that they recorded, among the metadata that are named by keys (QuickTime File Format,
/// "Metadata Atoms and Types").</summary>
internal static class CaptureRate
{
    private const string Key = "com.android.capture.fps";
    private const int Utf8 = 1;
    private const int SingleFloat = 23;

    /// <summary>Reads it.</summary>
    /// <param name="data">The tables.</param>
    /// <param name="box">A "meta" or "udta" box.</param>
    /// <returns>Frames per second, as FFmpeg prints them; null where none are stated.</returns>
    public static double? Of(byte[] data, Mp4Box box)
    {
        if (data.AsSpan(box.Start, box.Length).IndexOf("com.android.capture.fps"u8) < 0)
        {
            return null;
        }

        if (box.Type == "udta")
        {
            return PlainBoxes
                .List(data, box.Start, box.Length)
                ?.Where(b => b.Type == "meta")
                .Select(b => Of(data, b))
                .FirstOrDefault(r => r is not null);
        }

        // ISO's begins with a version, QuickTime's with its first box.
        int skip = box.Length >= 12 && data.AsSpan(box.Start + 4, 4).SequenceEqual("hdlr"u8) ? 0 : 4;
        return
            box.Length > skip
            && PlainBoxes.List(data, box.Start + skip, box.Length - skip) is { } boxes
            && boxes.Find(b => b.Type == "keys") is { Length: > 8 } keys
            && boxes.Find(b => b.Type == "ilst") is { Length: > 8 } list
            && Number(data, keys) is { } number
            ? Value(data, list, number)
            : null;
    }

    // Keys are numbered from 1.
    private static int? Number(byte[] data, Mp4Box keys)
    {
        int at = keys.Start + 8;
        for (int number = 1; at + 8 <= keys.Start + keys.Length; number++)
        {
            int length = I32(data, at);
            if (length < 8 || length > keys.Start + keys.Length - at)
            {
                return null;
            }

            if (Encoding.Latin1.GetString(data, at + 8, length - 8) == Key)
            {
                return number;
            }

            at += length;
        }

        return null;
    }

    private static double? Value(byte[] data, Mp4Box list, int number)
    {
        foreach (Mp4Box item in PlainBoxes.List(data, list.Start, list.Length) ?? [])
        {
            // An item's type is the number of its key.
            if (I32(data, item.Start - 4) != number)
            {
                continue;
            }

            return PlainBoxes.List(data, item.Start, item.Length)?.Find(b => b.Type == "data") is { Length: > 8 } value
                ? Parsed(data, value)
                : null;
        }

        return null;
    }

    // Kind and language, then the value: cameras write a float, FFmpeg text.
    private static double? Parsed(byte[] data, Mp4Box value)
    {
        ReadOnlySpan<byte> content = data.AsSpan(value.Start + 8, value.Length - 8);
        string text = I32(data, value.Start) switch
        {
            SingleFloat when content.Length == 4 => BinaryPrimitives
                .ReadSingleBigEndian(content)
                .ToString("F6", CultureInfo.InvariantCulture),
            Utf8 => Encoding.UTF8.GetString(content),
            _ => "",
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate is > 0 and < 100_000
            ? rate
            : null;
    }

    private static int I32(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
}
