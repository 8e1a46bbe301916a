using System.Globalization;
using System.Text;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Captions;

/// <summary>Titles, lower thirds and end cards in a typeface of their own.</summary>
internal static class TitleScript
{
    private const int FadeMilliseconds = 300;

    // Puts a title low.
    private const string Below = "{\\an2}";

    // Sizes in parts of the picture's shorter side.
    private const double TitleSize = 0.12,
        SubtitleSize = 0.05,
        ThirdSize = 0.06,
        ThirdSubtitleSize = 0.042;

    /// <summary>Style lines.</summary>
    public static string Styles(CaptionScript.Page page)
    {
        string font = ShippedType.IsThere ? ShippedType.Family : page.Look.Font;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Style: Title,{font},{page.Points(TitleSize)},&H00FFFFFF,&H00FFFFFF,&H00101010,&H80000000,-1,0,0,0,100,100,{page.Units(
                page.Look.Spacing * 2
            ):0.#},0,1,{page.Units(0.006):0.#},{page.Units(0.004):0.#},5,{page.Side},{page.Side},0,-1
            Style: Third,{font},{page.Points(ThirdSize)},&H00FFFFFF,&H00FFFFFF,&H60000000,&H60000000,-1,0,0,0,100,100,{page.Units(
                page.Look.Spacing
            ):0.#},0,3,{page.Units(0.014):0.#},0,1,{page.Side},{page.Side},{page.Low},-1
            Style: Shade,{font},10,&H73000000,&H73000000,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,-1

            """
        );
    }

    /// <summary>Adds the events of a title.</summary>
    public static void Add(StringBuilder events, TitleCard title, CaptionScript.Page page)
    {
        string text = CaptionScript.Plain(page.Readable(title.Text).Trim());
        string small = title.Subtitle is { } s ? CaptionScript.Plain(page.Readable(s).Trim()) : "";
        // An end card stays until the film ends.
        bool last = title.Record.End >= page.Timeline.Frames;
        string fade = string.Create(CultureInfo.InvariantCulture, $"{{\\fad({FadeMilliseconds},{(last ? 0 : FadeMilliseconds)})}}");
        bool third = title.Kind == TitleKind.LowerThird;
        if (title.Kind == TitleKind.EndCard)
        {
            CaptionScript.Event(
                events,
                page,
                0,
                title.Record,
                "Shade",
                0,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fade}{{\\pos(0,0)\\p1}}m 0 0 l {page.Width} 0 l {page.Width} {page.Height} l 0 {page.Height}{{\\p0}}"
                )
            );
        }

        // A long title in smaller type rather than in many lines.
        double size = third ? ThirdSize : TitleSize;
        double widest = title
            .Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => TypeSetting.Width(w, page.Look, size))
            .DefaultIfEmpty(1)
            .Max();
        double whole = TypeSetting.Width(title.Text, page.Look, size);
        double line = (page.Width - (2 * page.Side)) / page.Units(size);
        double scale = Math.Min(1, Math.Min(line / widest, Math.Max(0.6, 2 * line / Math.Max(1, whole))));
        string head = string.Create(CultureInfo.InvariantCulture, $"{fade}{{\\fs{page.Points(size * scale)}}}");
        string below =
            small.Length == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"\\N{{\\b0\\fs{page.Points(third ? ThirdSubtitleSize : SubtitleSize)}}}{small}"
                );
        if (text.Length + small.Length > 0)
        {
            (string place, int margin) = title.Place switch
            {
                _ when third => ("", 0),
                TextPlace.Upper => (CaptionScript.Above, page.Low),
                TextPlace.Lower => (Below, page.Low),
                _ => ("", 0),
            };
            CaptionScript.Event(events, page, 3, title.Record, third ? "Third" : "Title", margin, place + head + text + below);
        }
    }
}
