using System.Globalization;
using System.Text;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Hostile;

/// <summary>Documents with something broken in them, and the whole way from a document to a timeline.</summary>
internal static class MutatedDocuments
{
    private static readonly string[] s_words =
    [
        "NaN",
        "Infinity",
        "-1",
        "0",
        "1e300",
        "-9223372036854775808",
        "99999999999999999999",
        "1/0s",
        "0.0000001",
        "\"",
        "<",
        "]]>",
        "&amp;",
        "{}",
        "[]",
        "null",
        "00:00:00;00",
        "\0",
        "\U0001F3AC",
        "\uFFFE",
    ];

    /// <summary>Reads a document, finds every file that it names, and makes a timeline of it.</summary>
    public static void Through(byte[] document, string name, FrameRate? rate)
    {
        EditedSequence sequence = HandoffFormats.Read(document, name, rate);
        string text = sequence.Rate.ToString("0.######", CultureInfo.InvariantCulture);
        FrameRate grid = FrameRate.TryParse(text, out FrameRate own) ? own : rate ?? new FrameRate(25);
        MediaBook book = new([], []);
        int number = 0;
        foreach (EditedMedia media in TimelineReturn.Unknown(sequence, grid, book, name))
        {
            book.Add(media, Source(string.Create(CultureInfo.InvariantCulture, $"n{++number}"), still: false));
        }

        TimelineSource black = Source("black", still: true);
        foreach (GapTreatment gaps in Enum.GetValues<GapTreatment>())
        {
            TimelineReturn.Of(sequence, grid, book, name, new ReturnOptions { Gaps = gaps, Black = black });
        }
    }

    /// <summary>A document with some bytes or words of it changed, taken out, doubled or cut off.</summary>
    public static byte[] Mutated(byte[] document, Random random)
    {
        List<byte> bytes = [.. document];
        for (int i = random.Next(1, 4); i > 0 && bytes.Count > 8; i--)
        {
            int at = random.Next(bytes.Count),
                length = random.Next(1, Math.Min(40, bytes.Count - at) + 1);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_words[random.Next(s_words.Length)]));
                    break;
                case 4:
                    Number(bytes, at, s_words[random.Next(s_words.Length)]);
                    break;
                case 5:
                    int to = random.Next(bytes.Count);
                    (bytes[at], bytes[to]) = (bytes[to], bytes[at]);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(20) == 0 ? bytes.Count - at : 1);
                    break;
            }
        }

        return [.. bytes];
    }

    // The next number gives way to something else.
    private static void Number(List<byte> bytes, int from, string word)
    {
        int start = bytes.FindIndex(from, b => b is >= (byte)'0' and <= (byte)'9');
        if (start >= 0)
        {
            int end = bytes.FindIndex(start, b => b is not (>= (byte)'0' and <= (byte)'9'));
            bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
            bytes.InsertRange(start, Encoding.UTF8.GetBytes(word));
        }
    }

    private static TimelineSource Source(string id, bool still) =>
        new()
        {
            Id = id,
            Path = "/media/" + id,
            Fingerprint = new string('0', 64),
            VideoStream = 0,
            AvailableStart = new MediaTime(0, new Rational(1, 90_000)),
            AvailableEnd = new MediaTime(90_000L * 86_400, new Rational(1, 90_000)),
            Rate = still ? null : new FrameRate(25),
            Still = still ? true : null,
            Width = 1920,
            Height = 1080,
        };
}
