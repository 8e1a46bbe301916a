using System.Globalization;
using System.Text;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tables;

/// <summary>Writes captions as SubRip, and sections of the song as WebVTT chapters.</summary>
internal static class CueWriter
{
    /// <summary>Captions as SubRip.</summary>
    public static void WriteCaptions(Sequence sequence, Stream to)
    {
        StringBuilder text = new();
        int number = 0;
        foreach (CaptionCue cue in sequence.Captions)
        {
            string times = $"{Clock(cue.Record.Start, sequence.Rate, ',')} --> {Clock(cue.Record.End, sequence.Rate, ',')}";
            text.Append(CultureInfo.InvariantCulture, $"{++number}\n{times}\n{Lines(cue.Text)}\n\n");
        }

        to.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Sections as WebVTT chapters.</summary>
    public static void WriteChapters(Sequence sequence, Stream to)
    {
        StringBuilder text = new("WEBVTT\n\n");
        SequenceMarker[] sections = [.. sequence.Markers.Where(m => m.Kind == MarkerKind.Section)];
        for (int i = 0; i < sections.Length; i++)
        {
            long end = i + 1 < sections.Length ? sections[i + 1].Frame : sequence.Frames;
            string times = $"{Clock(sections[i].Frame, sequence.Rate, '.')} --> {Clock(end, sequence.Rate, '.')}";
            string name = sections[i].Name.Replace("-->", "->", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{times}\n{Lines(name)}\n\n");
        }

        to.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    // An empty line would end the cue.
    private static string Lines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Where(l => l.Trim().Length > 0));

    private static string Clock(long frame, FrameRate rate, char point)
    {
        long milliseconds = (long)Math.Round(rate.SecondsAt(frame) * 1000, MidpointRounding.AwayFromZero);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}{point}{milliseconds % 1000:000}"
        );
    }
}
