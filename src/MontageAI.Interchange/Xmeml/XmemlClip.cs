using System.Globalization;
using System.Xml.Linq;
using MontageAI.Errors;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Xmeml;

/// <summary>A clip of xmeml: which file, from where, how fast.</summary>
internal sealed class XmemlClip(string file, IReadOnlyDictionary<string, XElement> files, List<Loss> losses)
{
    /// <summary>Makes one.</summary>
    /// <param name="element">The clip.</param>
    /// <param name="length">How long it stands on its track.</param>
    /// <param name="skipped">Frames of the sequence that its in-point lies before its place, under a transition.</param>
    /// <param name="rate">Frames per second of the sequence.</param>
    /// <param name="isPicture">Whether its track holds pictures.</param>
    public EditedClip Of(XElement element, EditedTime length, double skipped, double rate, bool isPicture)
    {
        string place = XmlFile.PlaceOf(element),
            name = (string?)element.Element("name") ?? "";
        double own = XmemlReader.RateOf(element) ?? rate,
            speed = SpeedOf(element, place, isPicture) ?? 1;
        XElement? reference = element.Element("file");
        if (reference is { HasElements: false } && (string?)reference.Attribute("id") is { } id)
        {
            reference = files.GetValueOrDefault(id) ?? reference;
        }

        EditedMedia media = MediaOf(element, reference, name, own);
        double first = XmemlReader.Number(element, "in") ?? 0;
        if (!isPicture && XmemlReader.Number(element, "pproTicksIn") is >= 0 and { } ticks && own > 0)
        {
            first = ticks / XmemlWriter.TicksPerSecond * own;
        }

        // In-points count the retimed frames of the clip, whole ones; the file's own follow from its speed.
        double hidden = Math.Round(skipped * own / rate, MidpointRounding.AwayFromZero),
            begin = ((first + hidden) * Math.Abs(speed)) + ((media.Available?.Start.Seconds ?? 0) * own);
        DocumentFault.CheckTime(file, place, begin, own);
        return new EditedClip
        {
            Name = name,
            Place = place,
            Source = new EditedRange(new EditedTime(begin, own), length),
            Length = length,
            Media = media,
            Speeds = speed == 1 ? [] : [speed],
            IsEnabled = !XmemlReader.Is(element, "enabled", "FALSE"),
            Shot = ShotOf(element),
            Slack = speed == 1 ? 0 : (int)Math.Min(100, Math.Ceiling(Math.Abs(speed) / 2)),
        };
    }

    private EditedMedia MediaOf(XElement element, XElement? reference, string name, double own)
    {
        bool generated =
            element.Name.LocalName == "generatoritem"
            || reference?.Element("mediaSource") is not null
            || (reference is not null && reference.Element("pathurl") is null && element.Elements("effect").Any());
        string? url = (string?)reference?.Element("pathurl");
        double rate = (reference is null ? null : XmemlReader.RateOf(reference)) ?? own;
        XElement? timecode = reference?.Element("timecode");
        double start = XmemlReader.Number(timecode, "frame") ?? 0,
            startRate = (timecode is null ? null : XmemlReader.RateOf(timecode)) ?? rate;
        double? length = XmemlReader.Number(reference, "duration");
        if (timecode is not null && XmemlReader.Number(timecode, "frame") is null && (string?)timecode.Element("string") is { } label)
        {
            start = Labelled(label, startRate);
        }

        DocumentFault.CheckTime(file, XmlFile.PlaceOf(element), start, startRate);
        DocumentFault.CheckTime(file, XmlFile.PlaceOf(element), length ?? 0, rate);
        return new EditedMedia
        {
            Kind =
                generated ? EditedMediaKind.Generator
                : url is null ? EditedMediaKind.Missing
                : EditedMediaKind.File,
            Url = url,
            Name = (string?)reference?.Element("name") ?? name,
            Available =
                length is { } known ? new EditedRange(new EditedTime(start, startRate), new EditedTime(known, rate))
                : timecode is not null ? new EditedRange(new EditedTime(start, startRate), new EditedTime(0, rate))
                : null,
        };
    }

    private double Labelled(string label, double rate)
    {
        if (!Time.FrameRate.TryParse(rate.ToString("0.######", CultureInfo.InvariantCulture), out Time.FrameRate exact))
        {
            return 0;
        }

        Timecodes.TimecodeCount count = Timecodes.TimecodeCount.Of(exact, label);
        return count.TryFrame(label, out long frame, out string problem)
            ? frame
            : throw DocumentFault.Of(file, "", $"the timecode '{label}' {problem}. Mend it, or export it again.");
    }

    private double? SpeedOf(XElement element, string place, bool isPicture)
    {
        double? speed = null;
        foreach (XElement effect in element.Elements("filter").Elements("effect"))
        {
            string id = (string?)effect.Element("effectid") ?? "";
            if (id == "timeremap")
            {
                bool variable = Parameter(effect, "variablespeed") is "1" or "TRUE",
                    reverse = Parameter(effect, "reverse") is "TRUE" or "1";
                double percent = double.TryParse(
                    Parameter(effect, "speed"),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out double value
                )
                    ? value
                    : 100;
                DocumentFault.CheckTime(file, place, percent, 1);
                speed = percent / 100 * (reverse && percent > 0 ? -1 : 1);
                if (variable)
                {
                    losses.Add(new Loss(LossCodes.Ramp, null, $"{place}: its speed changes; the speed that it names is taken throughout."));
                }
            }
            else if (isPicture && id is not ("basic" or "crop" or "opacity" or "distort"))
            {
                losses.Add(new Loss(LossCodes.Effect, null, $"{place}: the effect '{Printable.Of(id)}' is left out."));
            }
        }

        return speed;
    }

    private static string? Parameter(XElement effect, string id) =>
        (string?)effect.Elements("parameter").FirstOrDefault(p => (string?)p.Element("parameterid") == id)?.Element("value");

    private static string? ShotOf(XElement element)
    {
        string text = (string?)element.Element("comments")?.Element("mastercomment1") ?? "";
        return text.StartsWith(XmemlWriter.Shot, StringComparison.Ordinal) ? text[XmemlWriter.Shot.Length..].Trim() : null;
    }
}
