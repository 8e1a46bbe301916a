using System.Globalization;

namespace MontageAI.Bench.Songs;

/// <summary>One line of a song's words.</summary>
/// <param name="Start">Second of the song where its first syllable begins.</param>
/// <param name="End">Second where its last syllable ends.</param>
/// <param name="Text">The words.</param>
internal readonly record struct SungLine(double Start, double End, string Text);

/// <summary>Reads when which line is sung from UltraStar files, which list syllables with beat, length and pitch.</summary>
internal static class SungLines
{
    /// <summary>The lines of a file, in order.</summary>
    public static IReadOnlyList<SungLine> Read(string path)
    {
        double bpm = 0,
            gap = 0;
        List<SungLine> lines = [];
        (double Start, double End, string Text)? open = null;
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("#BPM:", StringComparison.Ordinal))
            {
                bpm = Number(line[5..]);
            }
            else if (line.StartsWith("#GAP:", StringComparison.Ordinal))
            {
                gap = Number(line[5..]) / 1000;
            }
            else if (line.Length > 1 && line[0] is ':' or '*' or 'F')
            {
                string[] parts = line.Split(' ', 5);
                double start = gap + (Number(parts[1]) * 15 / bpm),
                    end = start + (Number(parts[2]) * 15 / bpm);
                string text = parts.Length > 4 ? parts[4] : "";
                open = open is { } o ? (o.Start, end, o.Text + text) : (start, end, text);
            }
            else if (line.Length > 0 && line[0] is '-' or 'E' && open is { } done)
            {
                lines.Add(new SungLine(done.Start, done.End, done.Text.Trim()));
                open = null;
            }
        }

        return lines;
    }

    private static double Number(string text) => double.Parse(text.Trim().Replace(',', '.'), CultureInfo.InvariantCulture);
}
