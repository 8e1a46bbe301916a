using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace MontageAI.Interchange.Tests.Returning;

/// <summary>
/// An exported file that is changed as an editing program changes it, by its own bytes and nothing of the product: at 25 frames per second,
/// with all that follows an edit moved along (ripple).
/// </summary>
internal abstract class EditedFile
{
    protected const int Rate = 25;

    /// <summary>The file as it is now.</summary>
    public abstract byte[] Bytes { get; }

    public static EditedFile Of(string format, byte[] bytes) =>
        format switch
        {
            "otio" => new EditedOtio(bytes),
            "fcpxml" => new EditedFcpxml(bytes),
            "xmeml" => new EditedXmeml(bytes),
            _ => new EditedEdl(bytes),
        };

    /// <summary>Takes frames off a shot's end.</summary>
    public abstract void Trim(int shot, int frames);

    /// <summary>Shows a later part of the file.</summary>
    public abstract void Slip(int shot, int frames);

    /// <summary>Puts a shot elsewhere.</summary>
    public abstract void Move(int shot, int to);

    /// <summary>Gives a shot another speed, its length and its first picture kept.</summary>
    public abstract void Retime(int shot, double speed);

    /// <summary>Takes a shot out.</summary>
    public abstract void Delete(int shot);

    /// <summary>Puts another part of a shot's file in, frames from the file's first.</summary>
    public abstract void Insert(int at, int like, int first, int length);

    /// <summary>Lets the song begin later.</summary>
    public abstract void MoveSong(int frames);

    /// <summary>Throws away what the program does not understand.</summary>
    public abstract void Strip();
}

internal sealed class EditedOtio(byte[] bytes) : EditedFile
{
    private readonly JsonNode _root = JsonNode.Parse(bytes)!;

    public override byte[] Bytes => Encoding.UTF8.GetBytes(_root.ToJsonString());

    private JsonArray Shots => _root["tracks"]!["children"]![0]!["children"]!.AsArray();

    public override void Trim(int shot, int frames) => Add(Shots[shot]!, "duration", -frames);

    public override void Slip(int shot, int frames) => Add(Shots[shot]!, "start_time", frames);

    public override void Move(int shot, int to)
    {
        JsonNode moved = Shots[shot]!;
        Shots.RemoveAt(shot);
        Shots.Insert(to, moved);
    }

    public override void Retime(int shot, double speed)
    {
        JsonNode warp = JsonNode.Parse(
            "{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"metadata\":{},\"name\":\"\",\"effect_name\":\"LinearTimeWarp\"}"
        )!;
        warp["time_scalar"] = speed;
        Shots[shot]!["effects"] = new JsonArray(warp);
    }

    public override void Delete(int shot) => Shots.RemoveAt(shot);

    public override void Insert(int at, int like, int first, int length)
    {
        JsonNode made = Shots[like]!.DeepClone();
        made["metadata"] = new JsonObject();
        double start = made["media_references"]!["DEFAULT_MEDIA"]!["available_range"]!["start_time"]!["value"]!.GetValue<double>();
        made["source_range"]!["start_time"]!["value"] = start + first;
        made["source_range"]!["duration"]!["value"] = (double)length;
        Shots.Insert(at, made);
    }

    public override void MoveSong(int frames)
    {
        JsonArray song = _root["tracks"]!["children"]![1]!["children"]!.AsArray();
        Add(song[0]!, "duration", -frames);
        song.Insert(
            0,
            JsonNode.Parse(
                "{\"OTIO_SCHEMA\":\"Gap.1\",\"source_range\":{\"OTIO_SCHEMA\":\"TimeRange.1\",\"start_time\":{\"OTIO_SCHEMA\":"
                    + "\"RationalTime.1\",\"value\":0.0,\"rate\":25.0},\"duration\":{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":"
                    + frames.ToString(CultureInfo.InvariantCulture)
                    + ".0,\"rate\":25.0}}}"
            )
        );
    }

    public override void Strip() => Strip(_root);

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject of)
        {
            (of["metadata"] as JsonObject)?.Remove("montage-ai");
            foreach (JsonNode? child in of.Select(p => p.Value).ToArray())
            {
                Strip(child);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? child in list)
            {
                Strip(child);
            }
        }
    }

    private static void Add(JsonNode clip, string time, int frames)
    {
        JsonNode of = clip["source_range"]![time]!;
        of["value"] = of["value"]!.GetValue<double>() + frames;
    }
}

internal sealed class EditedFcpxml : EditedFile
{
    private readonly XDocument _document;
    private readonly XElement _spine;
    private readonly double _start;

    public EditedFcpxml(byte[] bytes)
    {
        _document = XDocument.Parse(Encoding.UTF8.GetString(bytes));
        _spine = _document.Descendants("spine").First();
        _start = Seconds(_spine.Parent!, "tcStart");
    }

    public override byte[] Bytes
    {
        get
        {
            double at = _start;
            foreach (XElement shot in _spine.Elements("asset-clip"))
            {
                Set(shot, "offset", at);
                at += Seconds(shot, "duration");
            }

            return Encoding.UTF8.GetBytes(_document.ToString());
        }
    }

    private XElement this[int shot] => _spine.Elements("asset-clip").ElementAt(shot);

    public override void Trim(int shot, int frames) => Add(this[shot], "duration", -frames);

    public override void Slip(int shot, int frames) => Add(this[shot], "start", frames);

    public override void Move(int shot, int to)
    {
        XElement moved = this[shot];
        moved.Remove();
        this[to - 1].AddAfterSelf(moved);
    }

    public override void Retime(int shot, double speed)
    {
        XElement of = this[shot],
            asset = Asset(of);
        double from = Seconds(asset, "start"),
            to = from + Seconds(asset, "duration");
        XElement map = new("timeMap");
        foreach (double value in new[] { from, to })
        {
            XElement point = new("timept", new XAttribute("interp", "linear"));
            Set(point, "time", value / speed);
            Set(point, "value", value);
            map.Add(point);
        }

        of.Elements("note").Last().AddAfterSelf(map);
        Set(of, "start", Seconds(of, "start") / speed);
    }

    public override void Delete(int shot) => this[shot].Remove();

    public override void Insert(int at, int like, int first, int length)
    {
        XElement made = new(this[like]);
        made.Elements().Remove();
        Set(made, "start", Seconds(Asset(made), "start") + ((double)first / Rate));
        Set(made, "duration", (double)length / Rate);
        this[at - 1].AddAfterSelf(made);
    }

    public override void MoveSong(int frames)
    {
        XElement song = _document.Descendants("asset-clip").First(c => (string?)c.Attribute("lane") == "-1");
        Add(song, "offset", frames);
        Add(song, "duration", -frames);
    }

    public override void Strip() => _document.Descendants("note").Remove();

    private XElement Asset(XElement clip) =>
        _document.Descendants("asset").First(a => (string?)a.Attribute("id") == (string?)clip.Attribute("ref"));

    private static void Add(XElement of, string name, int frames) => Set(of, name, Seconds(of, name) + ((double)frames / Rate));

    private static double Seconds(XElement of, string name)
    {
        string[] parts = of.Attribute(name)!.Value.TrimEnd('s').Split('/');
        double value = double.Parse(parts[0], CultureInfo.InvariantCulture);
        return parts.Length > 1 ? value / double.Parse(parts[1], CultureInfo.InvariantCulture) : value;
    }

    private static void Set(XElement of, string name, double seconds) =>
        of.SetAttributeValue(name, string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds * 24_000):0}/24000s"));
}
