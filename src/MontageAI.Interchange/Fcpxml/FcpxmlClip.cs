using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Fcpxml;

/// <summary>A clip of FCPXML: which file, from where, how fast.</summary>
internal sealed class FcpxmlClip(string file, IReadOnlyDictionary<string, XElement> resources, List<Loss> losses, FcpxmlLanes lanes)
{
    /// <summary>Whether the clip made last shows pictures.</summary>
    public bool IsPicture { get; private set; } = true;

    /// <summary>Makes one.</summary>
    /// <param name="element">The clip.</param>
    /// <param name="start">Where it begins in its own time, seconds.</param>
    /// <param name="length">How long it lasts on the track, seconds.</param>
    /// <param name="rate">Frames per second of the sequence.</param>
    public EditedClip Of(XElement element, double start, double length, double rate)
    {
        string place = XmlFile.PlaceOf(element),
            name = (string?)element.Attribute("name") ?? "";
        XElement? reference = element.Name.LocalName is "clip" or "sync-clip" ? Inner(element) : element;
        XElement? resource = reference is null ? null : resources.GetValueOrDefault((string?)reference.Attribute("ref") ?? "");
        EditedMedia media = MediaOf(element, resource, name, rate, out double own);
        if (!ReferenceEquals(reference, element) && reference is not null)
        {
            // What lies within a clip counts from where it was put there.
            double inner = Time(reference, "start") ?? Time(resource, "start") ?? 0,
                offset = Time(reference, "offset") ?? 0;
            start = start - offset + inner;
        }

        List<double> speeds = [];
        if (element.Element("timeMap") is { } map)
        {
            start = Mapped(map, start, place, speeds);
        }

        if (element.Element("conform-rate") is { } conform && (string?)conform.Attribute("scaleEnabled") != "0" && own > 0)
        {
            double speed = rate / own;
            if (Math.Abs(speed - 1) is > 0.0005 and < 0.2)
            {
                speeds.Add(speed);
                string text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place}: played at {speed:0.####} of its speed, as its conforming says."
                );
                losses.Add(new Loss(LossCodes.Assumed, null, text));
            }
        }

        foreach (
            XElement effect in element.Elements().Where(e => e.Name.LocalName is "filter-video" or "adjust-transform" or "adjust-crop")
        )
        {
            string what = (string?)effect.Attribute("name") ?? effect.Name.LocalName;
            losses.Add(new Loss(LossCodes.Effect, null, $"{place}: the effect '{Errors.Printable.Of(what)}' is left out."));
        }

        EditedTime at = own > 0 ? new EditedTime(start * own, own) : lanes.Time(start);
        return new EditedClip
        {
            Name = name,
            Place = place,
            Source = new EditedRange(at, lanes.Time(length)),
            Length = lanes.Time(length),
            Media = media,
            Speeds = speeds,
            Shot = ShotOf(element),
        };
    }

    // The pictures of a clip, else its sound.
    private static XElement? Inner(XElement clip) =>
        clip.Descendants("video").FirstOrDefault(v => v.Attribute("ref") is not null)
        ?? clip.Descendants("asset-clip").FirstOrDefault()
        ?? clip.Descendants("audio").FirstOrDefault(v => v.Attribute("ref") is not null);

    private EditedMedia MediaOf(XElement element, XElement? resource, string name, double rate, out double own)
    {
        own = 0;
        IsPicture = element.Name.LocalName != "audio" && (string?)element.Attribute("srcEnable") != "audio";
        if (resource?.Name.LocalName != "asset")
        {
            // Titles and generators name an effect; angles a resource of their own.
            bool made = element.Name.LocalName is "title" or "video" || resource?.Name.LocalName == "effect";
            return new EditedMedia { Kind = made ? EditedMediaKind.Generator : EditedMediaKind.Missing, Name = name };
        }

        bool picture = (string?)resource.Attribute("hasVideo") == "1";
        IsPicture &= picture;
        XElement? format = resources.GetValueOrDefault((string?)resource.Attribute("format") ?? "");
        double? frame = Time(format, "frameDuration");
        own =
            !picture
            && double.TryParse(
                (string?)resource.Attribute("audioRate"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out double samples
            )
                ? samples
            : frame is > 0 and { } seconds ? 1 / seconds
            : 0;
        double unit = own > 0 ? own : rate;
        double from = Time(resource, "start") ?? 0,
            length = Time(resource, "duration") ?? 0;
        string? url = (string?)resource.Elements("media-rep").FirstOrDefault()?.Attribute("src") ?? (string?)resource.Attribute("src");
        return new EditedMedia
        {
            Kind = url is null ? EditedMediaKind.Missing : EditedMediaKind.File,
            Url = url,
            Name = (string?)resource.Attribute("name") ?? name,
            Available = new EditedRange(new EditedTime(from * unit, unit), new EditedTime(length * unit, unit)),
        };
    }

    private double Mapped(XElement map, double start, string place, List<double> speeds)
    {
        (double Time, double Value)[] points =
        [
            .. map.Elements("timept").Select(p => (Time(p, "time") ?? 0, Time(p, "value") ?? 0)).OrderBy(p => p.Item1),
        ];
        if (points.Length < 2 || points[^1].Time - points[0].Time < 1e-9)
        {
            return start;
        }

        double speed = (points[^1].Value - points[0].Value) / (points[^1].Time - points[0].Time);
        bool even = points.All(p => Math.Abs(points[0].Value + ((p.Time - points[0].Time) * speed) - p.Value) < 0.01);
        if (!even)
        {
            losses.Add(new Loss(LossCodes.Ramp, null, $"{place}: its speed changes; the average of the whole file is taken."));
        }

        speeds.Add(speed);
        return points[0].Value + ((start - points[0].Time) * speed);
    }

    private static string? ShotOf(XElement element)
    {
        string note = (string?)element.Element("note") ?? "";
        int end = note.IndexOf('\n', StringComparison.Ordinal);
        string first = end < 0 ? note : note[..end];
        return first.StartsWith(FcpxmlWriter.Shot, StringComparison.Ordinal) ? first[FcpxmlWriter.Shot.Length..].Trim() : null;
    }

    private double? Time(XElement? element, string name) =>
        element is null ? null : FcpxmlTimes.Read((string?)element.Attribute(name), file, XmlFile.PlaceOf(element));
}
