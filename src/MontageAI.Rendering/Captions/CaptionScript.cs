using System.Globalization;
using System.Text;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Captions;

/// <summary>
/// The text of a shot as a script for libass (ASS). Its times count from <see cref="LeadSeconds"/> before the shot's first frame, since a
/// script knows no time before 0: text that was there before the cut goes on in the middle of its movement.
/// </summary>
public static class CaptionScript
{
    // Fields of a style in an .ass script.
    private const string StyleFields =
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, "
        + "ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding";

    /// <summary>Seconds of the script before the shot's first frame. What began earlier has come to rest.</summary>
    internal const int LeadSeconds = 60;

    // The shorter side of the picture in the script's units, whatever the film's size: preview and final have the same line breaks.
    private const int ShortSide = 1080;

    // Part of the width that lines may take. Players and platforms cover the edges, those of tall pictures more.
    private const double WideLine = 0.84,
        TallLine = 0.80;

    /// <summary>Puts a line into the upper part of the picture, as far from its end as it would have been from the lower one.</summary>
    internal const string Above = "{\\an8}";

    private static readonly CompositeFormat s_event = CompositeFormat.Parse("Dialogue: {0},{1},{2},{3},,0,0,{4},,{5}\n");

    /// <summary>The script of a stretch of a timeline.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="range">Frames of the shot.</param>
    /// <param name="readable">Takes out of a text what no font has; null leaves it.</param>
    /// <returns>The script; null where there is no text.</returns>
    /// <exception cref="Errors.ConfigurationException">The timeline names a caption style that there is not.</exception>
    public static string? For(Timeline timeline, FrameRange range, Func<string, string>? readable = null)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        CaptionCue[] cues = [.. (timeline.Captions?.Cues ?? []).Where(c => c.Record.Start < range.End && c.Record.End > range.Start)];
        TitleCard[] titles = [.. (timeline.Titles ?? []).Where(t => t.Record.Start < range.End && t.Record.End > range.Start)];
        if (cues.Length == 0 && titles.Length == 0)
        {
            return null;
        }

        CaptionDesign look = CaptionDesign.Of(timeline.Captions?.Style ?? "minimal");
        Page page = new(timeline, range, look, readable ?? (t => t));
        StringBuilder events = new();
        foreach (CaptionCue cue in cues)
        {
            CaptionCue shown = cue with
            {
                Text = page.Readable(cue.Text),
                Words = cue.Words is null ? null : [.. cue.Words.Select(w => w with { Text = page.Readable(w.Text) })],
            };
            foreach (CaptionBlock block in CaptionBlock.Of(shown, look, page.LineWidth, page.Size, page.Lines))
            {
                Block(events, block, page, cue.Place);
            }
        }

        foreach (TitleCard title in titles)
        {
            TitleScript.Add(events, title, page);
        }

        return events.Length == 0 ? null : Head(page) + events;
    }

    /// <summary>Filters that burn a script into frames 0, 1, 2 ... of the rate.</summary>
    /// <param name="file">The script's file, as the value of an option in a filter graph.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="fonts">Folder of fonts beside the machine's, as the value of an option; null for none.</param>
    internal static string Filter(string file, FrameRate rate, string? fonts)
    {
        string more = fonts is null ? "" : $":fontsdir={fonts}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"settb={rate.Fraction.Denominator}/{rate.Fraction.Numerator},setpts=N+{LeadFrames(rate)},ass=filename={file}{more},setpts=N,"
                + $"fps={rate.Fraction.Numerator}/{rate.Fraction.Denominator}"
        );
    }

    /// <summary>An event.</summary>
    internal static void Event(StringBuilder events, Page page, int layer, FrameRange record, string style, int marginV, string text)
    {
        FrameRange shown = new(Math.Max(record.Start, page.Range.Start), Math.Min(record.End, page.Range.End));
        if (shown.Length > 0)
        {
            // Where it goes on from before the shot its own start counts, for what moves.
            events.AppendFormat(
                CultureInfo.InvariantCulture,
                s_event,
                layer,
                page.Time(record.Start),
                page.Time(record.End),
                style,
                marginV,
                text
            );
        }
    }

    /// <summary>Text as libass takes it: nothing in it is a command.</summary>
    internal static string Plain(string text) =>
        text.Replace("\\", "\\\u2060", StringComparison.Ordinal)
            .Replace("{", "\\{", StringComparison.Ordinal)
            .Replace("}", "\\}", StringComparison.Ordinal)
            .Replace("\n", "\\N", StringComparison.Ordinal);

    /// <summary>A colour as libass writes it.</summary>
    internal static string Colour(string rgb) => $"&H{rgb[4..]}{rgb[2..4]}{rgb[..2]}&";

    private static void Block(StringBuilder events, CaptionBlock block, Page page, TextPlace? place)
    {
        CaptionDesign look = page.Look;
        string head = block.Scale < 1 ? string.Create(CultureInfo.InvariantCulture, $"{{\\fs{page.Points(page.Size * block.Scale)}}}") : "";
        if (place == TextPlace.Upper)
        {
            head += Above;
        }

        bool leftward = block.Words.Any(w => TypeSetting.IsRightToLeft(w.Text));
        if (leftward && look.Spacing > 0)
        {
            // Arabic letters join; room between them would tear words apart.
            head += "{\\fsp0}";
        }

        switch (look.Motion)
        {
            case CaptionMotion.Fill when !leftward:
                StringBuilder sung = new(head);
                long at = block.Record.Start;
                foreach (BlockWord word in block.Words)
                {
                    long wait = page.Hundredths(word.Record.Start) - page.Hundredths(at);
                    sung.Append(Between(word))
                        .Append(
                            CultureInfo.InvariantCulture,
                            $"{(wait > 0 ? $"{{\\k{wait}}}" : "")}{{\\kf"
                                + $"{Math.Max(1, page.Hundredths(word.Record.End) - page.Hundredths(Math.Max(at, word.Record.Start)))}}}"
                        )
                        .Append(Text(word));
                    at = Math.Max(at, word.Record.End);
                }

                Event(events, page, 1, block.Record, "Caption", 0, sung.ToString());
                break;
            case CaptionMotion.Still:
                Event(events, page, 1, block.Record, "Caption", 0, head + string.Concat(block.Words.Select(w => Between(w) + Text(w))));
                break;
            default:
                // One event per word, alike but for colours, so nothing moves. Libass fills letters from the left only, so text from right
                // to left is lit word by word.
                for (int k = 0; k < block.Words.Count; k++)
                {
                    long from = k == 0 ? block.Record.Start : block.Words[k].Record.Start;
                    long to = k + 1 < block.Words.Count ? block.Words[k + 1].Record.Start : block.Record.End;
                    if (to <= from)
                    {
                        continue;
                    }

                    StringBuilder line = new(head);
                    for (int w = 0; w < block.Words.Count; w++)
                    {
                        bool lit = look.Motion == CaptionMotion.Fill ? w <= k : w == k;
                        line.Append(Between(block.Words[w]))
                            .Append("{\\1c")
                            .Append(Colour(lit ? look.Highlight : look.Text))
                            .Append('}')
                            .Append(Text(block.Words[w]));
                    }

                    Event(events, page, 1, new FrameRange(from, to), "Caption", 0, line.ToString());
                }

                break;
        }

        string Text(BlockWord word) => Plain(look.Upper ? word.Text.ToUpperInvariant() : word.Text);

        string Between(BlockWord word) =>
            word == block.Words[0] ? ""
            : word.StartsLine ? "\\N"
            : word.Joined ? ""
            : " ";
    }

    private static string Head(Page page)
    {
        CaptionDesign look = page.Look;
        bool box = look.Box > 0;
        string back = string.Create(CultureInfo.InvariantCulture, $"&H{(int)Math.Round(255 * (1 - (box ? look.Box : 0.5))):X2}000000");
        string first = look.Motion == CaptionMotion.Fill ? look.Highlight : look.Text;
        int side = page.Side;
        return string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [Script Info]
                ScriptType: v4.00+
                PlayResX: {page.Width}
                PlayResY: {page.Height}
                WrapStyle: 0
                ScaledBorderAndShadow: yes
                YCbCr Matrix: None

                [V4+ Styles]
                {StyleFields}
                Style: Caption,{look.Font},{page.Points(page.Size)},{Style(first)},{Style(look.Text)},{(
                    box ? back : "&H00101010"
                )},{back},{(look.Bold ? -1 : 0)},0,0,0,100,100,{page.Units(look.Spacing):0.#},0,{(box ? 3 : 1)},{(
                    box ? page.Units(0.012) : page.Units(look.Outline)
                ):0.#},{(box ? 0 : page.Units(look.Shadow)):0.#},2,{side},{side},{page.Low},-1
                {TitleScript.Styles(page)}
                [Events]
                Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

                """
            )
            .ReplaceLineEndings("\n");

        static string Style(string rgb) => "&H00" + rgb[4..] + rgb[2..4] + rgb[..2];
    }

    private static long LeadFrames(FrameRate rate) => (long)Math.Ceiling(LeadSeconds * rate.Value);

    /// <summary>The picture in the script's units, and its clock.</summary>
    internal sealed record Page(Timeline Timeline, FrameRange Range, CaptionDesign Look, Func<string, string> Readable)
    {
        /// <summary>Whether the picture is taller than wide.</summary>
        public bool IsTall => Timeline.Aspect.Value < 0.95;

        /// <summary>Width in units.</summary>
        public int Width => (int)Math.Round(ShortSide * Math.Max(1, Timeline.Aspect.Value));

        /// <summary>Height in units.</summary>
        public int Height => (int)Math.Round(ShortSide * Math.Max(1, 1 / Timeline.Aspect.Value));

        /// <summary>Height of captions' type, in parts of the shorter side.</summary>
        public double Size => IsTall ? Look.TallSize : Look.Size;

        /// <summary>Margin on the left and right.</summary>
        public int Side => (int)Math.Round(Width * (1 - (IsTall ? TallLine : WideLine)) / 2);

        /// <summary>Room below captions.</summary>
        public int Low => (int)Math.Round(Height * (IsTall ? Look.TallLow : Look.Low));

        /// <summary>Width of a line in parts of the type's height.</summary>
        public double LineWidth => (Width - (2 * Side)) / (Size * ShortSide);

        /// <summary>Most lines of a caption.</summary>
        public int Lines => IsTall ? 3 : 2;

        /// <summary>A part of the shorter side in units.</summary>
        public double Units(double part) => part * ShortSide;

        /// <summary>A size of type in units.</summary>
        public int Points(double part) => (int)Math.Round(part * ShortSide);

        /// <summary>A frame on the script's clock, in hundredths of a second. Half a frame early, so that rounding never moves a change to
        /// the next frame.</summary>
        public long Hundredths(long frame) =>
            Math.Max(0, (long)Math.Round(100 * ((frame - Range.Start + LeadFrames(Timeline.Rate) - 0.5) / Timeline.Rate.Value)));

        /// <summary>The same as text.</summary>
        public string Time(long frame)
        {
            long h = Hundredths(frame);
            return string.Create(CultureInfo.InvariantCulture, $"{h / 360000}:{h / 6000 % 60:00}:{h / 100 % 60:00}.{h % 100:00}");
        }
    }
}
