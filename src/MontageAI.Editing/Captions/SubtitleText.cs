using System.Text;
using MontageAI.Errors;

namespace MontageAI.Editing.Captions;

/// <summary>Turns the bytes of a subtitle file into text: UTF-8, UTF-16 with or without a mark, else Windows' Western alphabet, which many
/// old files are in.</summary>
internal static class SubtitleText
{
    // What Windows-1252 has where Latin-1 has control characters.
    private const string WesternHigh = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    /// <summary>Decodes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="origin">Its name, for messages.</param>
    /// <param name="notes">Gets a note where the alphabet had to be guessed.</param>
    /// <exception cref="ConfigurationException">It is no text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string origin, List<string> notes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Checked(Encoding.Unicode.GetString(bytes[2..]), origin);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Checked(Encoding.BigEndianUnicode.GetString(bytes[2..]), origin);
        }

        // Subtitles begin with a digit or a letter; in UTF-16 every other byte of that is 0.
        if (bytes.Length >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[3] == 0)
        {
            return Checked(Encoding.Unicode.GetString(bytes), origin);
        }

        if (bytes.Length >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0)
        {
            return Checked(Encoding.BigEndianUnicode.GetString(bytes), origin);
        }

        try
        {
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return Checked(text.TrimStart('\uFEFF'), origin);
        }
        catch (DecoderFallbackException)
        {
            StringBuilder text = new(bytes.Length);
            foreach (byte b in bytes)
            {
                text.Append(b is >= 0x80 and < 0xA0 ? WesternHigh[b - 0x80] : (char)b);
            }

            notes.Add(
                $"'{origin}' is not UTF-8; it was read as Western European text (Windows-1252). If letters are wrong, save it as UTF-8."
            );
            return Checked(text.ToString(), origin);
        }
    }

    private static string Checked(string text, string origin) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? throw new ConfigurationException(
                ErrorCode.CaptionsInvalid,
                $"'{origin}' is no text file; captions are read from SRT (.srt) and WebVTT (.vtt)."
            )
            : text;
}
