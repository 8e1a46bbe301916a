using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Probing;

/// <summary>What telephones say of slow motion among the metadata that are named by keys (QuickTime File Format, "Metadata Atoms and
/// Types").</summary>
internal static class CaptureRate
{
    private const string Android = "com.android.capture.fps";
    private const string Apple = "com.apple.quicktime.full-frame-rate-playback-intent";
    private const int Utf8 = 1;
    private const int SignedNumber = 21;
    private const int UnsignedNumber = 22;
    private const int SingleFloat = 23;

    /// <summary>The rate at which Android's cameras state that they recorded.</summary>
    /// <param name="data">The tables.</param>
    /// <param name="box">A "meta" or "udta" box.</param>
    /// <returns>Frames per second, as FFmpeg prints them; null where none are stated.</returns>
    public static double? Of(byte[] data, Mp4Box box) =>
        double.TryParse(Text(data, box, Android), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate)
        && rate is > 0 and < 100_000
            ? rate
            : null;

    /// <summary>Whether a film with all the frames that were recorded is meant to be shown slowed down (Apple).</summary>
    /// <param name="data">The tables.</param>
    /// <param name="box">A "meta" or "udta" box.</param>
    /// <returns>Null where it does not say.</returns>
    public static bool? IsMeantSlow(byte[] data, Mp4Box box) =>
        Text(data, box, Apple) switch
        {
            "0" => true,
            "1" => false,
            _ => null,
        };

    // The value of a key as FFmpeg prints it.
    private static string? Text(byte[] data, Mp4Box box, string key)
    {
        if (
            data.AsSpan(box.Start, box.Length).IndexOf("capture.fps"u8) < 0
            && data.AsSpan(box.Start, box.Length).IndexOf("playback-intent"u8) < 0
        )
        {
            return null;
        }

        if (box.Type == "udta")
        {
            return PlainBoxes
                .List(data, box.Start, box.Length)
                ?.Where(b => b.Type == "meta")
                .Select(b => Text(data, b, key))
                .FirstOrDefault(r => r is not null);
        }

        // ISO's begins with a version, QuickTime's with its first box.
        int skip = box.Length >= 12 && data.AsSpan(box.Start + 4, 4).SequenceEqual("hdlr"u8) ? 0 : 4;
        return
            box.Length > skip
            && PlainBoxes.List(data, box.Start + skip, box.Length - skip) is { } boxes
            && boxes.Find(b => b.Type == "keys") is { Length: > 8 } keys
            && boxes.Find(b => b.Type == "ilst") is { Length: > 8 } list
            && Number(data, keys, key) is { } number
            ? Value(data, list, number)
            : null;
    }

    // Keys are numbered from 1.
    private static int? Number(byte[] data, Mp4Box keys, string key)
    {
        int at = keys.Start + 8;
        for (int number = 1; at + 8 <= keys.Start + keys.Length; number++)
        {
            int length = I32(data, at);
            if (length < 8 || length > keys.Start + keys.Length - at)
            {
                return null;
            }

            if (Encoding.Latin1.GetString(data, at + 8, length - 8) == key)
            {
                return number;
            }

            at += length;
        }

        return null;
    }

    private static string? Value(byte[] data, Mp4Box list, int number)
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

    // Kind and language, then the value: cameras write numbers, FFmpeg text.
    private static string? Parsed(byte[] data, Mp4Box value)
    {
        ReadOnlySpan<byte> content = data.AsSpan(value.Start + 8, value.Length - 8);
        return I32(data, value.Start) switch
        {
            SingleFloat when content.Length == 4 => BinaryPrimitives
                .ReadSingleBigEndian(content)
                .ToString("F6", CultureInfo.InvariantCulture),
            SignedNumber or UnsignedNumber when content.Length == 1 => content[0].ToString(CultureInfo.InvariantCulture),
            SignedNumber or UnsignedNumber when content.Length == 2 => BinaryPrimitives
                .ReadUInt16BigEndian(content)
                .ToString(CultureInfo.InvariantCulture),
            SignedNumber or UnsignedNumber when content.Length == 4 => BinaryPrimitives
                .ReadUInt32BigEndian(content)
                .ToString(CultureInfo.InvariantCulture),
            Utf8 => Encoding.UTF8.GetString(content),
            _ => null,
        };
    }

    private static int I32(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
}
